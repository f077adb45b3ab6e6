"""One layer alone: the answer first, then every step of it."""

from __future__ import annotations

from explainer.memory.textbook.layer_costs import layer_costs_of
from explainer.page import nodes as n
from explainer.page.extras import Extras
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.page.wording import both_units, shapes_text
from explainer.report.boxes import boxed
from explainer.report.layer import whole_layer
from explainer.report.length import Length
from explainer.results.results import Results


def title(work: Results, seen: Seen) -> list[n.Block]:
    """The layer, and the network that it is in."""
    layer, name = n.User(_layer(work)), n.User(work.graph.name)
    return [n.Heading(1, say("opening.layer_title", layer=layer, name=name), "top")]


def answer(work: Results, seen: Seen) -> list[n.Block]:
    """Its output, values, weights and bytes, and what it costs in training."""
    index = next(node.index for node in work.graph.nodes if node.name == _layer(work))
    node, costs = work.graph.nodes[index], layer_costs_of(work.case)
    values = node.count("activations")
    facts = [
        n.Fact(shapes_text(node), say("one_layer.output")),
        n.Fact((n.Num(values),), say("one_layer.values", bytes=_bytes(values, work))),
    ]
    if node.count("parameters"):
        weights, biases = node.count("weights"), node.count("biases")
        size = _bytes(node.count("parameters"), work)
        told = say("one_layer.parameters", weights=weights, biases=biases, bytes=size)
        facts.append(n.Fact((n.Num(node.count("parameters")),), told))
    if costs is not None:
        total = costs[index].total
        told = say("one_layer.training", batch=work.plan.batch, units=both_units(total))
        facts.append(n.Fact(say("unit.of_bytes", bytes=total), told))
    return [n.Facts(tuple(facts))]


def derivation(work: Results, seen: Seen) -> list[n.Block]:
    """Every step in full."""
    layer = next(each for each in work.layers if each.node.name == _layer(work))
    return whole_layer(layer, work.graph, work.plan.bytes_per_value, seen)


def extras(work: Results, seen: Seen) -> list[n.Block]:
    """What PyTorch makes there beside its values."""
    layer = next(each for each in work.layers if each.node.name == _layer(work))
    return Extras(work).of_layer(layer.node, seen)


def _layer(work: Results) -> str:
    assert work.asked.layer is not None
    return work.asked.layer


def _bytes(values: int, work: Results) -> int:
    return values * work.plan.bytes_per_value


ONE_LAYER = Length((title, answer), (boxed(derivation, hiding=True), extras))
