"""The forward pass, storage by storage: what each layer makes, and what autograd keeps of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from explainer.layers.layer import Shape
from explainer.maths import Formula
from explainer.memory.framework.gradient_order import GradientOrder
from explainer.memory.framework.in_place import places
from explainer.memory.framework.lay import Lay
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.shared import Meeting, SharedBytes
from explainer.memory.framework.storage import OUTPUT, Storage
from explainer.memory.framework.tape import Gradients, Operation, Value, of_each_input
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.network.order import positions_first
from explainer.network.plan import Plan


class Forward:
    """What a layer needs while it runs.

    training: whether autograd follows; tape: what it has noted so far.
    node: the layer that runs; in_place: whether it writes over its input; b: the bytes of a
    value that it works with. copies: those of parameters that autocast holds until it ends.
    in_place_at, frozen: the layers that write over their input, and those that don't learn, where
    that is known already. order: how gradients lie.
    positions_first: the values that lie so, as network/order.py says.
    """

    def __init__(
        self,
        case: Case,
        ledger: Ledger,
        training: bool,
        in_place_at: frozenset[int] | None = None,
        order: GradientOrder | None = None,
    ) -> None:
        self.case, self.ledger, self.training = case, ledger, training
        self.graph, self.plan, self.frozen = case.graph, case.plan, case.frozen
        self.tape: list[Operation] = []
        self.copies: list[Storage] = []
        self.meetings: dict[tuple[int, int], Meeting] = {}
        self.node: Node = case.graph.nodes[0]
        if in_place_at is None:
            in_place_at = places(case.graph, self.frozen).in_place
        self.in_place_at = in_place_at
        self.order = order or GradientOrder(case, in_place_at)
        self.positions_first = positions_first(case.graph)
        self.b = case.plan.bytes_of_master

    @property
    def keeping(self) -> bool:
        """Whether what the backward pass needs is kept."""
        return self.training

    def keeps(self, storage: Storage) -> bool:
        """Whether the backward pass needs a storage."""
        return bool(storage.keepers)

    def enter(self, node: Node, sources: Sequence[Value] = ()) -> None:
        """The layer that runs from now on, in the widest type of its inputs."""
        self.node = node
        self.b = max((each.b for each in sources), default=self.b)
        self.ledger.at(node.name, "forward")

    @property
    def in_place(self) -> bool:
        """Whether the layer writes over its input."""
        return self.node.index in self.in_place_at

    @property
    def takes_positions_first(self) -> bool:
        """Whether its input is a sequence whose positions torch has before the channels."""
        return self.node.takes[0] in self.positions_first

    @property
    def lies_positions_first(self) -> bool:
        """Whether its input lies so in memory, where a layer may see it turned."""
        return self.order.value(self.graph.nodes[self.node.sources[0]])

    @property
    def lies_steps_first(self) -> bool:
        """Whether the positions of its input come before the images of the batch."""
        return self.order.steps_first(self.graph.nodes[self.node.sources[0]])

    def by_steps(self, sequence: Value) -> Lay:
        """How its input lies, the positions before the images, when it is in the layer's type."""
        lay = self.order.views.rows(self.node, self.training).permuted((1, 0, 2))
        return lay if sequence.b == self.plan.bytes_per_value else lay.without_gaps()

    def size(self, shape: Shape) -> int:
        """The bytes of a value of this shape, for the whole batch."""
        return math.prod(shape) * self.b * self.plan.batch

    def extra(self, formula: Formula, **more: int) -> Storage:
        """Memory whose size a formula gives."""
        arguments = formula.arguments(self._symbols() | more)
        size = int(formula.value(arguments))
        return self.ledger.new(size, formula.name, formula=formula, arguments=arguments)

    def _symbols(self) -> dict[str, Any]:
        *places_in, channels = self.node.inputs[0]
        return {
            **self.node.values,
            "values_in": channels * math.prod(places_in),
            "values_out": math.prod(self.node.output),
            "places_in": math.prod(places_in),
            "channels_in": channels,
            "b": self.b,
            "batch": self.plan.batch,
        }

    def shape_of(self, name: str) -> Shape:
        """The shape of an output behind the first, or of a tensor made inside, by its name."""
        made = (*self.node.beside, *self.node.inner)
        return next(each.shape for each in made if each.name == name)

    def parameters(self) -> tuple[int, ...]:
        """The bytes of the layer's weights and of its biases, as far as they learn."""
        return () if self.node.index in self.frozen else self.every_parameter()

    def every_parameter(self) -> tuple[int, ...]:
        """The bytes of the layer's weights and of its biases, whosever they are."""
        counts = enumerate((self.node.used("weights"), self.node.used("biases")))
        b = self.plan.bytes_of_master
        return tuple(self.bytes_of(place, count * b) for place, count in counts if count)

    def bytes_of(self, place: int, size: int) -> int:
        """The bytes of one of its tensors, with where its gradients meet if others use it."""
        key = (self.node.index if self.node.shares is None else self.node.shares, place)
        if key not in self.case.graph.shared:
            return size
        return SharedBytes(size, self.meetings.setdefault(key, Meeting()))

    def weights(self) -> Storage:
        """The layer's weights as something to keep: no more memory, since they are alive anyway."""
        return self.ledger.new(0, "weights", part="parameters")

    def make(
        self,
        inputs: Sequence[Value],
        *,
        keeps: Sequence[Storage] = (),
        keeps_output: bool = False,
        made: Sequence[Storage] = (),
        shape: Shape | None = None,
        what: str = OUTPUT,
        parameters: tuple[int, ...] = (),
        gradients: Gradients = of_each_input,
        law: Formula | None = None,
        keeps_results: bool | None = None,
    ) -> Value:
        """Compute a new value; what was `made` beside it is then let go, unless it is kept.

        what: OUTPUT, or INSIDE for a tensor that the layer makes for itself; law: gives the bytes
        of what is neither.
        keeps_results: whether it has to run for what it keeps; None where its kind says so. Only a
            second run of a checkpointed segment asks.
        """
        shape = self.node.output if shape is None else shape
        storage = self.extra(law) if law else self.ledger.new(self.size(shape), what)
        self._moment_of(inputs, keeps, parameters)
        keeps = [*keeps, storage] if keeps_output else keeps
        maker = self.record(inputs, keeps, parameters, gradients)
        for each in made:
            self.ledger.drop(each)
        return Value(storage, shape, storage.size, self.b, maker)

    def _moment_of(
        self, inputs: Sequence[Value], keeps: Sequence[Storage], parameters: tuple[int, ...]
    ) -> None:
        """Look at what is alive; autograd keeps an input before the operation runs."""
        kept = [each.storage for each in inputs if each.storage in keeps]
        kept = kept if self._notes(inputs, parameters) else []
        for storage in kept:
            self.ledger.keep(storage)
        self.ledger.moment()
        for storage in kept:
            self.ledger.let_go(storage)

    def _notes(self, inputs: Sequence[Value], parameters: tuple[int, ...]) -> bool:
        """Whether autograd notes an operation: it follows, and something learns."""
        return self.training and bool(parameters or any(each.maker for each in inputs))

    def share(self, source: Value, maker: Operation | None, *, view: bool = False) -> Value:
        """A value that lies in its source's storage."""
        storage = self.ledger.hold(source.storage)
        return Value(storage, self.node.output, source.size, source.b, maker, view or source.view)

    def record(
        self,
        inputs: Sequence[Value],
        keeps: Sequence[Storage],
        parameters: tuple[int, ...] = (),
        gradients: Gradients = of_each_input,
    ) -> Operation | None:
        """Note an operation and keep what it needs; None where nothing learns."""
        if not self._notes(inputs, parameters):
            return None
        for storage in keeps:
            self.ledger.keep(storage)
        layer = self.ledger.layer or ""
        operation = Operation(layer, tuple(inputs), tuple(keeps), parameters, gradients)
        self.tape.append(operation)
        return operation


def parameters_of(node: Node, plan: Plan) -> tuple[int, ...]:
    """The bytes of each tensor of parameters that a layer has."""
    counts = (node.count("weights"), node.count("biases"))
    return tuple(count * plan.bytes_of_master for count in counts if count)
