"""What passes its input on, or is none of the network's."""

from __future__ import annotations

from typing import Any

from explainer.readers.from_torch.rules.rule import rule
from explainer.readers.from_torch.trace import Call, Trace


@rule(
    *("aten.contiguous", "aten.clone", "aten.alias", "aten.detach", "aten.lift_fresh_copy"),
    *("aten.to", "aten._to_copy", "aten.type_as", "aten.expand", "aten.expand_as"),
)
def passed_on(_: Trace, call: Call) -> Any:
    """Its first argument, as far as anybody can tell.

    A factor that is expanded before it is multiplied has its gradient added up one step later than
    one that torch spreads by itself: a step's most may then be lower by that gradient's bytes.
    """
    return next(iter(call.given.values()))


@rule("aten._assert_tensor_metadata", "aten.sym_size", "aten._assert_scalar")
def looked_at(_: Trace, __: Call) -> None:
    """Nothing is made."""
