"""Channels shuffled by hand: view, transpose, contiguous and view are one layer of ours."""

from __future__ import annotations

from torch import fx

from explainer.readers.from_torch.trace import Call, Trace
from explainer.readers.traced.tensors import Tensor

VIEWS = ("aten.view", "aten.reshape")
# Each with what else it may be.
BEHIND = (("aten.transpose.int",), ("aten.contiguous.default",), ("aten.view.default",))
AS_WELL = "aten.reshape.default"


def shuffle_from(trace: Trace, call: Call) -> Tensor | None:
    """The layer, where the call is the first of such a row; its nodes stand for what it gives."""
    given = next(iter(call.given.values()), None)
    if call.operation not in VIEWS or not isinstance(given, Tensor):
        return None
    chain = _chain(call.node)
    if not chain or given.axes[1] != "C":
        return None
    groups = int(call.shape[1])
    name = trace.layer(call, "channel_shuffle", {"groups": groups}, [given])
    result = Tensor(name, given.axes, given.sizes)
    trace.values.update({node.name: result for node in chain})
    return result


def _chain(node: fx.Node) -> list[fx.Node]:
    """The four nodes; none where they do anything else."""
    chain = [node]
    for operations in BEHIND:
        users = list(chain[-1].users)
        if len(users) != 1 or str(users[0].target) not in (*operations, AS_WELL):
            return []
        chain.append(users[0])
    before, apart, after = (
        tuple(each.meta["val"].shape) for each in (node.args[0], node, chain[-1])
    )
    parted = len(apart) == len(before) + 1 and apart[1] * apart[2] == before[1]
    swapped = tuple(chain[1].args[1:]) == (1, 2)
    return chain if parted and swapped and after == before else []
