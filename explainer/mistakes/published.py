"""The published figures that a mistake explains."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from explainer.readers import read
from explainer.readers.errata import Erratum, errata
from explainer.spec import ClaimSpec, ModelSpec


@dataclass(frozen=True)
class Published:
    """A published figure that is wrong.

    network: the example's title. source: as the example's claim names it. alone: whether
    one mistake is enough to explain it.
    """

    erratum: Erratum
    network: str
    source: str
    alone: bool


@cache
def _network(example: str) -> ModelSpec:
    return read(f"example:{example}")


def claim_of(erratum: Erratum) -> ClaimSpec:
    """The claim in the example's file; LookupError where the two files don't agree."""
    for claim in _network(erratum.example).claims:
        key = (claim.quantity, claim.value, claim.unit)
        if key == (erratum.quantity, erratum.value, erratum.unit):
            return claim
    raise LookupError(f"{erratum.example}: {erratum.quantity} {erratum.value} {erratum.unit}")


def published(name: str) -> tuple[Published, ...]:
    """The errata that a mistake explains, alone or with another one."""
    found = []
    for erratum in errata():
        ways = [way.split("+") for way in erratum.mistakes if name in way.split("+")]
        if ways:
            alone = any(len(way) == 1 for way in ways)
            source = claim_of(erratum).source
            told = source.text if source else erratum.provenance
            title = _network(erratum.example).name
            found.append(Published(erratum, title, told, alone))
    return tuple(found)
