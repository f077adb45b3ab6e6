"""A number that somebody gives, and what it is said to be: a quantity, in a unit, of a network.

It takes no mistakes to read one: a file's claims are read for every report, and judged for pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from explainer.errors import ModelFileError
from explainer.language import sentence, texts
from explainer.memory.textbook.unit_formulas import memory_units
from explainer.mistakes.engine.quantity import Quantity, quantity_of
from explainer.mistakes.engine.reading import Printed
from explainer.mistakes.engine.units import Unit, unit_of
from explainer.mistakes.engine.world import World, Worlds
from explainer.network.case import Case
from explainer.network.plan import plan_for
from explainer.readers.wording import quoted, suggestion
from explainer.spec import ClaimSpec, Says

TITLE = "mistake."


@dataclass(frozen=True)
class Asked:
    """A number that was given, and the quantity and unit that it was given in.

    says: whether it is said to be the quantity, a bound of it, or measured.
    mistakes: the hypotheses that are asked about; None where all are looked for.
    """

    printed: Printed
    quantity: Quantity
    unit: Unit
    says: Says = Says.EXACTLY
    mistakes: tuple[tuple[str, ...], ...] | None = None


def check_claims(case: Case) -> None:
    """ModelFileError or UsageError where a claim of the file can't be judged at all."""
    worlds = Worlds(case.run_by(plan_for(case.graph.spec)))
    for claim in case.graph.spec.claims:
        world, asked = asked_by(claim, worlds)
        world.value(asked.quantity)
        _check_mistakes(claim)


def _check_mistakes(claim: ClaimSpec) -> None:
    named = [name for together in claim.mistakes or () for name in together]
    known = _known_mistakes() if named else []
    for name in named:
        if name not in known:
            raise ModelFileError(
                claim.place,
                sentence("claim.no_mistake", name=quoted(name)),
                layer=sentence("claim.label"),
                advice=suggestion(name, known, sentence("claim.mistakes_try")),
            )


def _known_mistakes() -> list[str]:
    """Every mistake that has a title, and the units that are taken for one another."""
    titled = (key.removeprefix(TITLE) for key in texts() if key.startswith(TITLE))
    own = [name for name in titled if name != "unit_for_unit"]
    return own + [mistake.name for mistake in memory_units.mistakes_for(None)]


def asked_by(claim: ClaimSpec, worlds: Worlds) -> tuple[World, Asked]:
    """What a claim is about, and the network that it was made for."""
    world = worlds.of(claim)
    quantity = quantity_of(claim, world.graph)
    unit = unit_of(claim, quantity, world.plan.bytes_per_value)
    return world, Asked(_printed(claim), quantity, unit, claim.says, claim.mistakes)


def _printed(claim: ClaimSpec) -> Printed:
    try:
        return Printed.read(claim.value)
    except ValueError:
        raise ModelFileError(
            claim.place,
            sentence("claim.value", given=quoted(claim.value)),
            layer=sentence("claim.label"),
            advice=sentence("model.claim_value_try"),
        ) from None
