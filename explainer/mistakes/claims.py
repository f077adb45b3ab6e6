"""Published figures of a model file beside the exact ones: what the file claims, judged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from explainer.errors import ModelFileError
from explainer.maths import Exact
from explainer.memory.plan import plan_for
from explainer.mistakes.engine.judge import FILE, Asked, Judge, Judgement, compared
from explainer.mistakes.engine.quantity import quantity_of
from explainer.mistakes.engine.reading import Printed
from explainer.mistakes.engine.units import unit_of
from explainer.mistakes.engine.world import World, Worlds
from explainer.network.case import Case
from explainer.once import once
from explainer.readers.wording import quoted
from explainer.spec import ClaimSpec


@dataclass(frozen=True, kw_only=True)
class ClaimResult(Judgement):
    """A published figure beside the exact one, for what the claim says itself.

    explanations: two slips together only where one isn't enough, or where they explain all
        wrong figures of their source.
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


def check_claims(case: Case) -> None:
    """ModelFileError or UsageError where a claim of the file can't be judged at all."""
    worlds = Worlds(case.run_by(plan_for(case.graph.spec)))
    for claim in case.graph.spec.claims:
        world, asked = asked_by(claim, worlds)
        world.value(asked.quantity)


def asked_by(claim: ClaimSpec, worlds: Worlds) -> tuple[World, Asked]:
    """What a claim is about, and the network that it was made for."""
    world = worlds.of(claim)
    quantity = quantity_of(claim, world.graph)
    unit = unit_of(claim, quantity, world.plan.bytes_per_value)
    return world, Asked(_printed(claim), quantity, unit)


def _printed(claim: ClaimSpec) -> Printed:
    try:
        return Printed.read(claim.value)
    except ValueError:
        raise ModelFileError(
            claim.place,
            f"The value has to be a number as it was printed, and it is {quoted(claim.value)}.",
            layer="claim",
            advice="Write the number as value, and K, M, MB or MiB as unit.",
        ) from None


def _by_source(results: list[ClaimResult]) -> list[ClaimResult]:
    """The results in their order, those of one source compared."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, result in enumerate(results):
        if result.spec.source:
            groups[result.spec.source].append(index)
    for places in groups.values():
        marked = compared([results[index] for index in places])
        for index, result in zip(places, marked, strict=True):
            results[index] = result
    return results


def _in_short(result: ClaimResult) -> ClaimResult:
    """The result without two slips where one is enough, unless they explain a whole source."""
    ways = result.explanations
    enough = any(way.is_single for way in ways)
    kept = (way for way in ways if way.is_single or way.explains_all or not enough)
    return replace(result, explanations=tuple(kept))
