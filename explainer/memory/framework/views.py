"""What torch only looks at in another shape, and where the order in memory makes it copy."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Protocol

from explainer.layers.axis import place_of
from explainer.layers.layer import Shape
from explainer.layers.over_axes import places_left
from explainer.layers.permute import order_of
from explainer.layers.traits import Does
from explainer.memory.framework.lay import CHANNELS, Lay
from explainer.network.case import Case
from explainer.network.node import Node, shape_of
from explainer.network.order import AXES_OF_A_SEQUENCE, exchanges_axes, positions_first


def _to_the_end(lay: Lay) -> Lay:
    """With the axis behind the batch as the last one."""
    return lay.permuted((0, *range(CHANNELS + 1, len(lay.sizes)), CHANNELS))


@dataclass(frozen=True)
class Lie:
    """How a gradient lies.

    positions: whether its positions come before its channels; None where one value stands for all,
    or for all along an axis: then `lay` says which.
    whole: whether it fills its memory without gaps. lay: the same in full, with the channels
    behind the batch, where more than this is known of it.
    """

    positions: bool | None
    whole: bool = True
    lay: Lay | None = None

    @property
    def is_one_value(self) -> bool:
        """Whether one value stands for all."""
        return self.positions is None and self.lay is None


def is_flat_already(node: Node) -> bool:
    """Whether torch's flatten gives back the very tensor that it is given."""
    return node.layer.does is Does.FLATTENS and len(node.inputs[0]) == 1


class Order(Protocol):
    """How the values and gradients of a network lie: gradient_order.py."""

    case: Case
    in_place: frozenset[int]

    def value(self, node: Node) -> bool:
        """Whether the positions of a layer's output come first in memory."""

    def steps_first(self, node: Node) -> bool:
        """Whether each position has all images of the batch."""

    def of(self, node: Node) -> Lie:
        """How the gradient of a layer's output lies."""


def _exchanged(lie: Lie) -> Lie:
    """The same gradient, whose channels are positions to another layer."""
    lay = None if lie.lay is None else lie.lay.swapped()
    return replace(lie, positions=None if lie.positions is None else not lie.positions, lay=lay)


def before(node: Node) -> tuple[int, ...]:
    """Where each of torch's axes was before their order was changed, the batch first."""
    rank = len(node.output)
    torchs = (rank - 1, *range(rank - 1))  # which of our axes each of torch's is
    order = order_of(node.settings, rank)
    return (0, *(torchs.index(order.index(axis)) + 1 for axis in torchs))


