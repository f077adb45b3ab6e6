"""The right number printed wrongly: cut off, rounded too far, or made of rounded parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from explainer.maths import Exact, Mistake, as_exact
from explainer.memory.textbook.printed_rows import printed_parts, rounded_to
from explainer.memory.textbook.unit_formulas import memory_units
from explainer.mistakes.engine.explanation import Explanation
from explainer.mistakes.engine.quantity import Part, Quantity
from explainer.mistakes.engine.reading import Printed
from explainer.mistakes.engine.slips import mistake_called
from explainer.mistakes.engine.units import Unit
from explainer.mistakes.engine.workings import made
from explainer.mistakes.engine.world import World

# By their names, which are PRINTED.
PRINTING: dict[str, Callable[[Printed, Exact], bool]] = {
    "truncated": Printed.is_cut,
    "rounded_coarser": Printed.is_coarser,
}


def printed_wrongly(printed: Printed, right: Iterable[Explanation]) -> Iterator[Explanation]:
    """The right figure cut off or rounded to fewer digits.

    right: it without a mistake, and with those that write it in another unit.
    """
    for way in right:
        for name, may_be in PRINTING.items():
            if may_be(printed, way.value):
                yield replace(way, mistakes=(name, *way.mistakes), key=(name,))


def of_rounded_parts(
    printed: Printed, unit: Unit, quantity: Quantity, world: World
) -> Iterator[Explanation]:
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
        wrong = (mistake, *slips)
        names = tuple(one.name for one in wrong)
        yield Explanation(names, step.value, wrong, (step,), key=(mistake.name,))


def _figure(unit: Unit, slips: tuple[Mistake, ...], size: Exact) -> Exact:
    """A number of bytes in the printed unit, or in the one that is mistaken for it."""
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
