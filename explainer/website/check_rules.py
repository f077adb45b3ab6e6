"""How a number is read and judged, for the scripts: the rules of `explain diagnose` as they are."""

from __future__ import annotations

from typing import Any

from explainer.mistakes.answers.reading import WRITTEN
from explainer.mistakes.catalogue import catalogue
from explainer.mistakes.engine.explanation import PRINTED, ROUNDED_EARLY
from explainer.mistakes.engine.reading import DIGITS_KEPT, NUMBER
from explainer.mistakes.engine.table import COUNTED, LEAST_DIGITS, LEAST_ROUNDED
from explainer.mistakes.engine.unit_slips import UNIT_SLIPS, seldom_amounts, wrong_amounts
from explainer.mistakes.engine.units import ALIASES, ALIASES_OF_COUNTS, Unit
from explainer.mistakes.engine.verdict import Verdict
from explainer.network.units import BYTES
from explainer.website.kinds_script import places_of_formulas

VERDICTS = {
    "right": Verdict.RIGHT, "rounded": Verdict.ROUNDED, "unit": Verdict.UNIT,
    "early": Verdict.EARLY,
    "explained": Verdict.EXPLAINED, "not_explained": Verdict.NOT_EXPLAINED,
}  # fmt: skip


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
        "counted": COUNTED,
        "verdicts": VERDICTS,
        "roundedEarly": sorted(ROUNDED_EARLY),
        "besideRounding": sorted(UNIT_SLIPS | PRINTED),
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