class Views:
    """The layers of one network that look at what others made."""

    def __init__(self, order: Order) -> None:
        self.order, self.case = order, order.case
        self.graph = order.case.graph
        self._positions_first = positions_first(self.graph)

    def lay(self, number: int, node: Node, training: bool = True) -> Lay:
        """How an output of a layer, of that number, lies as it is seen through all views.

        training: else dropout passes on what it is given.
        """
        seen: list[tuple[Node, int]] = []
        while node.sources and (node.layer.does.looks or self._shares(node, training)):
            if node.layer.does.looks:
                seen.append((node, number))
            number, node = node.takes[0], self.graph.nodes[node.sources[0]]
        sizes = self._sizes(shape_of(node, number), number)
        turned = self.order.value(node) is not (number in self._positions_first)
        lay = Lay.turned(sizes) if turned and len(sizes) > AXES_OF_A_SEQUENCE else Lay.dense(sizes)
        if len(sizes) > AXES_OF_A_SEQUENCE and self.order.steps_first(node):
            lay = Lay.by_steps(sizes)
        for view, output in reversed(seen):
            lay = self._seen(view, output, lay) or Lay.dense(
                self._sizes(shape_of(view, output), output)
            )
        return lay

    def input_of(self, node: Node, training: bool = True) -> Lay:
        """How the first input of a layer lies."""
        return self.lay(node.takes[0], self.graph.nodes[node.sources[0]], training)

    def channels_first(self, node: Node, training: bool) -> Lay:
        """The same for a layer that reads the channels before the positions."""
        lay = self.input_of(node, training)
        return lay.swapped() if node.takes[0] in self._positions_first else lay

    def rows(self, node: Node, training: bool) -> Lay:
        """How a sequence lies whose channels a layer reads at each position."""
        lay = self.input_of(node, training)
        return lay if node.takes[0] in self._positions_first else lay.swapped()

    def copies(self, node: Node, training: bool = True) -> bool:
        """Whether a layer that looks has to copy what it is given first."""
        return self._seen(node, node.index, self.input_of(node, training)) is None

    def is_turned(self, node: Node) -> bool:
        """Whether the positions of what a layer sees come before its channels in memory."""
        lay = self.lay(node.index, node)
        if len(lay.sizes) <= AXES_OF_A_SEQUENCE:
            return False
        if node.index in self._positions_first:
            return not lay.swapped().is_dense
        return lay.is_turned

    def gradient(self, reader: Node, node: Node, arrived: Lie) -> Lie:
        """How the gradient lies that a layer that looks gives back for what it takes."""
        if reader.layer.does is Does.SLICES:
            return Lie(node.index in self._positions_first)
        if reader.layer.does is Does.SPLITS:
            sequence = len(node.output) <= AXES_OF_A_SEQUENCE
            return Lie(reader.index in self._positions_first if sequence else arrived.positions)
        if arrived.is_one_value:
            return arrived
        if reader.layer.does is Does.PERMUTES:
            if reader.layer.backward.passes_on(reader):
                return _exchanged(arrived) if exchanges_axes(reader) else arrived
            return self._told(node, self._of_gradient(reader, arrived).permuted(before(reader)))
        back = self._back(reader, arrived)
        return self._told(node, back.swapped() if back and self.lays_anew(reader) else back)

    def spread_out(self, reader: Node, arrived: Lie) -> Lie:
        """One value of a gradient stands for all that were added up to what it is of."""
        if arrived.is_one_value:
            return arrived
        sizes = self._sizes(reader.inputs[0], reader.takes[0])
        rank, first = len(reader.inputs[0]), reader.takes[0] in self._positions_first
        torchs = range(rank) if first else (rank - 1, *range(rank - 1))  # ours, in torch's order
        left = {0, *(torchs.index(place) + 1 for place in places_left(reader.settings, rank))}
        strides = iter(self._of_gradient(reader, arrived).strides)
        lay = Lay(sizes, tuple(next(strides) if axis in left else 0 for axis in range(rank + 1)))
        return Lie(None, False, lay.swapped() if first else lay)

    def behind_the_first(self, reader: Node, node: Node, arrived: Lie) -> Lie:
        """The part of a sequence's gradient that belongs to all positions but the first."""
        if arrived.is_one_value:
            return arrived
        lay = self._channels_first(reader, self._of_gradient(reader, arrived))
        lay = lay.cut(CHANNELS + 1, node.output[0])
        return Lie(arrived.positions, not lay.has_gaps, lay)

    def part_of_gradient(self, reader: Node, node: Node, arrived: Lie) -> Lie:
        """The part of a gradient that belongs to one of several values laid behind each other."""
        if arrived.is_one_value:
            return Lie(None, False)
        lay = self._channels_first(reader, self._of_gradient(reader, arrived))
        place = place_of(reader.settings, len(node.output))
        axis = CHANNELS if place == len(node.output) - 1 else place + 2
        lay = lay.cut(axis, node.output[place])
        return Lie(arrived.positions, not lay.has_gaps, lay)

    def _channels_first(self, node: Node, lay: Lay) -> Lay:
        """The same, or the other way round, with the axis of the channels behind the batch."""
        return lay.swapped() if node.index in self._positions_first else lay

    def places(self, node: Node, training: bool = True) -> Lay:
        """How the image lies that a layer takes, seen with its channels at the end."""
        return _to_the_end(self.input_of(node, training))

    def copies_places(self, node: Node, training: bool = True) -> bool:
        """Whether it has to be copied for its places to be the rows of one or more matrices."""
        lay = self.places(node, training)
        return lay.viewed(self._matrices(node, lay)) is None

    def copies_places_of_gradient(self, node: Node) -> bool:
        """The same of the gradient that arrives at a layer of such places."""
        arrived = self.order.of(node)
        if arrived.positions is None:
            return False
        lay = _to_the_end(self._of_gradient(node, arrived))
        return lay.viewed(self._matrices(node, lay)) is None

    def _matrices(self, node: Node, lay: Lay) -> tuple[int, ...]:
        """One matrix, but for frozen weights where the values lie apart: then one for each row."""
        *others, last, values = lay.sizes
        if node.index in self.case.frozen and not self.places(node).is_dense:
            return (math.prod(others), last, values)
        return (math.prod(others) * last, values)

    def rows_of_gradient(self, node: Node) -> bool:
        """Whether the gradient of a sequence is the rows of a matrix as it lies."""
        arrived = self.order.of(node)
        batch, positions, channels = self._sizes(node.output, node.index)
        if arrived.is_one_value or 1 in (batch, positions, channels):
            return True
        return self._of_gradient(node, arrived).viewed((batch * positions, channels)) is not None

    def copies_gradient(self, node: Node) -> bool:
        """Whether the gradient of another shape's values has to be copied to be seen as before."""
        arrived = self.order.of(node)
        return not arrived.is_one_value and self._back(node, arrived) is None

    def _back(self, node: Node, arrived: Lie) -> Lay | None:
        """A gradient in the sizes that the input was seen in."""
        lay = self._of_gradient(node, arrived)
        return lay.viewed(self._read_sizes(node))

    def _of_gradient(self, node: Node, arrived: Lie) -> Lay:
        """How a gradient lies, a part of a larger one being cut along the channels."""
        if arrived.lay is not None:
            return self._channels_first(node, arrived.lay)
        sizes = self._sizes(node.output, node.index)
        if len(sizes) <= AXES_OF_A_SEQUENCE:
            return Lay.dense(sizes) if arrived.whole else Lay.dense((sizes[0], sizes[1] + 1))
        first = node.index in self._positions_first
        axis = len(sizes) - 1 if first else CHANNELS
        larger = list(sizes)
        larger[axis] += 0 if arrived.whole else 1
        turned = bool(arrived.positions) is not first
        lay = Lay.turned(tuple(larger)) if turned else Lay.dense(tuple(larger))
        return lay.cut(axis, sizes[axis])

    def _told(self, node: Node, lay: Lay | None) -> Lie:
        """The same in words; None is a copy, in the order of the axes."""
        first = node.index in self._positions_first
        if lay is None:
            return Lie(first)
        if len(lay.sizes) <= AXES_OF_A_SEQUENCE:
            return Lie(first, not lay.has_gaps)
        told = self._channels_first(node, lay)
        if lay.repeats:
            return Lie(None, False, told)
        return Lie(lay.is_turned is not first, not lay.has_gaps, told)

    def _shares(self, node: Node, training: bool) -> bool:
        idle = node.layer.does is Does.DROPS and not training
        return idle or node.index in self.order.in_place or node.layer.backward.passes_on(node)

    def _sizes(self, shape: Shape, number: int) -> tuple[int, ...]:
        """torch's sizes of a tensor."""
        *places, channels = shape
        if number in self._positions_first:
            return (self.case.plan.batch, *shape)
        return (self.case.plan.batch, channels, *places)

    def _read_sizes(self, node: Node) -> tuple[int, ...]:
        """The sizes in which its input is read, an image's with the channels first."""
        if self.lays_anew(node):
            *places, channels = node.inputs[0]
            return (self.case.plan.batch, channels, *places)
        return self._sizes(node.inputs[0], node.takes[0])

    def lays_anew(self, node: Node) -> bool:
        """Whether an image or a solid is made of a sequence whose positions come first."""
        image = len(node.output) > AXES_OF_A_SEQUENCE
        return image and node.takes[0] in self._positions_first and node.layer.does is Does.RESHAPES

    def _seen(self, node: Node, number: int, lay: Lay) -> Lay | None:
        """What a layer sees of what lies so; None where it copies."""
        does, shape = node.layer.does, shape_of(node, number)
        if does is Does.PERMUTES:
            return lay if node.layer.backward.passes_on(node) else None
        if does.cuts:
            axis = place_of(node.settings, len(shape))
            channels = axis == len(shape) - 1
            first = number in self._positions_first
            place = axis + 1 if first or len(shape) == 1 else 1 if channels else axis + 2
            return lay.cut(place, shape[axis])
        if self.lays_anew(node):
            turned = lay.swapped()
            return turned.viewed(self._sizes(shape, number)) if turned.is_dense else None
        return lay.viewed(self._sizes(shape, number))
