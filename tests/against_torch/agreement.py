"""Which of the pairs of a verification have to agree."""

from __future__ import annotations

from explainer.torch_network.verification import Pair, Verification


def compared(found: Verification) -> tuple[Pair, ...]:
    """What is kept, the peak and its parts.

    Where a library keeps more than is derived only the sums are bounds: another moment may then
    be the peak, with other parts.
    """
    sums = (found.saved, found.peak)
    return sums if found.peak.bound else (*sums, *found.parts)
