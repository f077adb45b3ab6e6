"""One question about a layer or the whole network; None where the network has none like it."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.derivation.derive import Step
from explainer.exercises.chains import chain_in, chain_of, to_unit
from explainer.exercises.question import Kind, Question, WrongAnswer
from explainer.exercises.source import Answers, Asking, Source
from explainer.exercises.text_settings import numbers_set
from explainer.exercises.wrong import hidden_in, rounded, table_of, told_apart, wrong_answers
from explainer.maths import Exact, Mistake
from explainer.mistakes.engine.quantity import Count, Part, Quantity
from explainer.mistakes.engine.table import Table
from explainer.network.node import Node

# A sum over more layers is too long for a sheet.
MOST_LAYERS = 25
# In a sum over the network, for the numbers of the layers that are added up.
MARKS_FOR_LAYERS = 2
# So many bytes, or so many values, are asked about in MiB.
LARGE = 2**26
TRAINING = Quantity((Part("training", "total"),))
# What is asked of a layer; sizes and weights make the easy questions.
COUNTS = ("H_out", "weights", "parameters", "activations")


def of_layer(count: str, unit: str = "values", kind: Kind = "value") -> Asking:
    """A question about a layer's count, in values or a unit of memory."""

    def ask(source: Source) -> Question | None:
        nodes = source.layers(count)
        if not nodes:
            return None
        node = source.luck.one_of(nodes)
        chain = chain_in(node, count)
        if kind == "faded" and len(chain) < 2:
            return None
        blanks = 1 + source.faded + source.luck.below(2)
        shown = max(len(chain) - blanks, 1) if kind == "faded" else 0
        quantity = Quantity((Count(count, (node.index,)),))
        return _question(source, kind, quantity, f"{node.name}.{count}", node, chain, unit, shown)

    return ask


def of_network(name: str, *, in_memory: bool = False) -> Asking:
    """A question about a sum over the network in values, or about its memory or training."""

    def ask(source: Source) -> Question | None:
        if len(source.case.graph.nodes) > MOST_LAYERS:
            return None
        quantity = TRAINING if name == "training.total" else Quantity((Count(name),))
        chain = chain_of(quantity, source.case)
        unit = _unit_for(source.slips.world.value(quantity)) if in_memory else "values"
        whole = name if "." in name else f"totals.{name}"
        return _question(source, "value", quantity, whole, None, chain, unit, 0)

    return ask


def _unit_for(size: Exact | None) -> str:
    """A unit in which one decimal tells mistakes apart."""
    return "KiB" if size is None or size < LARGE else "MiB"


def _decimals(unit: str) -> int:
    return 0 if unit in ("values", "bytes") else 1


def _answers(source: Source, quantity: Quantity, unit: str) -> Answers | None:
    """What can be answered, worked out once; None where the value can't be derived."""
    if (quantity, unit) not in source.answers:
        table = table_of(source.slips, quantity, unit, source.case.plan.bytes_per_value)
        found = None if table is None else _answers_in(table, source, quantity, unit)
        source.answers[quantity, unit] = found
    return source.answers[quantity, unit]


def _answers_in(table: Table, source: Source, quantity: Quantity, unit: str) -> Answers:
    right = rounded(table.figure, _decimals(unit))
    wrong = wrong_answers(table, _decimals(unit))
    hidden = hidden_in(quantity, source.slips, right)
    return Answers(right, tuple(wrong), (*told_apart(wrong, right), *hidden))


