"""One question about a layer or the whole network; None where the network has none like it."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.claims.quantity import Count, Part, Quantity
from explainer.derive import Step
from explainer.exercises.chains import chain_in, chain_of, to_unit
from explainer.exercises.question import Kind, Question, WrongAnswer
from explainer.exercises.source import Asking, Source
from explainer.exercises.wrong import hidden_in, rounded, table_of, told_apart, wrong_answers
from explainer.graph import Node
from explainer.maths import Mistake

# A sum over more layers is too long for a sheet.
MOST_LAYERS = 25
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
        shown = max(len(chain) - 1 - source.luck.below(2), 0) if kind == "faded" else 0
        quantity = Quantity((Count(count, (node.index,)),))
        return _question(source, kind, quantity, f"{node.name}.{count}", node, chain, unit, shown)

    return ask


def of_network(name: str, unit: str) -> Asking:
    """A question about a sum over the network, or about training."""

    def ask(source: Source) -> Question | None:
        if len(source.graph.nodes) > MOST_LAYERS:
            return None
        quantity = TRAINING if name == "training.total" else Quantity((Count(name),))
        chain = chain_of(quantity, source.graph, source.plan)
        whole = name if "." in name else f"totals.{name}"
        return _question(source, "value", quantity, whole, None, chain, unit, 0)

    return ask


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
    b = source.plan.bytes_per_value
    table = table_of(source.slips, quantity, unit, b)
    if table is None or not chain:
        return None
    decimals = 0 if unit in ("values", "bytes") else 1
    if unit != "values":
        chain = to_unit(chain, b, unit, in_bytes=quantity.in_bytes)
    answer = rounded(table.figure, decimals)
    wrong = wrong_answers(table, decimals)
    return Question(
        number=0,
        kind=kind,
        quantity=name,
        layer=node.name if node else "",
        answer=answer,
        unit=unit,
        marks=max(len(chain) - shown, 1),
        steps=chain,
        mistakes=tuple(wrong),
        collisions=(*told_apart(wrong, answer), *hidden_in(quantity, source.slips, answer)),
        shown=shown,
        decimals=decimals,
        text_numbers=node.inputs[0] if node else (),
    )


# ---- find the error ---------------------------------------------------------------------


def find_the_error(source: Source) -> Question | None:
    """A derivation of a layer's parameters with one wrong line, which the next goes on from."""
    nodes = [node for node in source.layers("parameters") if len(chain_in(node, "parameters")) > 2]
    if not nodes:
        return None
    node = source.luck.one_of(nodes)
    ways = list(_wrong_chains(source, node))
    if not ways:
        return None
    mistake, chain = source.luck.one_of(ways)
    right = chain_in(node, "parameters")
    place = next(i for i, step in enumerate(chain) if step.formula is mistake)
    wrong = WrongAnswer((mistake.name,), chain[-1].value, (mistake,))
    collisions = told_apart([wrong], right[-1].value)
    return Question(
        number=0,
        kind="find_the_error",
        quantity=f"{node.name}.parameters",
        layer=node.name,
        answer=right[-1].value,
        unit="values",
        marks=3,
        steps=right,
        mistakes=(wrong,),
        collisions=tuple(collisions),
        shown=place,
        text_numbers=node.inputs[0],
        error=mistake,
        wrong_steps=chain,
    )


def _wrong_chains(source: Source, node: Node) -> Iterator[tuple[Mistake, tuple[Step, ...]]]:
    """The derivation with each mistake that spoils one line, whole and not the last."""
    spoilt = source.slips.spoilt
    for name in spoilt.names(node.index):
        wrong = spoilt.with_mistake(name, node.index, node.index)
        made = wrong.made.get(node.index, ()) if wrong else ()
        if wrong and len(made) == 1 and made[0].instead_of in ("weights", "biases"):
            chain = chain_in(wrong.graph.nodes[node.index], "parameters")
            names = [step.formula.name for step in chain]
            if made[0].name in names and all(isinstance(step.value, int) for step in chain):
                yield made[0], chain
