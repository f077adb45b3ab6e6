"""A network cut into segments of consecutive layers, for gradient checkpointing.

They are cut as torch.utils.checkpoint.checkpoint_sequential cuts them: equally many layers
each, rounded down, and the last segment takes what is left over. The last one is not
checkpointed: it is run backward at once, so that nothing would be gained.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal, TypeAlias

from explainer.errors import UsageError
from explainer.language import sentence
from explainer.network.graph import Graph

# As the reader puts it: a number of segments, or the best there is.
Segments: TypeAlias = int | Literal["best"]


@dataclass(frozen=True)
class Segment:
    """A run of layers, by their indices in the graph.

    inputs: the numbers of the values that it reads and that were made before it, in that order.
    outputs: those of the values that it makes and that are read behind it, or are the network's.
    """

    first: int
    last: int
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


def layers_in(graph: Graph) -> int:
    """How many layers there are to cut; an input is none."""
    return len(graph.layers)


def cut(graph: Graph, count: int) -> tuple[Segment, ...]:
    """So many segments, from 1 to the number of layers."""
    each = layers_in(graph) // count
    given = len(graph.inputs)
    starts = [given + each * i for i in range(count)]
    inputs: list[set[tuple[int, int]]] = [set() for _ in starts]
    outputs: list[set[tuple[int, int]]] = [set() for _ in starts]
    for node in graph.layers:
        here = _segment_of(node.index, starts)
        for source, value in zip(node.sources, node.takes, strict=True):
            if source < starts[here]:
                inputs[here].add((source, value))
                if source >= given:
                    outputs[_segment_of(source, starts)].add((source, value))
    for index in graph.ends:  # an output of the network is needed behind its segment
        outputs[_segment_of(index, starts)].add((index, index))
    ends = [start - 1 for start in starts[1:]] + [len(graph.nodes) - 1]
    return tuple(
        Segment(first, last, _in_order(read), _in_order(given))
        for first, last, read, given in zip(starts, ends, inputs, outputs, strict=True)
    )


def _in_order(values: set[tuple[int, int]]) -> tuple[int, ...]:
    """The numbers of values, by the nodes that make them."""
    return tuple(value for _, value in sorted(values))


def _segment_of(index: int, starts: list[int]) -> int:
    return bisect_right(starts, index) - 1


def borders(segments: tuple[Segment, ...]) -> frozenset[int]:
    """The values that are kept so that segments can run again: the inputs of all but the last."""
    return frozenset(value for segment in segments[:-1] for value in segment.inputs)


def check_segments(graph: Graph, asked: Segments) -> None:
    """UsageError where there are no layers, or fewer of them than segments."""
    if graph.totals is not None:
        raise UsageError(sentence("segments.bare_totals", network=graph.name))
    layers = layers_in(graph)
    if asked != "best" and asked > layers:
        raise UsageError(
            sentence(
                "segments.one_layer" if layers == 1 else "segments.few_layers",
                network=graph.name,
                layers=str(layers),
                asked=str(asked),
            )
        )
