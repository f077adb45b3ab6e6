"""Numbers, shapes and settings as sentences have them."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.solving.facts import Settings, Shape, Value

SHAPE = r"(?:[\d,]+ features|1 feature|[\d,]+ tokens|\d+(?:×\d+)+)"
SIDES = re.compile(
    r"(?P<top>\d+) at the top, (?P<bottom>\d+) at the bottom, "
    r"(?P<left>\d+) on the left and (?P<right>\d+) on the right"
)
PART = r"(?:\d+(?:\.\d+)?|unchanged)"
SETTING = re.compile(rf"(\w+) ({SIDES.pattern}|{PART}(?:×{PART})*|[\w-]+)(?:, |$)")


def whole(text: str) -> int:
    """`1,024` as a number."""
    if not re.fullmatch(r"\d{1,3}(,\d{3})+|\d+", text):
        raise ValueError(f"no whole number: {text!r}")
    return int(text.replace(",", ""))


def shape(text: str) -> Shape:
    """`28×28×6`, or `480 features`."""
    if text.endswith((" features", " feature", " tokens")):
        return (whole(text.partition(" ")[0]),)
    return tuple(map(int, text.split("×")))


def shapes(text: str) -> tuple[Shape, ...]:
    """One shape, or several behind each other."""
    if not re.fullmatch(rf"{SHAPE}(?:, {SHAPE})*", text):
        raise ValueError(f"no shapes: {text!r}")
    return tuple(shape(one) for one in re.findall(SHAPE, text))


def settings(text: str) -> Settings:
    """`kernel_size 3×5, padding same`."""
    found: Settings = {}
    end = 0
    while end < len(text):
        match = SETTING.match(text, end)
        if match is None:
            raise ValueError(f"no setting: {text[end:]!r}")
        found[match[1]] = _value(match[2])
        end = match.end()
    return found


def _value(text: str) -> Value:
    sides = SIDES.fullmatch(text)
    if sides:
        return {side: int(number) for side, number in sides.groupdict().items()}
    parts = text.split("×")
    if not all(re.fullmatch(PART, part) for part in parts):
        return text
    numbers = tuple(None if part == "unchanged" else _number(part) for part in parts)
    first = numbers[0]
    return first if len(numbers) == 1 and first is not None else numbers


def _number(text: str) -> int | Fraction:
    return Fraction(text) if "." in text else int(text)
