"""The types of settings: each reads a value as it stands in the file, or refuses it.

A refusal is one clear error. A type also says in JSON Schema what it takes, for
`explain schema` and editors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn, Protocol

from explainer.errors import ModelFileError
from explainer.maths import as_exact
from explainer.spec import Given

LARGEST = 10**18
SMALLEST_EXPONENT = 100


@dataclass(frozen=True)
class Sides:
    """Padding given for each side by itself."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Reading:
    """A value to read, with the names an error about it uses."""

    given: Given
    setting: str
    layer: str

    def refuse(self, fault: str, advice: str = "") -> NoReturn:
        """Stop with an error at this value's place."""
        raise ModelFileError(self.given.place, fault, layer=self.layer, advice=advice)

    def part(self, given: Given, name: str) -> Reading:
        """The same for a part of the value."""
        return Reading(given, f"{self.setting}.{name}" if name else self.setting, self.layer)

    @property
    def shown(self) -> str:
        """The value as the user wrote it, short enough for one line."""
        value = self.given.value
        if isinstance(value, tuple):
            return "a list"
        if isinstance(value, Mapping):
            return "a mapping"
        text = self.given.text or ("empty" if value in (None, "") else str(value))
        return text if len(text) <= 60 else text[:57] + "..."


class SettingType(Protocol):
    """How one kind of setting is read and described."""

    def read(self, reading: Reading) -> Any:
        """The value, or a ModelFileError."""

    def schema(self) -> dict[str, Any]:
        """What it takes, in JSON Schema."""


@dataclass(frozen=True)
class Count:
    """A whole number from `least` on."""

    least: int = 1

    def read(self, reading: Reading) -> int:
        """The number; fractions, truth values and texts are refused."""
        value = reading.given.value
        if isinstance(value, bool) or not isinstance(value, int):
            reading.refuse(
                f"{reading.setting} has to be a whole number, and it is {reading.shown}.",
                f"Write a whole number from {self.least} on.",
            )
        if value < self.least:
            reading.refuse(
                f"{reading.setting} has to be {self.least} or more, and it is {value}.",
                f"Write a whole number from {self.least} on.",
            )
        if value > LARGEST:
            reading.refuse(f"{reading.setting} is above 10^18, which is more than any network has.")
        return value

    def schema(self) -> dict[str, Any]:
        """An integer with a minimum."""
        return {"type": "integer", "minimum": self.least, "maximum": LARGEST}


@dataclass(frozen=True)
class Axes:
    """One number for all axes, or a list with one for each: (height, width)."""

    axes: int = 2
    each: SettingType = Count()

    def read(self, reading: Reading) -> tuple[Any, ...]:
        """One number for each axis."""
        value = reading.given.value
        if not isinstance(value, tuple):
            return (self.each.read(reading),) * self.axes
        if len(value) != self.axes:
            reading.refuse(
                f"{reading.setting} takes one number or {self.axes}, "
                f"and the list has {len(value)}.",
                "A pair is written [height, width]." if self.axes == 2 else "",
            )
        return tuple(self.each.read(reading.part(part, "")) for part in value)

    def schema(self) -> dict[str, Any]:
        """A number or a list of them."""
        one = self.each.schema()
        many = {"type": "array", "items": one, "minItems": self.axes, "maxItems": self.axes}
        return {"anyOf": [one, many]}


@dataclass(frozen=True)
class Sizes:
    """One number, or a list of up to four: a shape in torch's order, channels first."""

    def read(self, reading: Reading) -> tuple[int, ...]:
        """The numbers, in the order written."""
        value = reading.given.value
        if not isinstance(value, tuple):
            return (Count().read(reading),)
        if not 1 <= len(value) <= 4:
            reading.refuse(
                f"{reading.setting} takes one to four numbers, and the list has {len(value)}."
            )
        return tuple(Count().read(reading.part(part, "")) for part in value)

    def schema(self) -> dict[str, Any]:
        """A number or a list of them."""
        one = Count().schema()
        return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1, "maxItems": 4}]}


