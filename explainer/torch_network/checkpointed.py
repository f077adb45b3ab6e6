# mypy: allow-subclassing-any
"""The network in segments, all but the last of them under torch.utils.checkpoint."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from explainer.memory.framework.in_place import places
from explainer.network.graph import Graph
from explainer.network.segments import Segment, borders, cut
from explainer.torch_network.network import Network


class CheckpointedNetwork(Network):
    """The same layers, cut into segments as checkpoint_sequential cuts them.

    That function takes a chain of modules only; here a segment may be given several values,
    and give several, as branches need it.
    """

    def __init__(
        self,
        graph: Graph,
        device: str,
        segments: int,
        number: torch.dtype = torch.float32,
        frozen: frozenset[int] = frozenset(),
    ) -> None:
        self.segments = cut(graph, segments)
        written = places(graph, frozen, borders(self.segments))
        super().__init__(graph, device, number, frozen, written)

    def forward(self, *images: Tensor) -> tuple[Tensor, ...]:
        """The network's outputs; images: a batch for each of its inputs."""
        values = dict(enumerate(images))
        for segment in self.segments[:-1]:
            given = [values[index] for index in segment.inputs]
            found = checkpoint(self._running(segment), *given, use_reentrant=False)
            values |= dict(zip(segment.outputs, found, strict=True))
            del given, found
            for index in [i for i in values if self.graph.last_use(i) <= segment.last]:
                del values[index]
        self._run_part(self.segments[-1], values)
        return tuple(values[index] for index in self.graph.ends)

    def _running(self, segment: Segment) -> Callable[..., tuple[Tensor, ...]]:
        """The segment as a function of the values that it is given."""

        def run(*given: Tensor) -> tuple[Tensor, ...]:
            values = dict(zip(segment.inputs, given, strict=True))
            self._run_part(segment, values)
            return tuple(values[index] for index in segment.outputs)

        return run

    def _run_part(self, segment: Segment, values: dict[int, Tensor]) -> None:
        """Run its layers; a value is let go as soon as its last reader has run."""
        for node in self.graph.nodes[segment.first : segment.last + 1]:
            self.run_layer(node, values)
            for index in self.released[node.index]:
                del values[index]
