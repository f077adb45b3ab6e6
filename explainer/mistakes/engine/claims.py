"""Published figures of a model file beside the exact ones: what the file claims, judged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from explainer.maths import Exact
from explainer.mistakes.engine.judge import FILE, Judge, Judgement, compared
from explainer.mistakes.engine.number import asked_by
from explainer.mistakes.engine.reading import Printed
from explainer.mistakes.engine.world import Worlds
from explainer.network.case import Case
from explainer.network.plan import plan_for
from explainer.once import once
from explainer.spec import ClaimSpec


@dataclass(frozen=True, kw_only=True)
class ClaimResult(Judgement):
    """A published figure beside the exact one, for what the claim says itself.

    explanations: two slips together only where one isn't enough; where some explain all wrong
        figures of their source, these alone.
    """

    spec: ClaimSpec
    printed: Printed
    exact: Exact | None
    figure: Exact | None


def judge_claims(case: Case) -> tuple[ClaimResult, ...]:
    """The result of every claim of the network's file, in its order.

    case: what a claim holds for where it doesn't say; the file's own, for published figures.
    """
    worlds, judges = Worlds(case), dict[int, Judge]()
    found = []
    for claim in case.graph.spec.claims:
        world, asked = asked_by(claim, worlds)
        judge = judges.setdefault(id(world), Judge(world, FILE))
        judgement = judge.judgement(asked)
        found.append(ClaimResult(**vars(judgement), spec=claim, printed=asked.printed))
    return tuple(map(_in_short, _by_source(found)))


@once
def claims_of(case: Case) -> tuple[ClaimResult, ...]:
    """The file's published figures, judged for the run that the file itself says."""
    return judge_claims(case.run_by(plan_for(case.graph.spec)))


def _by_source(results: list[ClaimResult]) -> list[ClaimResult]:
    """The results in their order, those of one source compared."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, result in enumerate(results):
        if result.spec.source is not None:
            groups[result.spec.source.text].append(index)
    for places in groups.values():
        marked = compared([results[index] for index in places])
        for index, result in zip(places, marked, strict=True):
            results[index] = result
    return results


def _in_short(result: ClaimResult) -> ClaimResult:
    """The result without two slips where one is enough; what explains a whole source stands alone.

    What its file names is what its source's working allows, and stays.
    """
    ways = result.explanations
    if result.spec.mistakes is not None:
        return result
    if whole := tuple(way for way in ways if way.explains_all):
        return replace(result, explanations=whole)
    enough = any(way.is_single for way in ways)
    return replace(result, explanations=tuple(w for w in ways if w.is_single or not enough))
