"""Division by the root of the mean square, which torch has no single operation for on the CPU.

It works in float32 at least: lower values are copied, and so is the result. What it gives is laid
out anew where its rows don't lie one behind the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from explainer.maths import Formula
from explainer.memory.framework import extras
from explainer.memory.framework.autocast import in_bytes
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.kinds.plain import has_two_orders, laid_anew
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Beside, Spread, Value, passed_on
from explainer.network.units import BYTES


def by_root(run: Forward, source: Value) -> Value:
    """Each value times the inverse root of its row, and times its scale."""
    own, run.b = run.b, max(run.b, BYTES["float32"])
    read = in_bytes(run, _seen(run, source), run.b, extras.COPY_IN_FLOAT32)
    roots = _inverse_roots(run, read)
    learns, copied = bool(run.node.count("parameters")), run.b != own
    law = extras.NORMALISED if learns or copied else None
    product = partial(_of_product, read.size)
    found = run.make(
        [read, roots],
        keeps=[read.storage, roots.storage],
        law=law,
        gradients=product,
        keeps_results=False,
    )
    if learns:
        found = _scaled(run, found, extras.SCALED if copied else None)
    found = laid_anew(run, found) if _sees_it_turned(run) else found
    run.ledger.drop(read.storage)
    if copied:
        run.b, wide = own, found
        found = run.make([wide])
        run.ledger.drop(wide.storage)
    run.ledger.drop(roots.storage)
    moved = run.node.layer.backward.moves(run.node) and not run.takes_positions_first
    if moved and has_two_orders(run.node):
        return laid_anew(run, found)
    found.view = moved  # moved back, it lies in order already
    return found


def _seen(run: Forward, source: Value) -> Value:
    """What it takes, or a view of it in the other order: there its two gradients meet, if so."""
    if run.node.layer.backward.moves(run.node) == run.takes_positions_first:
        return source
    return replace(source, maker=run.record([source], [], gradients=passed_on))


def _sees_it_turned(run: Forward) -> bool:
    """Whether the rows that are normalised don't lie one behind the other in memory."""
    turned = run.node.layer.backward.moves(run.node) != run.lies_positions_first
    return turned and has_two_orders(run.node)


def _inverse_roots(run: Forward, read: Value) -> Value:
    """The inverse root of the mean square of each row; the squares are let go when it is there."""
    mean_square, inverse_root = run.node.layer.backward.made_by(run.node)
    squares = run.make(
        [read], keeps=[read.storage], law=extras.SQUARES, gradients=_of_squares, keeps_results=False
    )
    means = run.make([squares], law=mean_square)
    roots = run.make([means], keeps_output=True, law=inverse_root, gradients=_of_inverse_roots)
    run.ledger.drop(squares.storage)
    run.ledger.drop(means.storage)
    return roots


def _scaled(run: Forward, normalised: Value, law: Formula | None) -> Value:
    """Each value times its scale; scales that learn need the values that they scale."""
    learns, weights = run.node.index not in run.frozen, run.weights()
    keeps = [normalised.storage] if learns else []
    keeps += [weights] if normalised.maker else []
    gradients = partial(_of_scaling, run.node.count("weights") * run.b, learns)
    parameters = run.parameters()
    found = run.make(
        [normalised],
        keeps=keeps,
        law=law,
        parameters=parameters,
        gradients=gradients,
        keeps_results=False,
    )
    run.ledger.drop(weights)
    run.ledger.drop(normalised.storage)
    return found


def _of_scaling(
    summed: int, learns: bool, ledger: Ledger, inputs: Sequence[Value], _: Storage
) -> list[Storage | Spread | None]:
    """A map for the values, and one that is added up for the scales."""
    size = inputs[0].size
    of_values = ledger.new(size) if inputs[0].maker else None
    return [of_values, *([Spread(ledger.new(size), None, summed)] if learns else [])]


def _of_product(
    size: int, ledger: Ledger, inputs: Sequence[Value], _: Storage
) -> list[Storage | Spread | None]:
    """A map for the values, and one that is added up for each row's inverse root."""
    values, roots = inputs
    return [
        ledger.new(size) if values.maker else None,
        Spread(ledger.new(size), size) if roots.maker else None,
    ]


def _of_inverse_roots(
    ledger: Ledger, inputs: Sequence[Value], _: Storage
) -> list[Storage | Beside]:
    """From the cube of each, which is scaled before it meets the gradient."""
    size = inputs[0].size
    return [ledger.new(size), *(Beside(ledger.new(size)) for _ in range(2))]


def _of_squares(ledger: Ledger, inputs: Sequence[Value], _: Storage) -> list[Storage | Beside]:
    """Twice the values, in two steps, times the gradient."""
    size = inputs[0].size
    return [ledger.new(size), *(Beside(ledger.new(size)) for _ in range(2))]
