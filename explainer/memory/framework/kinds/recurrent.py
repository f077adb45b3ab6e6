"""Recurrent layers read a sequence whose positions come before its images: (L, N, C).

In one operation for each layer and direction, as oneDNN does an LSTM on the CPU and cuDNN all of
them, or step by step. What those libraries keep for themselves is not derived: see missing.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from explainer.memory.framework.autocast import in_bytes
from explainer.memory.framework.extras import (
    FIRST_STATES,
    LAST_STATE,
    LAST_STATES,
    MASK,
    SCALAR,
    TURNED_SEQUENCE,
    ZEROS_FOR_BIASES,
)
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.kinds.steps import (
    CellSteps,
    GatedSteps,
    PlainSteps,
    Product,
    Steps,
    of_all_positions,
    parameter,
    used,
)
from explainer.memory.framework.lay import Lay
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.missing import why_missing
from explainer.memory.framework.storage import INSIDE, OUTPUT, Storage
from explainer.memory.framework.tape import Beside, Value, of_each_input, passed_on
from explainer.network.node import Node
from explainer.network.tensor_shapes import used_shapes


def recurrent(run: Forward, sequence: Value) -> tuple[Value, ...]:
    """The sequence of the last layer's states, and its last ones."""
    run.ledger.hold(sequence.storage)
    starts = [_start(run) for _ in run.node.beside]
    read = _at_once if why_missing(run.node, run.plan) else _step_by_step
    output, ends, passing = read(run, sequence, starts)
    run.b = output.b
    whole = [_together(run, sort) for sort in ends]
    for each in (*passing, *(state for sort in ends for state in sort)):
        run.ledger.drop(each.storage)
    for start in starts:
        run.ledger.drop(start.storage)
    both = run.node.settings["bidirectional"]
    parts = [_of_last_layer(run, states, both) for states in whole]
    for states in whole if both else ():
        run.ledger.drop(states.storage)
    return output, *parts


def _start(run: Forward) -> Value:
    """The first state of each layer and direction, as one of them reads it."""
    shape = (run.node.settings["hidden_size"],)
    return Value(run.extra(FIRST_STATES), shape, run.size(shape), run.b)


# The sequence, the last states of each sort, and what is let go when those lie together.
Read = tuple[Value, list[list[Value]], list[Value]]


def _at_once(run: Forward, rows: Value, starts: list[Value]) -> Read:
    """One operation for each layer and direction.

    What is read first, and what each direction has given last, stay to the end.
    """
    first = rows = _positions_first(run, rows)
    run.ledger.hold(first.storage)
    products = _products(run)
    ends: list[list[Value]] = [[] for _ in starts]
    given: list[Value] = []
    for what in _whose(run):
        before, given = given, []
        for place in range(_directions(run)):
            single = what if _directions(run) == 1 else INSIDE
            output, *states = _read(run, rows, starts, [next(products), next(products)], single)
            given.append(output)
            for each in before[place : place + 1]:
                run.ledger.drop(each.storage)
            for sort, state in zip(ends, states, strict=True):
                sort.append(state)
        read, rows = rows, _side_by_side(run, given, what)
        run.ledger.drop(read.storage)
        rows = _dropped_out(run, rows) if what is INSIDE else rows
    return rows, ends, [first, *given]


def _step_by_step(run: Forward, rows: Value, starts: list[Value]) -> Read:
    """Position by position; both directions read the sequence, one after the other."""
    lay: Lay | None = run.by_steps(rows)
    products = _products(run)
    ends: list[list[Value]] = [[] for _ in starts]
    for what in _whose(run):
        single = what if _directions(run) == 1 else INSIDE
        made: list[Value] = []
        passed: list[Steps] = []
        for _ in range(_directions(run)):
            given = of_all_positions(run, rows, next(products), lay)
            for before in passed:
                run.ledger.drop(before.given.storage)
            steps = _steps_of(run.node)(run, given, next(products), starts)
            made.append(steps.run_all(single))
            for sort, state in zip(ends, steps.states, strict=True):
                sort.append(state)
            passed.append(steps)
        run.b = made[0].b
        read, rows, lay = rows, _side_by_side(run, made, what), None
        for each in (read, passed[-1].given, *made):
            run.ledger.drop(each.storage)
        for steps in passed:
            steps.release()
        rows = _dropped_out(run, rows) if what is INSIDE else rows
    return rows, ends, []


def _steps_of(node: Node) -> type[Steps]:
    """By what the layer hands out: a cell, or by gates a state, or a state alone."""
    if len(node.beside) > 1:
        return CellSteps
    return GatedSteps if "gates" in node.values else PlainSteps


def _directions(run: Forward) -> int:
    return 1 + int(run.node.settings["bidirectional"])


def _whose(run: Forward) -> list[str]:
    """What the output of each layer is: that of the last one leaves the whole."""
    return [INSIDE] * (run.node.settings["num_layers"] - 1) + [OUTPUT]


