"""What to try next after a mistake: a number in which it would show, here or in the catalogue."""

from __future__ import annotations

from explainer.mistakes.answers import Diagnosis, Explanation
from explainer.mistakes.answers.reading import OUTPUT, asked_in, is_of_shape, layer_of_output
from explainer.mistakes.answers.sizes import CARRIED
from explainer.mistakes.catalogue import catalogue
from explainer.mistakes.engine.quantity import Count
from explainer.mistakes.engine.spoilt import mistakes_in
from explainer.mistakes.engine.workings import single_layers
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.sentences import say


def next_exercise(way: Explanation, one: Diagnosis, model: str) -> n.Inlines | None:
    """A number in which the mistake shows, the catalogue's example of it, or the next number."""
    if way.mistakes[0] == CARRIED:
        return _work_out("diagnosis.next_quantity", f"{way.layer}{OUTPUT}", model)
    target = _shown_elsewhere(way, one.case.graph, _layers(one)) if way.wrong else None
    if target is not None:
        quantity = f"{target.name}.{way.wrong[0].spoils}"
        return _work_out("diagnosis.next", quantity, model)
    return _example(way.mistakes[0]) or _next_number(one, model)


def _work_out(key: str, quantity: str, model: str, unit: str = "") -> n.Inlines:
    """The quantity to work out, and the command that checks it."""
    command = f"explain diagnose {model} {quantity} … {unit}".rstrip()
    return say(key, quantity=n.User(quantity), command=n.User(command))


def _next_number(one: Diagnosis, model: str) -> n.Inlines | None:
    """The same count of the next layer that has it, or another total, in the same unit."""
    if is_of_shape(one.answer):
        return None
    term = asked_in(one.answer, one.case.graph, one.case.plan.bytes_per_value).quantity.terms[0]
    unit = "" if one.unit in ("values", "bytes") else one.unit
    key = "diagnosis.next_quantity"
    if not isinstance(term, Count) or term.layers is None:
        asked = isinstance(term, Count) and term.name == "parameters"
        return _work_out(key, "totals.activations" if asked else "totals.parameters", model, unit)
    nodes = one.case.graph.nodes
    others = [*nodes[term.layers[0] + 1 :], *nodes[: term.layers[0]]]
    target = next((node for node in others if node.values.get(term.name)), None)
    return _work_out(key, f"{target.name}.{term.name}", model, unit) if target else None


def _layers(one: Diagnosis) -> list[int]:
    """The layers that the answer is about."""
    if is_of_shape(one.answer):
        return [layer_of_output(one.answer.quantity, one.case.graph)]
    return single_layers(
        asked_in(one.answer, one.case.graph, one.case.plan.bytes_per_value).quantity
    )


def _example(name: str) -> n.Inlines | None:
    """Where the catalogue works the mistake out; None where it has no example of it."""
    if not any(entry.name == name and entry.example for entry in catalogue()):
        return None
    return say("diagnosis.next_example", command=n.User(f"explain mistakes {name}"))


def _shown_elsewhere(way: Explanation, graph: Graph, layers: list[int]) -> Node | None:
    """The next layer in which the first of the mistakes gives another value than the formula."""
    start = layers[0] if layers else -1
    others = [*graph.nodes[start + 1 :], *graph.nodes[: max(start, 0)]]
    worked_out = {step.layer for step in way.steps}
    found = [node for node in others if _shows(way, node)]
    return next((node for node in found if node.name not in worked_out), next(iter(found), None))


def _shows(way: Explanation, node: Node) -> bool:
    for mistake in mistakes_in(node):
        right = node.formulas.get(mistake.spoils)
        if mistake.name != way.mistakes[0] or right is None or mistake.missing(node.values):
            continue
        wrong = mistake.value(mistake.arguments(node.values))
        if wrong != right.value(right.arguments(node.values)) and node.name != way.layer:
            return True
    return False