def _question(
    source: Source,
    kind: Kind,
    quantity: Quantity,
    name: str,
    node: Node | None,
    chain: tuple[Step, ...],
    unit: str,
    shown: int,
) -> Question | None:
    answers = _answers(source, quantity, unit)
    if answers is None or not chain:
        return None
    if unit != "values":
        b = source.case.plan.bytes_per_value
        chain = to_unit(chain, b, unit, in_bytes=quantity.in_bytes)
    return Question(
        number=0,
        kind=kind,
        quantity=name,
        layer=node.name if node else "",
        answer=answers.right,
        unit=unit,
        marks=max(len(chain) - shown, 1) if node else len(chain) + MARKS_FOR_LAYERS,
        steps=chain,
        mistakes=answers.wrong,
        collisions=answers.collisions,
        shown=shown,
        decimals=_decimals(unit),
        text_numbers=_sizes_taken(node) if node else _sizes_given(source),
        settings=numbers_set(node) if node else _settings_of_network(source),
    )


def _sizes_taken(node: Node) -> tuple[int, ...]:
    """The sizes of all that a layer takes, which its question names."""
    return tuple(size for shape in node.inputs for size in shape)


def _sizes_given(source: Source) -> tuple[int, ...]:
    """The sizes of all that the network is given."""
    return tuple(size for node in source.case.graph.inputs for size in node.output)


def _settings_of_network(source: Source) -> tuple[Exact, ...]:
    """The numbers among all settings, which the list of the network tells."""
    nodes = source.case.graph.nodes
    return tuple(number for node in nodes if node.sources for number in numbers_set(node))


# ---- find the error ---------------------------------------------------------------------

# The lines that are spoilt, each with another one behind it.
SPOILT = {"parameters": ("weights", "biases"), "activations": ("H_out", "W_out", "activations")}


def find_the_error(count: str, unit: str = "values") -> Asking:
    """A derivation of a layer's count with one wrong line, which the next goes on from."""

    def ask(source: Source) -> Question | None:
        nodes = [node for node in source.layers(count) if len(chain_in(node, count)) > 2]
        if not nodes:
            return None
        node = source.luck.one_of(nodes)
        ways = list(_wrong_chains(source, node, count))
        if not ways:
            return None
        mistake, chain = source.luck.one_of(ways)
        right = chain_in(node, count)
        if unit != "values":
            b = source.case.plan.bytes_per_value
            right, chain = (to_unit(steps, b, unit, in_bytes=False) for steps in (right, chain))
        return _with_an_error(node, count, unit, mistake, right, chain)

    return ask


def _with_an_error(
    node: Node,
    count: str,
    unit: str,
    mistake: Mistake,
    right: tuple[Step, ...],
    chain: tuple[Step, ...],
) -> Question:
    place = next(i for i, step in enumerate(chain) if step.formula is mistake)
    wrong = WrongAnswer((mistake.name,), chain[-1].value, (mistake,))
    collisions = told_apart([wrong], right[-1].value)
    return Question(
        number=0,
        kind="find_the_error",
        quantity=f"{node.name}.{count}",
        layer=node.name,
        answer=right[-1].value,
        unit=unit,
        marks=3,
        steps=right,
        mistakes=(wrong,),
        collisions=tuple(collisions),
        shown=place,
        text_numbers=_sizes_taken(node),
        settings=numbers_set(node),
        error=mistake,
        wrong_steps=chain,
    )


def _wrong_chains(
    source: Source, node: Node, count: str
) -> Iterator[tuple[Mistake, tuple[Step, ...]]]:
    """The derivation with each mistake that spoils one line, with whole numbers.

    The last line is right but in bytes: there a line follows behind the count.
    """
    spoilt = source.slips.spoilt
    for name in spoilt.names(node.index):
        wrong = spoilt.with_mistake(name, node.index, node.index)
        made = wrong.made_on_the_way(node.index, count) if wrong else ()
        if wrong and len(made) == 1 and made[0].spoils in SPOILT[count]:
            chain = chain_in(wrong.graph.nodes[node.index], count)
            names = [step.formula.name for step in chain]
            # A line that is left out would give the error away.
            whole = len(chain) >= len(chain_in(node, count))
            if (
                whole
                and made[0].name in names
                and all(isinstance(step.value, int) for step in chain)
            ):
                yield made[0], chain
