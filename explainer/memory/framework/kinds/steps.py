"""A recurrent layer as PyTorch runs it by itself on the CPU: operation by operation, step by step.

The weights that read the input meet all positions at once, before the first step; those that read
the state meet one step after the other, and their gradient is added up from all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from explainer.memory.framework.autocast import in_bytes
from explainer.memory.framework.extras import COPY_OF_GATE, COPY_OF_PARAMETERS, TURNED_SEQUENCE
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.lay import Lay
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.shared import SharedBytes
from explainer.memory.framework.storage import INSIDE, Storage
from explainer.memory.framework.tape import Gradients, Spread, Value, of_each_input, passed_on

# So many steps at the beginning and at the end of a long sequence are gone through one by one.
STEPS_APART, LAST_STEPS = 4, 2


def parameter(run: Forward, size: int) -> Value:
    """A tensor that learns, as something that several operations read: their gradients meet."""
    learns = run.node.index not in run.frozen
    if isinstance(size, SharedBytes) and size.meeting.read is not None:
        return size.meeting.read
    if run.plan.mixed:
        found = _copy_of(run, size, learns)
    else:
        maker = run.record([], [], (size,), _added_up) if learns else None
        found = Value(run.weights(), (size,), size, run.b, maker)
    if isinstance(size, SharedBytes):
        size.meeting.read = found
    return found


def _copy_of(run: Forward, size: int, learns: bool) -> Value:
    """Autocast reads a copy, which it holds until it ends; one of what is frozen is let go."""
    values, b = size // run.plan.bytes_of_master, run.plan.bytes_per_value
    copy = run.extra(COPY_OF_PARAMETERS, values=values, b=b)
    if learns:
        run.copies.append(copy)
    maker = run.record([], [], (size,), _none) if learns else None
    return Value(copy, (values,), copy.size, b, maker)


def _none(_: Ledger, __: Sequence[Value], ___: Storage) -> list[Storage | None]:
    """Nothing before it learns."""
    return []


def _added_up(ledger: Ledger, _: Sequence[Value], gradient: Storage) -> list[Storage]:
    """What has arrived is the parameter's gradient."""
    return [ledger.hold(gradient)]


@dataclass(frozen=True)
class Product:
    """A matrix of weights with its biases, in bytes. rows: how many values it makes."""

    rows: int
    weights: int
    biases: int


def of_all_positions(run: Forward, rows: Value, product: Product, lay: Lay | None) -> Value:
    """What all positions give by the weights of the input, before the first step.

    lay: how the rows lie; None for what a layer before has made in their order. Biases are
    added apart where they don't follow each other, and rows that are no matrix are copied for
    weights that learn.
    """
    lies_so = lay is None or lay.is_dense
    biases = [parameter(run, product.biases)] if product.biases else []
    weights = parameter(run, product.weights)
    lowered = in_bytes(run, rows, run.plan.bytes_per_value)
    run.b = lowered.b
    as_it_is = lay is None or lay.are_one_matrix or run.node.index in run.frozen
    read = held(run, lowered) if as_it_is else _copied(run, lowered)
    wide = (rows.shape[0], product.rows)
    found = _multiplied(run, read, [weights, *(biases if lies_so else [])], wide)
    run.ledger.drop(read.storage)
    for bias in [] if lies_so else biases:
        before = found
        found = run.make([before, bias], shape=wide, what=INSIDE, gradients=_of_sum)
        run.ledger.drop(before.storage)
    run.ledger.drop(lowered.storage)
    used(run, [weights, *biases])
    return found


def used(run: Forward, learnt: Sequence[Value]) -> None:
    """Copies of frozen parameters are there for one product only."""
    if run.plan.mixed and run.node.index in run.frozen:
        for each in learnt:
            run.ledger.drop(each.storage)


def held(run: Forward, value: Value) -> Value:
    """The value with one more holder."""
    run.ledger.hold(value.storage)
    return value


def _copied(run: Forward, rows: Value) -> Value:
    copy = run.extra(TURNED_SEQUENCE)
    run.ledger.moment()
    return Value(copy, rows.shape, copy.size, run.b, run.record([rows], [], gradients=passed_on))


def _of_sum(ledger: Ledger, inputs: Sequence[Value], gradient: Storage) -> list[Storage | None]:
    """The sum's gradient is that of the product; that of the biases is added up from it."""
    product, bias = inputs
    return [
        ledger.hold(gradient) if product.maker else None,
        ledger.new(bias.size) if bias.maker else None,
    ]


