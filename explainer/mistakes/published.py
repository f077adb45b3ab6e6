"""The published figures that a mistake explains."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from explainer.readers import read
from explainer.readers.errata import Erratum, errata
from explainer.spec import ClaimSpec


@dataclass(frozen=True)
class Published:
    """An erratum, its source as the example's claim names it, and whether one mistake is enough."""

    erratum: Erratum
    source: str
    alone: bool


@cache
def _claims(example: str) -> tuple[ClaimSpec, ...]:
    return read(f"example:{example}").claims


def claim_of(erratum: Erratum) -> ClaimSpec:
    """The claim in the example's file; LookupError where the two files don't agree."""
    for claim in _claims(erratum.example):
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
            source = claim_of(erratum).source or erratum.provenance
            found.append(Published(erratum, source, alone))
    return tuple(found)
