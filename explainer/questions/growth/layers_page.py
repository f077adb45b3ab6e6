"""Which layers' parameters grow with a size or the width; which layers' values grow most."""

from __future__ import annotations

from enum import StrEnum

from explainer.layers.attention_operations import drops_shares
from explainer.layers.traits import Does
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import joined
from explainer.questions.growth.polynomials import (
    At,
    Growth,
    Growths,
    at_size,
    at_width,
    layers_by_degree,
)
from explainer.questions.growth.variables import BATCH, WIDTH, Variable

MOST_NAMES = 6


class Why(StrEnum):
    """Why a layer has more parameters for a larger input."""

    FLATTENED = "flattened"  # a weight for every value
    POSITIONS = "positions"  # a row for every position
    PLACES = "places"  # some for every place


def layers_blocks(variable: Variable, found: Growth, case: Case, growths: Growths) -> list[n.Block]:
    """A sentence for each power with which parameters of layers grow, and one on attention."""
    if variable == BATCH:
        return []
    at = _at(variable, case, growths)
    by_degree = layers_by_degree(at, found)
    if variable == WIDTH:
        told = [_with_width(each, by_degree[each]) for each in sorted(by_degree, reverse=True)]
        return [n.Listing(tuple(told))] if told else []
    nodes = {node.name: node for node in case.graph.nodes}
    told = [
        sentence
        for degree in sorted(by_degree, reverse=True)
        for sentence in _with_size(variable, degree, [nodes[name] for name in by_degree[degree]])
    ]
    attention = _attention(variable, case, found)
    if set(by_degree) <= {0}:
        return [n.Paragraph(say(f"growth.{variable.key}_power_none")), *attention]
    return [n.Listing(tuple(told)), *attention]


def _at(variable: Variable, case: Case, growths: Growths) -> At:
    if variable.size is not None:
        return at_size(case, variable.size)
    assert growths.widths is not None
    return at_width(case, growths.widths)


def _with_width(degree: int, names: list[str]) -> n.Inlines:
    return say(f"growth.width_power_{degree}", count=len(names), layers=_named(names))


def _with_size(variable: Variable, degree: int, nodes: list[Node]) -> list[n.Inlines]:
    """A sentence for each reason why layers' parameters grow with that power."""
    if not degree:
        return [_independent(variable, [node.name for node in nodes])]
    power = say(f"growth.of_{variable.key}_{degree}")
    found: dict[Why, list[str]] = {}
    for node in nodes:
        found.setdefault(_why(node), []).append(node.name)
    return [_grown(why, power, names) for why, names in found.items()]


def _independent(variable: Variable, names: list[str]) -> n.Inlines:
    if variable.key == "length":
        return say("growth.length_power_0", layers=_named(names))
    return say("growth.image_power_0", count=len(names), layers=_named(names))


def _grown(why: Why, power: n.Inlines, names: list[str]) -> n.Inlines:
    if why is Why.FLATTENED:
        return say("growth.grow_flattened", count=len(names), power=power, layers=_named(names))
    return say(f"growth.grow_{why}", power=power, layers=_named(names))


def _why(node: Node) -> Why:
    if node.layer.does is Does.LOCATES:
        return Why.POSITIONS
    flat = node.layer.does is Does.CONNECTS and len(node.inputs[0]) == 1
    return Why.FLATTENED if flat else Why.PLACES


def _attention(variable: Variable, case: Case, found: Growth) -> list[n.Block]:
    """Where the highest power comes from attention, and what PyTorch keeps in place of it."""
    power = 4 if variable.key == "image" else 2
    attends = [node for node in case.graph.nodes if node.layer.does is Does.ATTENDS]
    if found.parts["activations"].degree < power or not attends:
        return []
    names = _named([node.name for node in attends])
    told = [say(f"growth.shares_of_{variable.key}", layers=names)]
    dropped = [drops_shares(node.settings) for node in attends]
    if not any(dropped):
        told.append(say(f"growth.fused_{variable.key}"))
    elif all(dropped):
        told.append(say("growth.with_dropout"))
    return [n.Paragraph(tuple(part for each in told for part in (*each, n.Words(" ")))[:-1])]


def _named(names: list[str]) -> n.Inlines:
    shown: list[n.Inlines] = [(n.User(name),) for name in names[:MOST_NAMES]]
    return joined(shown if len(names) <= MOST_NAMES else [*shown, say("growth.others")])
