"""What to try next after a mistake: a number of the same network in which it would show."""

from __future__ import annotations

from explainer.claims.slips import single_layers
from explainer.claims.spoilt import mistakes_in
from explainer.diagnosis import Diagnosis, Explanation
from explainer.diagnosis.reading import asked_in, is_of_shape
from explainer.document import nodes as n
from explainer.document.sentences import say
from explainer.graph import Graph, Node


def next_exercise(way: Explanation, one: Diagnosis, model: str) -> n.Inlines | None:
    """The same quantity of another layer in which the mistake shows; None where there is none."""
    if not way.wrong or is_of_shape(one.answer):
        return None
    asked = asked_in(one.answer, one.graph, one.plan.bytes_per_value)
    layers = single_layers(asked.quantity)
    target = _shown_elsewhere(way, one.graph, layers)
    if target is None:
        return None
    quantity = f"{target.name}.{way.wrong[0].instead_of}"
    command = f"explain diagnose {model} {quantity} …"
    return say("diagnosis.next", quantity=n.User(quantity), command=n.User(command))


def _shown_elsewhere(way: Explanation, graph: Graph, layers: list[int]) -> Node | None:
    """The next layer in which the first of the mistakes gives another value than the formula."""
    start = layers[0] if layers else -1
    others = [*graph.nodes[start + 1 :], *graph.nodes[: max(start, 0)]]
    return next((node for node in others if _shows(way, node)), None)


def _shows(way: Explanation, node: Node) -> bool:
    for mistake in mistakes_in(node):
        right = node.formulas.get(mistake.instead_of)
        if mistake.name != way.mistakes[0] or right is None or mistake.missing(node.values):
            continue
        wrong = mistake.value(mistake.arguments(node.values))
        if wrong != right.value(right.arguments(node.values)) and node.name != way.layer:
            return True
    return False