def _multiplied(
    run: Forward, read: Value, learnt: Sequence[Value], shape: tuple[int, ...]
) -> Value:
    """Rows meet weights; each is kept where the other learns."""
    weights, *biases = learnt
    keeps = [read.storage] if weights.maker else []
    keeps += [weights.storage] if read.maker else []
    turned = Value(
        weights.storage, weights.shape, weights.size, run.b,
        run.record([weights], [], gradients=passed_on),
    )  # fmt: skip
    return run.make(
        [*biases, read, turned], keeps=keeps, shape=shape, what=INSIDE,
        gradients=partial(_of_product, len(biases)),
    )  # fmt: skip


def _of_product(
    biases: int, ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Storage | Spread | None]:
    """The biases were added to every row: their gradient is added up from them all."""
    of_biases = [Spread(ledger.hold(gradient), None) if one.maker else None
                 for one in inputs[:biases]]  # fmt: skip
    return [*of_biases, *of_each_input(ledger, inputs[biases:], gradient)]


class Steps:
    """The steps of one layer in one direction.

    given: what the weights of the input have made of all positions; start: the first states.
    states: the last of each sort; outputs: the first sort at all positions.
    """

    def __init__(
        self, run: Forward, given: Value, product: Product, start: Sequence[Value]
    ) -> None:
        self.run, self.given = run, given
        self.hidden: int = run.node.settings["hidden_size"]
        self.unbound = run.record([given], [])
        self.wide = product.rows
        self.product = product
        self.learnt: list[Value] = []
        self.states = list(start)
        for each in start:
            run.ledger.hold(each.storage)
        self.outputs: list[Value] = []

    def run_all(self, what: str) -> Value:
        """All steps, and their states laid behind each other."""
        length: int = self.run.node.output[0]
        alike = max(0, length - STEPS_APART - LAST_STEPS)
        made: list[Storage] = []
        for place in range(length - alike):
            if alike and place == STEPS_APART:
                self._leap(made, alike)
            with self._watching(made if place == STEPS_APART - 2 else []):
                self._next(place)
        shape, self.run.b = (length, self.hidden), self.states[0].b
        return self.run.make(self.outputs, shape=shape, what=what, gradients=passed_on)

    def _next(self, place: int) -> None:
        """One step."""
        b, size = self.given.b, self.given.size // self.run.node.output[0]
        at = Value(self.given.storage, (self.wide,), size, b, self.unbound, place=place)
        before = self.states
        self.states = self.step(at, before)
        for each in before[1:] if self.outputs else before:
            self.run.ledger.drop(each.storage)
        self.outputs.append(self.states[0])

    @contextmanager
    def _watching(self, made: list[Storage]) -> Iterator[None]:
        """Note what is made; whoever watches already sees it too."""
        ledger, before = self.run.ledger, self.run.ledger.watched
        ledger.watched = made
        try:
            yield
        finally:
            ledger.watched = before
            if before is not None:
                before += made

    def _leap(self, made: Sequence[Storage], alike: int) -> None:
        """Many steps that are as the one before the last, in which these storages were made.

        What they keep has a storage for all of them together. In the backward pass it is released,
        and then their gradients are there, so that the most at once is as it is step by step.
        """
        run, state = self.run, self.states[0]
        output = self.outputs[-2].storage
        kept = [each for each in made if run.keeps(each)]
        twins = {each: self._twin(each, alike) for each in dict.fromkeys((*kept, output))}
        size = self.given.size // run.node.output[0] * alike
        at = Value(self.given.storage, (self.wide,), size, self.given.b, self.unbound, place=-1)
        back = run.record([state, at], [], gradients=_each_its_own)
        left = replace(state, maker=back)
        keeps = [twins[each] for each in kept]
        self.states[0] = replace(state, maker=run.record([left], keeps, gradients=passed_on))
        for each, twin in twins.items():
            if each is not output:
                run.ledger.drop(twin)
        self.outputs.insert(-1, Value(twins[output], state.shape, 0, state.b))

    def _twin(self, one: Storage, alike: int) -> Storage:
        twin = self.run.ledger.new(one.size * alike, one.what)
        twin.alike = alike
        return twin

    def release(self) -> None:
        """The states have been laid behind each other; the last one is held still."""
        for each in self.outputs[:-1]:
            self.run.ledger.drop(each.storage)

    def step(self, at: Value, states: Sequence[Value]) -> list[Value]:
        """The new states, from what the position has made and the states before."""
        raise NotImplementedError

    def of_state(self, state: Value) -> Value:
        """What the state before gives by the weights that read it, from the first step on."""
        again = self.run.plan.mixed and self.run.node.index in self.run.frozen
        if again or not self.learnt:
            sizes = (self.product.biases, self.product.weights)
            self.learnt = [parameter(self.run, size) for size in sizes if size][::-1]
        read = in_bytes(self.run, state, self.run.plan.bytes_per_value)
        self.run.b = read.b
        found = _multiplied(self.run, read, self.learnt, (self.wide,))
        self.run.ledger.drop(read.storage)
        used(self.run, self.learnt)
        return found

    def inside(
        self, inputs: Sequence[Value], keeps: Sequence[Storage] = (), *,
        keeps_output: bool = False, gradients: Gradients = of_each_input,
    ) -> Value:  # fmt: skip
        """A new value of a state's size."""
        return self.run.make(
            inputs, keeps=keeps, keeps_output=keeps_output, shape=(self.hidden,), what=INSIDE,
            gradients=gradients,
        )  # fmt: skip

    def written(
        self, inputs: Sequence[Value], keeps: Sequence[Storage] = (),
        gradients: Gradients = of_each_input,
    ) -> Value:  # fmt: skip
        """A result that is written over the first of the values."""
        first, maker = inputs[0], self.run.record(inputs, keeps, gradients=gradients)
        return Value(first.storage, first.shape, first.size, first.b, maker)

    def added(self, *inputs: Value) -> Value:
        """A sum that is written over the first of the values: its gradient is that of each."""
        return self.written(inputs, gradients=_in_type_of_each)

    def parts(self, value: Value) -> list[Value]:
        """Each gate's part; the gradients of all parts are joined in a new tensor."""
        maker = self.run.record([value], [])
        count = self.wide // self.hidden
        size = value.size // count
        return [
            Value(value.storage, (self.hidden,), size, value.b, maker, place=place)
            for place in range(count)
        ]

    def scaled(self, value: Value, factor: Value) -> Value:
        """A product that is written over the first factor, of which a copy is kept for it."""
        learns = self.run.training and (value.maker or factor.maker)
        if not learns:
            return self.written([value])
        copy = self.run.extra(COPY_OF_GATE)
        self.run.ledger.moment()
        found = self.written([value, factor], [copy, factor.storage])
        self.run.ledger.drop(copy)
        return found


