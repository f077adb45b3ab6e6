# mypy: allow-subclassing-any
"""A layer as a torch module that takes its sequences in the order in which they lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet

from torch import Tensor, nn

from explainer.layers.axis import place_of
from explainer.layers.learnt import along_last
from explainer.layers.traits import Does
from explainer.network.node import Node
from explainer.network.order import gives_positions_first
from explainer.torch_network.modules import arguments, class_of, module_of
from explainer.torch_network.plain_modules import Concat
from explainer.torch_network.views import MODULES, module_that_looks


class Turned(nn.Module):
    """A module between two views: those of its inputs and that of its output."""

    def __init__(self, module: nn.Module, turned: tuple[bool, ...], back: bool) -> None:
        super().__init__()
        self.module, self.turned, self.back = module, turned, back

    def forward(self, *inputs: Tensor) -> Tensor:
        """Positions and channels change places."""
        pairs = zip(inputs, self.turned, strict=True)
        output = self.module(*(each.transpose(1, 2) if turn else each for each, turn in pairs))
        return output.transpose(1, 2) if self.back else output


def module_in_order(node: Node, positions_first: AbstractSet[int]) -> nn.Module:
    """The layer's module, with views around it where it wants another order."""
    if node.layer.does in MODULES:
        return module_that_looks(node, positions_first)
    lie_so = tuple(number in positions_first for number in node.takes)
    if gives_positions_first(node):
        turned = tuple(not so and len(node.inputs[0]) > 1 for so in lie_so)
        return Turned(module_of(node), turned, False) if any(turned) else module_of(node)
    if not any(lie_so) or node.layer.does is Does.FLATTENS:
        return module_of(node)
    if node.index not in positions_first:
        return Turned(module_of(node), lie_so, False)
    if node.layer.does in ALONG_LAST:
        return ALONG_LAST[node.layer.does](node)
    if node.layer.tensors is not None and node.count("parameters") > 1:
        return Turned(module_of(node), lie_so, True)
    return module_of(node)


def _shares(node: Node) -> nn.Module:
    """An axis that the file names is torch's own; else it is that of the channels, the last."""
    dim = node.settings["dim"]
    return class_of(node)(**arguments(node) | {"dim": -1 if dim is None else dim})


def _norm(node: Node) -> nn.Module:
    return nn.LayerNorm(**arguments(node))


def _root_norm(node: Node) -> nn.Module:
    return nn.RMSNorm(**arguments(node))


def _learnt(node: Node) -> nn.Module:
    """What is learnt lies as the sequence does."""
    given = arguments(node)
    shape = None if given["shape"] is None else along_last(node)[0]
    return class_of(node)(**given | {"shape": shape})


ALONG_LAST: Mapping[Does, Callable[[Node], nn.Module]] = {
    Does.SHARES: _shares,
    Does.NORMALISES: _norm,
    Does.DIVIDES_BY_ROOT: _root_norm,
    Does.STRETCHES: _learnt,
    Does.SHIFTS: _learnt,
    Does.JOINS: lambda node: Concat(place_of(node.settings, len(node.output)) + 1),
}
