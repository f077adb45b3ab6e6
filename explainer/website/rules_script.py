"""What the scripts go by, as Python has it: units, how sizes are written, marks of symbols.

explain.rules = {memory: {"bytes": 1n, …}, decimals: {…}, unitOf: {"H_out": "rows", …}, …}
"""

from __future__ import annotations

import json
from typing import Any

from explainer.layers.layer import AXES, PASSED_ON
from explainer.layers.padding import ENDS
from explainer.maths.functions import IN_FULL_BELOW, LEADING_DIGITS
from explainer.memory.textbook.sums import PREFIX_FROM
from explainer.network.layout import FEW
from explainer.network.units import DECIMALS, DIGITS, MOST_DECIMALS, UNITS_OF_COUNT, UNITS_OF_MEMORY
from explainer.render.drawings.fills import STROKES
from explainer.render.drawings.picture import WIDTH
from explainer.render.drawings.window import (
    CROSSED,
    FIRST_PLACES,
    LARGEST,
    LAST_PLACES,
    LEGEND,
    MARGIN,
    MOST,
    PITCH,
    SIDE_FOR_A_NUMBER,
)
from explainer.render.markup import MARKS
from explainer.render.maths.numerals import PLACES
from explainer.website.check_rules import check_rules
from explainer.website.network_pages import PARTS
from explainer.website.network_script import CHANGED


def rules_script() -> str:
    """The script."""
    found = ",\n".join(f"{name}:{_written(value)}" for name, value in _rules().items())
    return f"explain.rules={{\n{found}\n}};\n"


def _rules() -> dict[str, Any]:
    return {
        "memory": UNITS_OF_MEMORY,
        "counts": UNITS_OF_COUNT,
        "decimals": DECIMALS,
        "mostDecimals": MOST_DECIMALS,
        "digits": DIGITS,
        "marks": MARKS,
        "axes": AXES,
        "passedOn": PASSED_ON,
        "ends": ENDS,
        "least": CHANGED,
        "places": PLACES,
        "inFullBelow": IN_FULL_BELOW,
        "leadingDigits": LEADING_DIGITS,
        "prefixFrom": PREFIX_FROM,
        "channelsFirst": FEW,
        "parts": PARTS,
        "window": _window(),
        **check_rules(),
    }


def _window() -> dict[str, Any]:
    """The sizes of the drawing of a window."""
    return {
        "WIDTH": WIDTH,
        "MARGIN": MARGIN,
        "LEGEND": LEGEND,
        "LARGEST": LARGEST,
        "MOST": MOST,
        "SIDE_FOR_A_NUMBER": SIDE_FOR_A_NUMBER,
        "PITCH": PITCH,
        "FIRST_PLACES": FIRST_PLACES,
        "LAST_PLACES": LAST_PLACES,
        "STROKES": STROKES[CROSSED],
    }


def _written(value: Any) -> str:
    """A value as JavaScript."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
