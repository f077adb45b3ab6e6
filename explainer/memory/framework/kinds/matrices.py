"""The product of two matrices that are computed: each is kept where the other one learns."""

from __future__ import annotations

from explainer.memory.framework.autocast import lowered
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.tape import Value


def of_two(run: Forward, first: Value, second: Value) -> Value:
    """Both are seen as they lie, or turned; a gradient is a product of its own for each."""
    read = [lowered(run, each) for each in (first, second)]
    pairs = zip(read, reversed(read), strict=True)
    keeps = dict.fromkeys(each.storage for each, other in pairs if other.maker)
    output = run.make(read, keeps=tuple(keeps))
    for each in read:
        run.ledger.drop(each.storage)
    return output
