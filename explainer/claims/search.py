"""Which known mistakes give exactly the printed number.

A way to the figure has up to three stages where one can slip: the quantity, the bytes of
its values, the unit. Every single slip is tried, and every two of different stages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from explainer.claims.quantity import Part, Quantity
from explainer.claims.reading import Printed
from explainer.claims.slips import Slip, Slips, mistake_called
from explainer.claims.units import (
    Reckoned,
    Unit,
    rounded_first,
    wrong_amounts,
    wrong_units,
)
from explainer.claims.workings import Made, made
from explainer.claims.world import World
from explainer.maths import Exact, Mistake, as_exact
from explainer.memory.printed_rows import printed_parts, rounded_to
from explainer.memory.unit_formulas import memory_units

MOST_SLIPS = 2
# A number of one digit is hit by chance too often when two slips are put together.
DIGITS_FOR_TWO = 2


@dataclass(frozen=True)
class Cause:
    """A hypothesis: what may have been done to come to the printed number.

    names: the mistakes' names; two are two slips together. `truncated` and
        `rounded_coarser` are slips in printing the right figure, and have no formula.
    value: what they give, in the claim's unit, before it is rounded as printed.
    exact: whether that is the printed number itself, without rounding.
    mistakes: the wrong formulas. steps: the wrong working, as far as it can be shown.
    layers: in how many layers the mistake was made; 0 where it isn't one of a layer.
    key: tells number slips apart, for comparing claims.
    explains_all: whether it explains every wrong figure of this source, in whichever unit,
        and there are two or more.
    """

    names: tuple[str, ...]
    value: Exact
    exact: bool
    mistakes: tuple[Mistake, ...] = ()
    steps: tuple[Made, ...] = ()
    layers: int = 0
    key: tuple[object, ...] = ()
    explains_all: bool = False

    @property
    def is_single(self) -> bool:
        """Whether one slip is enough."""
        return len(self.names) == 1


def causes_of(
    printed: Printed, unit: Unit, quantity: Quantity, world: World, slips: Slips
) -> tuple[Cause, ...]:
    """Every known slip, or two together, that give the printed number; singles first."""
    exact = world.value(quantity)
    if exact is None:
        return ()
    ways = [*printing_slips(printed, unit, exact)]
    ways += ways_to(unit, exact, slips.of(quantity))
    ways += rounded_parts(printed, unit, quantity, world)
    found: dict[tuple[tuple[str, ...], Exact], Cause] = {}
    for way in ways:
        if fits(way, printed):
            found.setdefault((way.names, way.value), replace(way, exact=way.value == printed.value))
    return tuple(sorted(found.values(), key=lambda cause: (len(cause.names), not cause.exact)))


def fits(way: Cause, printed: Printed) -> bool:
    """Whether a way leads to the printed number; two slips not to one of a single digit."""
    if way.names[0] in PRINTING:
        return True
    if len(way.names) > 1 and printed.digits < DIGITS_FOR_TWO:
        return False
    return printed.is_rounded(way.value)


# ---- printing the right figure -----------------------------------------------------------

PRINTING: dict[str, Callable[[Printed, Exact], bool]] = {
    "truncated": Printed.is_cut,
    "rounded_coarser": Printed.is_coarser,
}


def printing_slips(printed: Printed, unit: Unit, exact: Exact) -> Iterator[Cause]:
    """The right figure cut off or rounded to fewer digits, in the claim's unit or another."""
    base = unit.base(exact)
    for way in (
        Cause((), unit.figure(base), False),
        *_in_wrong_units(unit, Cause((), base, False)),
    ):
        for name, may_be in PRINTING.items():
            if may_be(printed, way.value):
                yield replace(way, names=(name, *way.names))


# ---- a wrong figure ----------------------------------------------------------------------


def ways_to(unit: Unit, exact: Exact, slips: list[Slip]) -> Iterator[Cause]:
    """One slip in the quantity, the bytes or the unit, or two of these."""
    for base in _ways_to_base(unit, exact, slips):
        if base.names:
            yield replace(base, value=unit.figure(base.value))
        if len(base.names) < MOST_SLIPS:
            yield from _in_wrong_units(unit, base)


def _ways_to_base(unit: Unit, exact: Exact, slips: list[Slip]) -> Iterator[Cause]:
    """Numbers of values or bytes, as the unit wants them; right ones have no names."""
    yield Cause((), unit.base(exact), False)
    for step in (*wrong_amounts(unit, exact), *rounded_first(unit, exact)):
        yield _with(Cause((), exact, False, key=(step.mistake.name,)), step)
    for slip in slips:
        first = Cause(
            (slip.name,), slip.value, False, (slip.mistake,), slip.steps, slip.layers, slip.key
        )
        yield replace(first, value=unit.base(slip.value))
        for step in wrong_amounts(unit, slip.value):
            if step.mistake.name != slip.name:
                yield _with(first, step)


def _in_wrong_units(unit: Unit, base: Cause) -> Iterator[Cause]:
    return (_with(base, step) for step in wrong_units(unit, base.value))


def _with(cause: Cause, step: Reckoned) -> Cause:
    """The cause with one more slip behind it."""
    return replace(
        cause,
        names=(*cause.names, step.mistake.name),
        value=step.value,
        mistakes=(*cause.mistakes, step.mistake),
        steps=(*cause.steps, step.step),
    )


# ---- parts that were rounded before they were added --------------------------------------


def rounded_parts(
    printed: Printed, unit: Unit, quantity: Quantity, world: World
) -> Iterator[Cause]:
    """Training from parts that were rounded as the total is printed, then multiplied and added."""
    if quantity.terms != (Part("training", "total"),) or not unit.of_memory:
        return
    mistake = mistake_called(printed_parts, "rounded_before_summing")
    parts = parts_of_training(world)
    others = [m for m in memory_units.mistakes_for(None) if m.spoils == unit.name]
    for slips in ((), *((other,) for other in others)):
        rounded = {
            name: rounded_to(_figure(unit, slips, size), printed.step)
            for name, size in parts.items()
        }
        step = made(mistake, rounded | {"batch": world.plan.batch})
        names = tuple(one.name for one in (mistake, *slips))
        yield Cause(names, step.value, False, (mistake, *slips), (step,), key=(mistake.name,))


def _figure(unit: Unit, slips: tuple[Mistake, ...], size: Exact) -> Exact:
    """A number of bytes in the claim's unit, or in the one that is mistaken for it."""
    return slips[0].value({"size": size}) if slips else unit.figure(size)


def parts_of_training(world: World) -> dict[str, Exact]:
    """The parts of training in bytes: of one image, of the parameters, and the rest."""

    def added(*names: str) -> Exact:
        return world.value(Quantity(tuple(Part("training", name) for name in names))) or 0

    images = Fraction(added("activations", "activation_gradients"))
    return {
        "image_rounded": as_exact(images / world.plan.batch),
        "parameters_rounded": added("parameters", "gradients", "optimizer"),
        "M_rounded": added("miscellaneous"),
    }
