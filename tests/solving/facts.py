"""What a student has read so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

Shape: TypeAlias = tuple[int, ...]
# A number, a number for each axis (None: unchanged), four sides, or a word.
Value: TypeAlias = "int | Fraction | str | tuple[int | Fraction | None, ...] | dict[str, int]"
Settings: TypeAlias = dict[str, Value]


class NotSaidError(Exception):
    """Something that the answer depends on stands nowhere in the text."""


@dataclass
class Layer:
    """A layer as the text names it. takes: shapes, where it says them; sources: names of layers."""

    name: str
    kind: str
    settings: Settings
    takes: tuple[Shape, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass
class Asked:
    """What is asked: `kind` as the sentence has it, and the numbers in it."""

    what: str
    unit: str = ""
    decimals: int = 0
    numbers: dict[str, int] = field(default_factory=dict)


@dataclass
class Line:
    """A line of working: what it gives, and its number; None where it is to be filled."""

    number: int
    symbol: str
    value: int | None


@dataclass
class Facts:
    """Everything that was read; None and empty where nothing was said."""

    numbers: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    order: dict[int, tuple[str, ...]] = field(default_factory=dict)
    defaults: Settings = field(default_factory=dict)
    conventions: set[str] = field(default_factory=set)
    network: list[Layer] = field(default_factory=list)
    shared: dict[str, str] = field(default_factory=dict)
    image: Shape = ()
    tokens: bool = False
    not_stored: list[str] | None = None
    frozen: list[str] = field(default_factory=list)
    layer: Layer | None = None
    asked: Asked | None = None
    lines: list[Line] = field(default_factory=list)

    def number(self, name: str) -> int:
        """A number that has to have been said."""
        if name not in self.numbers:
            raise NotSaidError(name)
        return self.numbers[name]

    def setting(self, layer: Layer, name: str) -> Value:
        """What a layer's setting is: named, or among the defaults."""
        found = layer.settings.get(name, self.defaults.get(name))
        if found is None:
            raise NotSaidError(f"{name} of {layer.name}")
        return found

    def must_know(self, convention: str) -> None:
        """Stop where a convention was not said that the answer depends on."""
        if convention not in self.conventions:
            raise NotSaidError(convention)
