"""What is shown for a question of a file, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from explainer.layers.quantities import COUNTS
from explainer.memory.textbook.account import inference_of, training_of
from explainer.mistakes.engine.exhibit import Cost, Rows
from explainer.mistakes.engine.quantity import Count, Part, Quantity, Slots
from explainer.network.case import Case
from explainer.page import nodes as n
from explainer.page.digits import rounded
from explainer.page.sentences import say
from explainer.page.wording import both_units
from explainer.questions.of_file.answer import Figure
from explainer.questions.of_file.costs_table import costs_words

# From twice as much on, or down from half, a factor says more than a difference.
LEAST_FACTOR = 2
# What is counted and never stored.
NOT_STORED = ("macs",)


def is_table(figure: Figure, case: Case) -> bool:
    """Whether it is shown in rows, which a network of bare totals doesn't have."""
    return isinstance(figure.exhibit.what, Rows) and case.graph.totals is None


def figure_words(figure: Figure, case: Case) -> n.Inlines:
    """One figure in a sentence, or in two; case: the network that it is told of."""
    told = figure.value if figure.changed is None else figure.changed
    if not isinstance(told, int):
        return say("asked.unknown", quantity=n.User(figure.exhibit.name))
    match figure.exhibit.what:
        case Rows():
            return costs_words(case)
        case Cost(_, part):
            head = n.User(figure.exhibit.name.partition(".training.")[0])
            return say(f"asked.cost_{part}", layer=head, bytes=told, units=both_units(told))
        case Quantity((term,)):
            return _term_words(term, told, figure.exhibit.name, case)
    return _sum_words(told, figure, case)


def _sum_words(told: int, figure: Figure, case: Case) -> n.Inlines:
    """Several terms added up, called as the file calls them."""
    name = n.User(figure.exhibit.name)
    if figure.exhibit.in_bytes:
        return say("asked.sum_bytes", quantity=name, bytes=told, units=both_units(told))
    size = told * case.plan.bytes_per_value
    return say("asked.sum_values", quantity=name, count=told, bytes=size)


def _term_words(term: Count | Part | Slots, told: int, name: str, case: Case) -> n.Inlines:
    match term:
        case Count():
            return _count_words(term, told, name, case)
        case Part():
            return _part_words(term, told, case)
        case Slots():
            return say("asked.slots", optimizer=n.Code(case.plan.optimizer), count=told)


def _count_words(count: Count, told: int, name: str, case: Case) -> n.Inlines:
    """A number of values, and the bytes that they take where they are stored."""
    if count.name not in COUNTS:
        layer = n.User(name.rpartition(".")[0])
        return say("asked.size", symbol=n.Var(count.name), layer=layer, size=told)
    size = told * case.plan.bytes_per_value
    if count.layers is None:
        if count.name in NOT_STORED:
            return say(f"asked.network_{count.name}", count=told)
        return say(f"asked.network_{count.name}", count=told, bytes=size, units=both_units(size))
    layer = n.User(name.rpartition(".")[0])
    if count.name in NOT_STORED:
        return say(f"asked.layer_{count.name}", layer=layer, count=told)
    return say(f"asked.layer_{count.name}", layer=layer, count=told, bytes=size)


def _part_words(part: Part, told: int, case: Case) -> n.Inlines:
    """A part of an account; of a total with all its parts."""
    units, plan = both_units(told), case.plan
    key = f"asked.{part.account}_{part.name}"
    optimizer = n.Code(plan.optimizer)
    if part == Part("training", "total"):
        book = training_of(case)
        parts = {name: getattr(book, name) for name in book.known if name != "total"}
        besides = book.miscellaneous
        if not besides:
            del parts["miscellaneous"]
        slots = {"optimizer_bytes" if name == "optimizer" else name: parts[name] for name in parts}
        key = f"{key}_besides" if besides else key
        return say(key, batch=plan.batch, optimizer=optimizer, total=told, units=units, **slots)
    if part == Part("inference", "total"):
        found = inference_of(case)
        assert found.activations is not None
        own, alive = found.parameters, found.activations
        return say(key, batch=plan.batch, total=told, units=units, parameters=own, alive=alive)
    if part == Part("training", "optimizer"):
        return say(key, bytes=told, units=units, optimizer=optimizer)
    if part.name in ("activations", "activation_gradients"):
        return say(key, bytes=told, units=units, batch=plan.batch)
    return say(key, bytes=told, units=units)


def moved_words(figures: Sequence[Figure], case: Case) -> list[n.Inlines]:
    """Each figure, and how far it has moved; once for all where that is the same for all."""
    told = [figure_words(figure, case) for figure in figures]
    moves = {_unmoved(figure) for figure in figures}
    key = moves.pop() if len(moves) == 1 else ""
    if key:
        return [*told, say(f"asked.{key}_all" if len(figures) > 1 else f"asked.{key}")]
    pairs = zip(told, map(_change_words, figures), strict=True)
    return [words for figure, change in pairs for words in (figure, *change)]


def _unmoved(figure: Figure) -> str:
    """What is said of a figure that stays, or was 0: the end of a sentence's key; else nothing."""
    before, after = figure.value, figure.changed
    if not isinstance(before, int) or not isinstance(after, int):
        return ""
    if before == after:
        return "same" if figure.exhibit.in_bytes else "same_count"
    return "" if before else "from_none"


def _change_words(figure: Figure) -> list[n.Inlines]:
    """How far a figure has moved; nothing where one of the two can't be known."""
    if key := _unmoved(figure):
        return [say(f"asked.{key}")]
    before, after = figure.value, figure.changed
    if not isinstance(before, int) or not isinstance(after, int):
        return []
    if after > before:
        return [_more(before, after)]
    return [_less(before, after)]


def _more(before: int, after: int) -> n.Inlines:
    """From twice as much on a factor; else how much more."""
    factor = Fraction(after, before)
    if factor < LEAST_FACTOR:
        return say("asked.more", more=after - before, before=before)
    if factor.denominator == 1:
        return say("asked.more_times", times=n.Num(int(factor)), before=before)
    return say("asked.more_about", times=n.Words(rounded(factor, 1)), before=before)


def _less(before: int, after: int) -> n.Inlines:
    """Up to half as much a share; else how much less."""
    share = Fraction(100 * after, before)
    if share * LEAST_FACTOR > 100:
        return say("asked.less", less=before - after, before=before)
    if share.denominator == 1:
        return say("asked.less_share", share=n.Num(int(share)), before=before)
    return say("asked.less_about", share=n.Words(rounded(share, 1)), before=before)