class PlainSteps(Steps):
    """An activation function of the sum of both products."""

    def step(self, at: Value, states: Sequence[Value]) -> list[Value]:
        """It keeps its output."""
        both = self.added(self.of_state(states[0]), at)
        state = self.inside([both], keeps_output=True)
        self.run.ledger.drop(both.storage)
        return [state]


class GatedSteps(Steps):
    """A GRU's: n + z · (state − n), with n of the position and of r times what the state gives."""

    def step(self, at: Value, states: Sequence[Value]) -> list[Value]:
        """Products in place keep copies of what they write over."""
        read = self.parts(at)
        whole = self.of_state(states[0])
        reset, update, new = self.parts(whole)
        kept = [whole.storage]
        reset = self.written([self.added(reset, read[0])], kept)
        update = self.written([self.added(update, read[1])], kept)
        new = self.scaled(new, reset)
        value = self.inside([read[2], new], gradients=passed_on)
        value = self.written([value], [value.storage])
        self.run.b = max(states[0].b, value.b)
        change = self.inside([states[0], value], gradients=_of_difference)
        change = self.scaled(change, update)
        state = self.added(change, value)
        for each in (whole, value):
            self.run.ledger.drop(each.storage)
        return [state]


def _in_type_of_each(
    ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Storage | None]:
    """The sum's own gradient, or a copy in the type of what was added."""
    alike = (each.b == inputs[0].b for each in inputs)
    pairs = zip(inputs, alike, strict=True)
    return [ledger.hold(gradient) if same else ledger.new(each.size) for each, same in pairs]


def _each_its_own(
    ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Storage | None]:
    """The state's gradient goes on; what many positions have made gets theirs."""
    state, positions = inputs
    return [
        ledger.hold(gradient) if state.maker else None,
        ledger.new(positions.size) if positions.maker else None,
    ]


def _of_difference(
    ledger: Ledger, inputs: Sequence[Value], gradient: Storage
) -> list[Storage | None]:
    """The gradient of what is taken off has the other sign."""
    return [ledger.hold(gradient) if inputs[0].maker else None, ledger.new(inputs[1].size)]


class CellSteps(Steps):
    """An LSTM's, with its cell: f · cell + i · g, and the state o · tanh(cell)."""

    def step(self, at: Value, states: Sequence[Value]) -> list[Value]:
        """Gates are written over the sum of both products."""
        state, cell = states
        whole = self.added(self.of_state(state), at)
        kept = [whole.storage]
        i, f, g, o = (self.written([each], kept) for each in self.parts(whole))
        stays = self.inside([f, cell], [cell.storage, *(kept if cell.maker else [])])
        comes = self.inside([i, g], kept)
        cell = self.added(stays, comes)
        self.run.ledger.drop(comes.storage)
        seen = self.inside([cell], keeps_output=True)
        state = self.inside([o, seen], [*kept, seen.storage])
        for each in (whole, seen):
            self.run.ledger.drop(each.storage)
        return [state, cell]
