"""How a number is read and judged, for the scripts: the rules of `explain diagnose` as they are."""

from __future__ import annotations

from typing import Any, get_args

from explainer.claims.reading import DIGITS_KEPT, NUMBER
from explainer.claims.units import (
    ALIASES,
    ALIASES_OF_COUNTS,
    Unit,
    seldom_amounts,
    wrong_amounts,
)
from explainer.diagnosis.reading import WRITTEN
from explainer.diagnosis.result import Verdict
from explainer.diagnosis.search import LEAST_ROUNDED
from explainer.diagnosis.table import LEAST_DIGITS
from explainer.memory.units import BYTES
from explainer.mistakes.catalogue import catalogue
from explainer.website.kinds_script import places_of_formulas

VERDICTS = ("right", "rounded", "unit", "explained", "not_explained")


def check_rules() -> dict[str, Any]:
    """The rules by their names.

    amounts: for each number of bytes of a value the slips on the way to bytes and to values, by
    where kinds.js has them.
    """
    return {
        "written": WRITTEN.pattern.replace("(?P<", "(?<"),
        "number": NUMBER.pattern,
        "aliases": ALIASES,
        "aliasesOfCounts": ALIASES_OF_COUNTS,
        "digitsKept": DIGITS_KEPT,
        "leastDigits": LEAST_DIGITS,
        "leastRounded": LEAST_ROUNDED,
        "verdicts": dict(zip(VERDICTS, get_args(Verdict), strict=True)),
        "amounts": {b: _amounts(b) for b in sorted(set(BYTES.values()))},
        "catalogue": [entry.name for entry in catalogue()],
    }


def _amounts(b: int) -> dict[str, list[tuple[str, int]]]:
    units = {"memory": Unit("bytes", False, b), "counts": Unit("values", False, b)}
    places = places_of_formulas()
    return {
        sort: [
            places[id(step.mistake)] for step in (*wrong_amounts(unit, 1), *seldom_amounts(unit, 1))
        ]
        for sort, unit in units.items()
    }
