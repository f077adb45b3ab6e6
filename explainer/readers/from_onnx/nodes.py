"""What the rules of an ONNX graph's operators collect and ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from explainer.readers.from_onnx.file import File, Node, Weight
from explainer.readers.from_onnx.names import named_by_node, named_by_weight
from explainer.readers.traced.collected import Collected
from explainer.readers.traced.tensors import CHANNELS_SECOND, Tensor


class NoOperatorError(Exception):
    """An operator that none of our kinds is, or not in this way."""

    def __init__(self, operator: str, name: str) -> None:
        super().__init__(operator)
        self.operator, self.name = operator, name


class NoSuchUseError(Exception):
    """The operator is used in a way that none of our kinds is."""


@dataclass(kw_only=True)
class Nodes(Collected):
    """Collects the layers of a file. values: what every tensor's name stands for.

    done: the nodes that are part of the layer of another.
    said: by layer, what the file says of its output, whose sizes are those of its own shapes.
    """

    file: File
    values: dict[str, Any] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    said: dict[str, Tensor] = field(default_factory=dict)

    def layer(
        self,
        node: Node,
        kind: str,
        settings: dict[str, Any],
        takes: list[Tensor],
        weight: Weight | None = None,
    ) -> str:
        """Add a layer; weight: what it learns, whose name says the layer's, or else the node's."""
        stem = (named_by_weight(weight.name) if weight else "") or named_by_node(node.name)
        learnt = weight.name if weight else ""
        return self.add(stem or kind, kind, settings, takes, learnt=learnt)

    def passed(
        self,
        node: Node,
        kind: str,
        settings: dict[str, Any],
        given: Tensor,
        weight: Weight | None = None,
    ) -> Tensor:
        """Add a layer that takes one tensor and keeps its axes."""
        name = self.layer(node, kind, settings, [given], weight)
        return Tensor(name, given.axes, self.size_of(node) or given.sizes)

    def size_of(self, node: Node) -> tuple[int, ...]:
        """The sizes of what a node gives; empty where the file doesn't say them."""
        return self.file.sizes.get(node.outputs[0], ())

    def given(self, node: Node, number: int = 0) -> Any:
        """What one of a node's inputs stands for; None where it is left out."""
        name = node.inputs[number] if number < len(node.inputs) else ""
        return self.values.get(name) if name else None

    def tensor(self, node: Node, number: int = 0) -> Tensor:
        """The same where it has to be what layers pass on."""
        found = self.given(node, number)
        if not isinstance(found, Tensor):
            raise NoSuchUseError
        return found

    def weight(self, node: Node, number: int) -> Weight:
        """The same where it has to be a weight."""
        found = self.given(node, number)
        if not isinstance(found, Weight):
            raise NoSuchUseError
        return found

    def channels_second(self, node: Node) -> Tensor:
        """The first input with its channels in the second place."""
        taken = self.tensor(node)
        return self.turned("permute", taken, CHANNELS_SECOND[len(taken.axes)])

    def only_user(self, node: Node, operator: str) -> Node | None:
        """The node that alone takes what this one gives, where it is of that operator."""
        users = self.file.users.get(node.outputs[0], [])
        alone = len(users) == 1 and node.outputs[0] not in self.file.outputs
        return users[0] if alone and users[0].operator == operator else None
