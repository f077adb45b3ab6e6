"""Each channel of each image is normalised, which torch does as a batch norm of so many channels.

For that what each channel has of its own is there once for each image.
"""

from __future__ import annotations

from collections.abc import Sequence

from explainer.memory.framework import extras
from explainer.memory.framework.forward import Forward, parameters_of
from explainer.memory.framework.kinds.plain import copied
from explainer.memory.framework.ledger import Ledger
from explainer.memory.framework.storage import Storage
from explainer.memory.framework.tape import Value


def by_channel(run: Forward, source: Value) -> Value:
    """The images as one, its scales and shifts and what it tracks repeated."""
    node, how = run.node, run.node.layer.backward
    source = _as_one_image(run, source)
    tracks = bool(node.count("buffers"))
    b = max(run.b, run.plan.bytes_of_master) if node.count("parameters") else run.b
    learnt = [_repeated(run, size, b) for size in parameters_of(node, run.plan)]
    running = [run.extra(extras.REPEATED, b=b) for _ in range(2 if tracks else 0)]
    makes = how.made_by(node) if run.training or how.in_inference(node) else ()
    made = [run.extra(formula, b=b) for formula in makes]
    scales = [each.storage for each in learnt[:1]]
    keeps = [source.storage, *scales, *running, *made]
    output = run.make([source, *learnt], keeps=keeps, made=made)
    if tracks and run.training:
        _followed(run, b)
    for each in (*(one.storage for one in learnt), *running, source.storage):
        run.ledger.drop(each)
    output.view = True  # of the one image
    return output


def _as_one_image(run: Forward, source: Value) -> Value:
    """The channels of all images as those of one: itself, held once more, or a copy."""
    batch, channels, *places = (lay := run.order.views.input_of(run.node, run.training)).sizes
    if lay.viewed((1, batch * channels, *places)) is not None:
        run.ledger.hold(source.storage)
        return source
    return copied(run, source)


def _repeated(run: Forward, size: int, b: int) -> Value:
    """One of its tensors of parameters, once for each image."""
    storage = run.extra(extras.REPEATED, b=b)
    learns = run.node.index not in run.frozen
    alone = run.plan.batch == 1 and storage.size == size
    gradients = _as_it_is if alone else _none
    maker = run.record([], [], (size,), gradients) if learns else None
    return Value(storage, run.node.output[-1:], storage.size, b, maker)


def _none(_: Ledger, __: Sequence[Value], ___: Storage) -> list[Storage | None]:
    """Nothing before it learns."""
    return []


def _as_it_is(ledger: Ledger, _: Sequence[Value], gradient: Storage) -> list[Storage | None]:
    """What was repeated for one image only has the gradient of that."""
    return [ledger.hold(gradient)]


def _followed(run: Forward, b: int) -> None:
    """What it tracks is the mean over the images, one after the other copied to its place."""
    means = [run.extra(extras.RUNNING, b=b)]
    if b != run.plan.bytes_of_master:
        means.append(run.extra(extras.RUNNING, b=run.plan.bytes_of_master))
    run.ledger.moment()
    for each in means:
        run.ledger.drop(each)
