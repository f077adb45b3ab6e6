"""Published figures beside the exact ones: the verdict, and which mistakes give the number."""

from explainer.claims.judge import ClaimResult, Verdict, judge_claims
from explainer.claims.search import Cause
from explainer.claims.workings import Made

__all__ = ["Cause", "ClaimResult", "Made", "Verdict", "judge_claims"]
