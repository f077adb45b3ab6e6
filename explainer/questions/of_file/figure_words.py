"""What is shown for a question of a file, in sentences."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction

from explainer.layers.quantities import COUNTS
from explainer.memory.textbook.account import inference_of, training_of
from explainer.mistakes.engine.exhibit import Cost, Rows
from explainer.mistakes.engine.quantity import Count, Part, Quantity, Slots
from explainer.network.case import Case
from explainer.page import nodes as n
from explainer.page.factors import factor_text
from explainer.page.sentences import say
from explainer.page.wording import both_units
from explainer.questions.of_file.answer import Figure
from explainer.questions.of_file.costs_table import costs_words

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
        parts = asdict(training_of(case))
        del parts["total"]
        besides = parts["miscellaneous"]
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


def change_words(figure: Figure) -> list[n.Inlines]:
    """How far a figure has moved; nothing where one of the two can't be known."""
    before, after = figure.value, figure.changed
    if not isinstance(before, int) or not isinstance(after, int):
        return []
    if before == after:
        return [say("asked.same" if figure.exhibit.in_bytes else "asked.same_count")]
    if not before:
        return [say("asked.from_none")]
    factor = factor_text(Fraction(after, before))
    if after > before:
        return [say("asked.more", more=after - before, before=before, factor=factor)]
    return [say("asked.less", less=before - after, before=before, factor=factor)]