@dataclass(frozen=True)
class Padding:
    """A number, a pair, four sides, or one of the words."""

    axes: int = 2
    words: tuple[str, ...] = ("same", "valid")
    sides: bool = True

    def read(self, reading: Reading) -> tuple[int, ...] | Sides | str:
        """`valid` is a padding of 0; `same` stays a word, the layer knows what it means."""
        value = reading.given.value
        if isinstance(value, str) and value in self.words:
            return (0,) * self.axes if value == "valid" else value
        if isinstance(value, str):
            spelled = " or ".join(f"`{word}`" for word in self.words)
            reading.refuse(
                f"{reading.setting} is not known as {reading.shown}.",
                f"Write a number, a pair [height, width]{', ' + spelled if spelled else ''}.",
            )
        if isinstance(value, Mapping) and self.sides:
            return self._read_sides(reading, value)
        return Axes(self.axes, Count(0)).read(reading)

    def _read_sides(self, reading: Reading, value: Mapping[str, Given]) -> Sides:
        names = ("top", "bottom", "left", "right")
        for name in value:
            if name not in names:
                reading.part(value[name], name).refuse(
                    f'padding has no side called "{name}".',
                    "The sides are top, bottom, left and right.",
                )
        found = {n: Count(0).read(reading.part(value[n], n)) for n in names if n in value}
        return Sides(**(dict.fromkeys(names, 0) | found))

    def schema(self) -> dict[str, Any]:
        """A number, a list, the sides, or a word."""
        side = Count(0).schema()
        forms: list[dict[str, Any]] = list(Axes(self.axes, Count(0)).schema()["anyOf"])
        if self.sides:
            names = ("top", "bottom", "left", "right")
            forms.append(
                {
                    "type": "object",
                    "properties": dict.fromkeys(names, side),
                    "additionalProperties": False,
                }
            )
        if self.words:
            forms.append({"enum": list(self.words)})
        return {"anyOf": forms}


@dataclass(frozen=True)
class Flag:
    """true or false."""

    def read(self, reading: Reading) -> bool:
        """The truth value; numbers and texts are refused."""
        if not isinstance(reading.given.value, bool):
            reading.refuse(
                f"{reading.setting} has to be true or false, and it is {reading.shown}.",
                "Write true or false.",
            )
        return reading.given.value

    def schema(self) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True)
class Real:
    """A number that may have decimals; read exactly.

    least, most: its bounds, themselves allowed; above: a bound that is not.
    """

    least: Fraction | None = None
    most: Fraction | None = None
    above: Fraction | None = None

    def read(self, reading: Reading) -> int | Fraction:
        """The number, whole where it is whole, else an exact fraction."""
        number = self._exact(reading)
        if self.above is not None and number <= self.above:
            reading.refuse(
                f"{reading.setting} has to be above {self.above}, and it is {reading.shown}."
            )
        if self.least is not None and number < self.least:
            reading.refuse(
                f"{reading.setting} has to be {self.least} or more, and it is {reading.shown}."
            )
        if self.most is not None and number > self.most:
            reading.refuse(
                f"{reading.setting} has to be {self.most} or less, and it is {reading.shown}."
            )
        return as_exact(number)

    def _exact(self, reading: Reading) -> Fraction:
        value = reading.given.value
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            reading.refuse(
                f"{reading.setting} has to be a number, and it is {reading.shown}.",
                "Write a number.",
            )
        number = Decimal(value)
        # 1e999999999 is short to write, and as a fraction it would fill the memory.
        too_small = number.adjusted() < -SMALLEST_EXPONENT
        if not number.is_finite() or number.copy_abs() > LARGEST or too_small:
            reading.refuse(
                f"{reading.setting} is {reading.shown}, which is beyond what any network has.",
                f"Write a number between 10^-{SMALLEST_EXPONENT} and 10^18.",
            )
        return Fraction(value)

    def schema(self) -> dict[str, Any]:
        """A number within its bounds."""
        bounds = {"minimum": self.least, "maximum": self.most, "exclusiveMinimum": self.above}
        return {"type": "number"} | {k: float(v) for k, v in bounds.items() if v is not None}


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, reading: Reading) -> str:
        """The word, or an error that lists them."""
        value = reading.given.value
        if not isinstance(value, str) or value not in self.words:
            reading.refuse(
                f"{reading.setting} is not known as {reading.shown}.",
                f"It is one of: {', '.join(self.words)}.",
            )
        return value

    def schema(self) -> dict[str, Any]:
        """An enumeration."""
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Optional:
    """A setting that may also be null."""

    inner: SettingType

    def read(self, reading: Reading) -> Any:
        """None for null, else what the inner type reads."""
        return None if reading.given.value is None else self.inner.read(reading)

    def schema(self) -> dict[str, Any]:
        """The inner type or null."""
        return {"anyOf": [self.inner.schema(), {"type": "null"}]}
