"""Which layers are frozen: their parameters stay as they are, and get no gradient.

A layer is named by its full name, by a beginning of it that ends before a dot (`layer1`
for `layer1.0.conv1`), or with `*` for any characters. Layers without parameters have
nothing to freeze. Parameters that several layers use are one tensor: where one of these layers is
frozen, they all are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from explainer.errors import ModelFileError, UsageError, named, nearest
from explainer.language import sentence

if TYPE_CHECKING:
    from explainer.network.graph import Graph
    from explainer.network.node import Node


def frozen_among(nodes: Sequence[Node], names: Sequence[str]) -> frozenset[int]:
    """The indices of the nodes that use parameters and are meant, or share with one that is."""
    found = _meant_among(nodes, names)
    owners = {_owner(node) for node in nodes if node.index in found}
    return frozenset(node.index for node in nodes if _learns(node) and _owner(node) in owners)


def _meant_among(nodes: Sequence[Node], names: Sequence[str]) -> frozenset[int]:
    """The indices of the nodes that use parameters and are meant by one of the names."""
    if not names:
        return frozenset()
    full = frozenset(name for name in names if "*" not in name)
    patterns = [name for name in names if "*" in name]
    return frozenset(
        node.index
        for node in nodes
        if _learns(node)
        and (
            not full.isdisjoint(_beginnings(node.name))
            or any(means(pattern, node.name) for pattern in patterns)
        )
    )


def _learns(node: Node) -> bool:
    """Whether a layer uses any parameters, its own or those of another one."""
    return bool(node.count("parameters")) or node.shares is not None


def _owner(node: Node) -> int:
    """Whose parameters a layer uses first."""
    return node.index if node.shares is None else node.shares


def means(pattern: str, name: str) -> bool:
    """Whether a layer's name is meant: as a whole, or up to a dot.

    >>> means("layer1", "layer1.0.conv1"), means("layer1", "layer10"), means("conv*_1", "conv5_1")
    (True, False, True)
    """
    return _is_like(name, pattern.split("*")) or _is_like(name, f"{pattern}.*".split("*"))


def _is_like(name: str, pieces: Sequence[str]) -> bool:
    """Whether the pieces stand in the name in order, the first and the last at its ends."""
    first, *middle = pieces
    if not middle:
        return name == first
    *middle, last = middle
    if not name.startswith(first):
        return False
    at = len(first)
    for piece in middle:
        found = name.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return len(name) - len(last) >= at and name.endswith(last)


def check_freezing(graph: Graph, names: Sequence[str]) -> None:
    """UsageError for a name, as the caller wrote it, that freezes nothing."""
    if fault := _half_frozen(graph, names):
        raise UsageError(*fault)
    for name in unsettled(names, graph.nodes):
        if fault := fault_of(name, graph.name, graph.nodes):
            raise UsageError(*fault)


def check_freezing_of_file(graph: Graph) -> None:
    """ModelFileError for a name in the network's file that freezes nothing."""
    given = graph.spec.freeze
    if given and (fault := _half_frozen(graph, [str(each.value) for each in given])):
        raise ModelFileError(given[0].place, fault[0], advice=fault[1])
    open_names = set(unsettled((str(each.value) for each in given), graph.nodes))
    for each in given:
        name = str(each.value)
        if name in open_names and (fault := fault_of(name, graph.name, graph.nodes)):
            raise ModelFileError(each.place, fault[0], advice=fault[1])


def _half_frozen(graph: Graph, names: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong where a layer has learning biases of its own beside frozen weights."""
    if all(node.shares is None for node in graph.nodes):
        return None
    meant, frozen = _meant_among(graph.nodes, names), frozen_among(graph.nodes, names)
    for node in graph.nodes:
        if node.index in frozen and node.index not in meant and _has_apart(node, graph, meant):
            others = [n for n in graph.nodes if n.index in meant and _owner(n) == _owner(node)]
            name, other = named(node.name), named(others[0].name)
            fault = sentence("freeze.half", name=name, other=other)
            return fault, sentence("freeze.half_try", name=name)
    return None


def _has_apart(node: Node, graph: Graph, meant: frozenset[int]) -> bool:
    """Whether a layer that isn't meant has biases that no layer that is meant uses."""
    if node.shares is not None:
        return bool(node.count("parameters"))
    same = any(n.shares == node.index and n.layer is node.layer for n in graph.nodes
               if n.index in meant)  # fmt: skip
    return not same and bool(node.count("biases"))


def unsettled(names: Iterable[str], nodes: Sequence[Node]) -> list[str]:
    """The names that are no layer with parameters, and no beginning of one, as they stand."""
    learning = (node.name for node in nodes if _learns(node))
    known = {beginning for name in learning for beginning in _beginnings(name)}
    return [name for name in names if name not in known]


def fault_of(pattern: str, network: str, nodes: Sequence[Node]) -> tuple[str, str] | None:
    """What is wrong with a name, and what to try; None where it freezes something."""
    if not nodes:
        return (
            sentence("freeze.bare_totals", network=network, name=named(pattern)),
            sentence("freeze.bare_totals_try"),
        )
    meant = [node for node in nodes if means(pattern, node.name)]
    if any(map(_learns, meant)):
        return None
    learning = [node.name for node in nodes if _learns(node)]
    if meant:
        advice = (
            sentence("freeze.no_parameters_try", name=repr(learning[0]))
            if learning
            else sentence("freeze.nothing_try")
        )
        return sentence("freeze.no_parameters", name=named(pattern)), advice
    beginnings = [beginning for name in learning for beginning in _beginnings(name)]
    near = nearest(pattern, dict.fromkeys(beginnings), 0.5)
    advice = sentence("hint.meant", name=repr(near)) if near else sentence("freeze.name_try")
    return sentence("freeze.no_layer", network=network, name=named(pattern)), advice


def _beginnings(name: str) -> list[str]:
    """What means the layer without a `*`: its name up to each dot, and the whole."""
    return [name[:i] for i, letter in enumerate(name) if letter == "."] + [name]
