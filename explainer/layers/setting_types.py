"""The types of settings: each reads a value as it stands in the file, or refuses it.

A refusal is one clear error. A type also says in JSON Schema what it takes, for
`explain schema` and editors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import Any, NoReturn, Protocol

from explainer.errors import ModelFileError
from explainer.language import Words, sentence
from explainer.maths import as_exact
from explainer.spec import Given

LARGEST = 10**18
SMALLEST_EXPONENT = 100


# Height and width.
AXES_OF_SIDES = 2
SIDES = ("top", "bottom", "left", "right")


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
    setting: Words
    layer: Words

    def refuse(self, fault: str, advice: str = "") -> NoReturn:
        """Stop with an error at this value's place."""
        raise ModelFileError(self.given.place, fault, layer=str(self.layer), advice=advice)

    def part(self, given: Given, name: str) -> Reading:
        """The same for a part of the value."""
        return Reading(given, f"{self.setting}.{name}" if name else self.setting, self.layer)

    @property
    def shown(self) -> str:
        """The value as the user wrote it, short enough for one line."""
        value = self.given.value
        if isinstance(value, tuple):
            return sentence("value.list")
        if isinstance(value, Mapping):
            return sentence("value.mapping")
        text = (self.given.text or str("" if value is None else value)).strip()
        text = text or sentence("value.nothing")
        return text if len(text) <= 60 else text[:57] + "..."


class SettingType(Protocol):
    """How one kind of setting is read and described."""

    def read(self, reading: Reading) -> Any:
        """The value, or a ModelFileError."""

    def schema(self) -> dict[str, Any]:
        """What it takes, in JSON Schema."""