def _products(run: Forward) -> Iterator[Product]:
    """For each layer and direction the weights of the input, then those of the state."""
    b, biases = run.plan.bytes_of_master, run.node.settings["bias"]
    matrices = [shape for shape in used_shapes(run.node) if len(shape) > 1]
    for place, (rows, columns) in enumerate(matrices):
        weights = run.bytes_of(place, rows * columns * b)
        yield Product(rows, weights, run.bytes_of(len(matrices) + place, rows * b) if biases else 0)


def _positions_first(run: Forward, sequence: Value) -> Value:
    """The sequence as it is, where it lies so, else a copy."""
    if run.by_steps(sequence).is_dense:
        return sequence
    copy = run.extra(TURNED_SEQUENCE)
    run.ledger.moment()
    maker = run.record([sequence], [], gradients=passed_on)
    run.ledger.drop(sequence.storage)
    return Value(copy, sequence.shape, copy.size, run.b, maker)


def _read(
    run: Forward, rows: Value, starts: list[Value], products: Sequence[Product], what: str
) -> list[Value]:
    """One layer in one direction: its states at all positions, and the last of each sort."""
    shape, low = (run.node.output[0], run.node.settings["hidden_size"]), run.plan.bytes_per_value
    sizes = [size for each in products for size in (each.weights, each.biases) if size]
    learnt = [parameter(run, size) for size in sizes if run.plan.mixed]
    frozen = run.node.index in run.frozen
    own = () if run.plan.mixed or frozen else tuple(sizes)
    given = [in_bytes(run, each, low) for each in (rows, *starts)]
    run.b = low
    copied = list(_zeros_for_biases(run, rows, run.plan.bytes_of_master)) if run.plan.mixed else []
    zeros = list(_zeros_for_biases(run, rows, low))
    output = run.ledger.new(run.size(shape), what)
    ends = [run.extra(LAST_STATE) for _ in starts]
    run.ledger.moment()
    passing = [run.size(shape[1:])] * len(starts) + [_bytes_of_biases(run)] * len(zeros)
    passing += sizes if frozen else []
    weights = run.weights()
    keeps = [*(each.storage for each in (*given, *learnt)), output, *ends, *zeros, weights]
    maker = run.record([given[0], *learnt], keeps, own, partial(_back, passing))
    for storage in (*(each.storage for each in given), *zeros, *copied, weights):
        run.ledger.drop(storage)
    used(run, learnt)
    states = [
        Value(end, shape[1:], end.size, run.b, maker, place=place)
        for place, end in enumerate(ends, 1)
    ]
    return [Value(output, shape, output.size, run.b, maker), *states]


def _zeros_for_biases(run: Forward, rows: Value, b: int) -> Iterator[Storage]:
    """A tensor in place of each of the two biases that are not there."""
    by_onednn = why_missing(run.node, run.plan) == "onednn_workspace"
    if by_onednn and not run.node.settings["bias"]:
        made = _bytes_of_biases(run) // run.b
        for read in (rows.shape[-1], run.node.settings["hidden_size"]):
            yield run.extra(ZEROS_FOR_BIASES, values=made * read, b=b)


def _bytes_of_biases(run: Forward) -> int:
    """Those of one of the biases of a layer and direction, whether it has them or not."""
    return used_shapes(run.node)[0][0] * run.b


def _back(
    passing: list[int], ledger: Ledger, inputs: Sequence[Value], _: Storage
) -> list[Storage | Beside | None]:
    """Gradients of all that is read are made, whether anybody wants them or not.

    passing: the bytes of those of the first states, of biases that are not there, and of weights
    that don't learn.
    """
    unread = [] if inputs[0].maker else [inputs[0].size]
    beside = [Beside(ledger.new(size)) for size in (*passing, *unread)]
    return [*of_each_input(ledger, inputs, beside[0].storage), *beside]


def _side_by_side(run: Forward, made: list[Value], what: str) -> Value:
    """What both directions give, joined; a single one as it is."""
    if len(made) == 1:
        run.ledger.hold(made[0].storage)
        return made[0]
    return run.make(made, shape=run.node.output, what=what, gradients=passed_on)


def _dropped_out(run: Forward, rows: Value) -> Value:
    """Between two layers dropout keeps its mask."""
    share, run.b = run.node.values["dropped"], rows.b
    if not (run.training and share):
        return rows
    mask = run.extra(SCALAR if share == 1 else MASK)
    factor = Value(mask, rows.shape, mask.size, run.b)
    found = run.make([rows, factor], keeps=[mask], made=[mask], shape=rows.shape, what=INSIDE)
    run.ledger.drop(rows.storage)
    return found


def _together(run: Forward, ends: list[Value]) -> Value:
    """The last states of all layers and directions in one tensor."""
    whole = run.extra(LAST_STATES)
    run.ledger.moment()
    maker = run.record(ends, [], gradients=passed_on)
    return Value(whole, (whole.size,), whole.size, run.b, maker)


def _of_last_layer(run: Forward, states: Value, both: bool) -> Value:
    """A part of that tensor; of two directions the parts are joined."""
    shape = run.node.output[1:]
    if both:
        return run.make([states], shape=shape)
    maker = run.record([states], [])
    return Value(states.storage, shape, run.size(shape), run.b, maker, view=True)
