"""The modules of the network that `explain verify` builds in PyTorch, as tools there see them.

Every layer is one module. Where torch has no setting for uneven padding, a module beside the
convolution pads its input, or cuts the output of a transposed one.
"""

from __future__ import annotations

from explainer.layers.layer import Shape
from explainer.layers.traits import Does
from explainer.memory.framework.padding import ends, is_even, pads_apart
from explainer.network.graph import Graph
from explainer.network.node import Node


def values_of(shape: Shape) -> int:
    """How many values a shape holds."""
    found = 1
    for axis in shape:
        found *= axis
    return found


def own_output(node: Node) -> Shape:
    """What the layer's own module puts out, before anything is cut from it."""
    cut = node.layer.does is Does.TRANSPOSES and not is_even(node)
    return widened(node, node.output) if cut else node.output


def inside_it(node: Node) -> int:
    """The values of the map between two convolutions, of which a layer's module is made."""
    return sum(each.size for each in node.inner) if node.layer.does is Does.SEPARATES else 0


def beside_it(node: Node) -> int:
    """The values that the module beside a convolution or pool puts out, 0 where there is none."""
    if node.layer.does is Does.POOLS:
        return values_of(widened(node, node.inputs[0])) if pads_apart(node) else 0
    if not node.layer.does.convolves or is_even(node) or word_for_same(node):
        return 0
    if node.layer.does is Does.TRANSPOSES:
        return values_of(node.output)
    return values_of(widened(node, node.inputs[0]))


def widened(node: Node, shape: Shape) -> Shape:
    """A shape with the layer's padding at both ends of every axis but the channels."""
    *places, channels = shape
    return (*(size + sum(end) for size, end in zip(places, ends(node), strict=True)), channels)


def word_for_same(node: Node) -> bool:
    """Whether torch itself is told `same`, which it takes without stride only."""
    return node.settings.get("padding") == "same" and set(node.settings["stride"]) == {1}


def places_of(node: Node) -> int:
    """How many positions the own module's output has."""
    return values_of(own_output(node)[:-1])


def is_attention(node: Node) -> bool:
    """Whether its module holds another that is never called, and names its tensors otherwise."""
    return node.layer.does is Does.ATTENDS


def of_attention(graph: Graph) -> int:
    """The parameters that tools do not find, as they are those of attention."""
    return sum(node.count("parameters") for node in graph.nodes if is_attention(node))