@dataclass(frozen=True)
class Count:
    """A whole number from `least` on, up to `most`."""

    least: int = 1
    most: int = LARGEST

    def read(self, reading: Reading) -> int:
        """The number; fractions, truth values and texts are refused."""
        value = reading.given.value
        if isinstance(value, bool) or not isinstance(value, int):
            reading.refuse(
                sentence("setting.no_whole", setting=str(reading.setting), value=reading.shown),
                sentence("setting.no_whole_try", least=str(self.least)),
            )
        if value < self.least:
            reading.refuse(
                sentence(
                    "setting.too_small",
                    setting=str(reading.setting),
                    least=str(self.least),
                    value=str(value),
                ),
                sentence("setting.no_whole_try", least=str(self.least)),
            )
        if value > LARGEST:
            reading.refuse(sentence("setting.too_large", setting=str(reading.setting)))
        if value > self.most:
            reading.refuse(
                sentence(
                    "setting.too_much",
                    setting=str(reading.setting),
                    most=str(self.most),
                    value=str(value),
                )
            )
        return value

    def schema(self) -> dict[str, Any]:
        """An integer with a minimum."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True)
class Whole:
    """Any whole number, those below 0 as well."""

    def read(self, reading: Reading) -> int:
        """The number; fractions, truth values and texts are refused."""
        value = reading.given.value
        if isinstance(value, bool) or not isinstance(value, int):
            reading.refuse(
                sentence("setting.no_whole", setting=str(reading.setting), value=reading.shown)
            )
        if abs(value) > LARGEST:
            reading.refuse(sentence("setting.too_large", setting=str(reading.setting)))
        return value

    def schema(self) -> dict[str, Any]:
        """An integer."""
        return {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST}


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
                sentence(
                    "setting.axes",
                    setting=str(reading.setting),
                    axes=str(self.axes),
                    count=str(len(value)),
                ),
                sentence("setting.axes_pair_try") if self.axes == 2 else "",
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
                sentence("setting.sizes", setting=str(reading.setting), count=str(len(value)))
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
            reading.refuse(
                sentence("value.not_known", what=str(reading.setting), value=reading.shown),
                self._advice(),
            )
        if isinstance(value, Mapping) and self.sides:
            return self._read_sides(reading, value)
        if isinstance(value, tuple) and self.sides and _are_pairs(value):
            return self._read_pairs(reading, value)
        return Axes(self.axes, Count(0)).read(reading)

    def _advice(self) -> str:
        """What may be written; a layer takes both words, or the first, or none."""
        words = [f"`{word}`" for word in self.words]
        if not words:
            return sentence("setting.padding_try")
        if len(words) == 1:
            return sentence("setting.padding_word_try", word=words[0])
        return sentence("setting.padding_words_try", first=words[0], second=words[1])

    def _read_pairs(self, reading: Reading, value: tuple[Given, ...]) -> Sides:
        """As Keras writes four sides: ((top, bottom), (left, right))."""
        ends = (Axes(2, Count(0)).read(reading.part(part, "")) for part in value)
        return Sides(**dict(zip(SIDES, chain(*ends), strict=True)))

    def _read_sides(self, reading: Reading, value: Mapping[str, Given]) -> Sides:
        names = SIDES
        for name in value:
            if name not in names:
                reading.part(value[name], name).refuse(
                    sentence("setting.padding_side", name=f'"{name}"'),
                    sentence("setting.padding_side_try"),
                )
        found = {n: Count(0).read(reading.part(value[n], n)) for n in names if n in value}
        return Sides(**(dict.fromkeys(names, 0) | found))

    def schema(self) -> dict[str, Any]:
        """A number, a list, the sides, or a word."""
        side = Count(0).schema()
        forms: list[dict[str, Any]] = list(Axes(self.axes, Count(0)).schema()["anyOf"])
        if self.sides:
            forms.append(
                {
                    "type": "object",
                    "properties": dict.fromkeys(SIDES, side),
                    "additionalProperties": False,
                }
            )
            pair = {"type": "array", "items": side, "minItems": 2, "maxItems": 2}
            forms.append({"type": "array", "items": pair, "minItems": 2, "maxItems": 2})
        if self.words:
            forms.append({"enum": list(self.words)})
        return {"anyOf": forms}


def _are_pairs(parts: tuple[Given, ...]) -> bool:
    """Whether two ends are written for each of two axes."""
    return len(parts) == AXES_OF_SIDES and all(isinstance(part.value, tuple) for part in parts)


@dataclass(frozen=True)
class Flag:
    """true or false."""

    def read(self, reading: Reading) -> bool:
        """The truth value; numbers and texts are refused."""
        if not isinstance(reading.given.value, bool):
            reading.refuse(
                sentence("setting.no_flag", setting=str(reading.setting), value=reading.shown),
                sentence("setting.no_flag_try"),
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
                sentence(
                    "setting.not_above",
                    setting=str(reading.setting),
                    bound=str(self.above),
                    value=reading.shown,
                )
            )
        if self.least is not None and number < self.least:
            reading.refuse(
                sentence(
                    "setting.too_small",
                    setting=str(reading.setting),
                    least=str(self.least),
                    value=reading.shown,
                )
            )
        if self.most is not None and number > self.most:
            reading.refuse(
                sentence(
                    "setting.too_much",
                    setting=str(reading.setting),
                    most=str(self.most),
                    value=reading.shown,
                )
            )
        return as_exact(number)

    def _exact(self, reading: Reading) -> Fraction:
        value = reading.given.value
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            reading.refuse(
                sentence("setting.no_number", setting=str(reading.setting), value=reading.shown),
                sentence("setting.no_number_try"),
            )
        number = Decimal(value)
        # 1e999999999 is short to write, and as a fraction it would fill the memory.
        too_small = number.adjusted() < -SMALLEST_EXPONENT
        if not number.is_finite() or number.copy_abs() > LARGEST or too_small:
            reading.refuse(
                sentence("setting.beyond", setting=str(reading.setting), value=reading.shown),
                sentence("setting.beyond_try", exponent=str(SMALLEST_EXPONENT)),
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
                sentence("value.not_known", what=str(reading.setting), value=reading.shown),
                sentence("hint.one_of", names=", ".join(self.words)),
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
