"""The verdict on every published figure of a model file, and what may have led to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from explainer.claims.quantity import Quantity, quantity_of
from explainer.claims.reading import Printed
from explainer.claims.search import Cause, causes_of
from explainer.claims.slips import Slips
from explainer.claims.units import UNITS, Unit, unit_of
from explainer.claims.world import World, Worlds
from explainer.errors import ModelFileError
from explainer.maths import Exact
from explainer.memory.plan import plan_for
from explainer.memory.unit_formulas import memory_units
from explainer.network.case import Case
from explainer.readers.wording import quoted
from explainer.spec import ClaimSpec

Verdict: TypeAlias = Literal["right", "rounded", "unit", "wrong", "unknown"]

UNIT_SLIPS = frozenset(mistake.name for mistake in memory_units.mistakes_for(None))


@dataclass(frozen=True)
class ClaimResult:
    """A published figure beside the exact one.

    unit: the claim's unit by its own name (`KB` is kB).
    exact: the exact value, in exact_unit (`values` or `bytes`); None where it can't be derived.
    figure: the same in the claim's unit.
    case: the network and how it is run, with what the claim says itself.
    verdict: right; rounded: right as printed; unit: right in another unit; wrong; unknown.
    fitting_units: the units in which the printed number would be right.
    causes: the mistakes, or two of them together, that give the printed number.
    """

    spec: ClaimSpec
    printed: Printed
    unit: str
    exact: Exact | None
    exact_unit: Literal["values", "bytes"]
    figure: Exact | None
    case: Case
    verdict: Verdict
    fitting_units: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()


def judge_claims(case: Case) -> tuple[ClaimResult, ...]:
    """The result of every claim of the network's file, in its order.

    plan: what a claim holds for where it doesn't say; the file's own, for published figures.
    """
    judge = _Judge(case)
    return _compared([judge.result(claim) for claim in case.graph.spec.claims])


def check_claims(case: Case) -> None:
    """ModelFileError or UsageError where a claim of the file can't be judged at all."""
    judge = _Judge(case.run_by(plan_for(case.graph.spec)))
    for claim in case.graph.spec.claims:
        judge.read(claim)


class _Judge:
    """Judges the claims of one file, and remembers what several of them need."""

    def __init__(self, case: Case) -> None:
        self._worlds = Worlds(case)
        self._slips: dict[int, Slips] = {}

    def result(self, claim: ClaimSpec) -> ClaimResult:
        """One claim by itself."""
        return self._judged(*self.read(claim))

    def read(self, claim: ClaimSpec) -> tuple[ClaimResult, Unit, Quantity, World]:
        """What a claim is about and the right figure for it; its verdict is still unknown."""
        world = self._worlds.of(claim)
        quantity = quantity_of(claim, world.graph)
        unit = unit_of(claim, quantity, world.plan.bytes_per_value)
        printed = _printed(claim)
        value = world.value(quantity)
        base = None if value is None else unit.base(value)
        result = ClaimResult(
            spec=claim,
            printed=printed,
            unit=unit.name,
            exact=base,
            exact_unit="bytes" if unit.of_memory else "values",
            figure=None if base is None else unit.figure(base),
            case=world.case,
            verdict="unknown",
        )
        return result, unit, quantity, world

    def _judged(
        self, result: ClaimResult, unit: Unit, quantity: Quantity, world: World
    ) -> ClaimResult:
        if result.figure is None or result.exact is None:
            return result
        verdict, units = _verdict(result.printed, result.figure, result.exact, unit)
        result = replace(result, verdict=verdict, fitting_units=units)
        if verdict in ("right", "rounded"):
            return result
        slips = self._slips.setdefault(id(world), Slips(world))
        causes = causes_of(result.printed, unit, quantity, world, slips)
        if verdict == "unit":
            names = {f"{unit.name}_for_{other}".lower() for other in units}
            causes = tuple(cause for cause in causes if cause.names[0] in names)
        return replace(result, causes=causes)


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


def _verdict(
    printed: Printed, figure: Exact, exact: Exact, unit: Unit
) -> tuple[Verdict, tuple[str, ...]]:
    if figure == printed.value:
        return "right", ()
    if printed.is_rounded(figure) or (printed.is_whole and printed.is_coarser(figure)):
        return "rounded", ()
    others = tuple(u for u in unit.of_same_sort() if printed.is_rounded(exact / Fraction(UNITS[u])))
    return ("unit", others) if others else ("wrong", ())


def _compared(results: list[ClaimResult]) -> tuple[ClaimResult, ...]:
    """The results with those causes marked that explain all wrong figures of one source.

    Two slips together are dropped where one is enough, unless they are so marked.
    """
    groups: dict[str, list[ClaimResult]] = {}
    for result in results:
        if result.verdict == "wrong" and result.spec.source:
            groups.setdefault(result.spec.source, []).append(result)
    shared = {source: _shared_by_all(group) for source, group in groups.items()}
    return tuple(_marked(result, shared.get(result.spec.source, set())) for result in results)


def _shared_by_all(group: list[ClaimResult]) -> set[tuple[object, ...]]:
    """What explains every wrong figure of a source that has two or more of them."""
    found = [{_signature(cause) for cause in result.causes} for result in group]
    return set.intersection(*found) - {()} if len(group) > 1 else set()


def _signature(cause: Cause) -> tuple[object, ...]:
    """What a cause is told by, whichever unit it ends in; empty for slips of printing or units."""
    others = [name for name in cause.names[1:] if name not in UNIT_SLIPS]
    return (*cause.key, *others) if cause.key else ()


def _marked(result: ClaimResult, shared: set[tuple[object, ...]]) -> ClaimResult:
    if result.verdict != "wrong":
        return result
    causes = [replace(c, explains_all=_signature(c) in shared) for c in result.causes]
    one_is_enough = any(cause.is_single for cause in causes)
    kept = [c for c in causes if c.is_single or c.explains_all or not one_is_enough]
    return replace(result, causes=tuple(sorted(kept, key=lambda c: not c.explains_all)))
