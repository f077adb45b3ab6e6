"""What has to agree with torch, and the ways to train in which it is tried."""

from __future__ import annotations

from explainer.network.case import Case
from explainer.network.plan import Plan
from explainer.torch_network import verify_network
from explainer.torch_network.verification import Pair, Verification

# Batches, optimizers, types and losses, so that each occurs.
PLANS = [
    Plan(batch=1, optimizer="sgd"),
    Plan(batch=2, optimizer="adam", loss="cross_entropy"),
    Plan(batch=3, optimizer="momentum", dtype="float64", loss="none", accumulate=2),
    Plan(batch=2, optimizer="adadelta", dtype="mixed_bfloat16", loss="cross_entropy"),
    Plan(batch=32, optimizer="sgd", dtype="bfloat16", loss="none"),
]


def agree(case: Case, segments: int = 1) -> None:
    """All sizes, all that is kept, both peaks and their parts are to the byte as in torch."""
    found = verify_network(case, segments)
    assert found.differences == ()
    pairs = [found.saved, found.peak, *found.parts, found.inference, *found.inference_parts]
    assert [pair for pair in pairs if pair.derived != pair.measured] == []


def compared(found: Verification) -> tuple[Pair, ...]:
    """What is kept, the peak and its parts.

    Where a library keeps more than is derived only the sums are bounds: another moment may then
    be the peak, with other parts.
    """
    sums = (found.saved, found.peak)
    return sums if found.peak.bound else (*sums, *found.parts)
