"""A formula in words, for alternative texts: what somebody would read out at the board.

Round brackets stay as characters; what else has a beginning says its end: "the floor of
(H in minus k h) divided by 2, end floor, plus 1".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from explainer.language import current, sentence, speaking, texts
from explainer.maths import Tree
from explainer.render.maths.pen import Term, write
from explainer.render.maths.symbols import split

_ENDING = ("power_of", "floor", "ceil", "max", "min", "rounded")
_POWERS = {"2": "spoken.squared", "3": "spoken.cubed"}


def spoken(tree: Tree) -> str:
    """One formula."""
    return write(tree, PEN)


def equation(sides: Sequence[Tree], *, unit: str = "") -> str:
    """Several formulas, each equal to the next, the last with its unit."""
    return _with_unit(_joined("spoken.equals", map(spoken, sides)), unit)


def lines(name: str, rows: Sequence[Tree], *, unit: str = "") -> str:
    """A step: the name, and what it equals, row after row."""
    said, key = PEN.symbol(name), "spoken.equals"
    for row in rows:
        said, key = sentence(key, first=said, second=spoken(row)), "spoken.equals_too"
    return _with_unit(said, unit)


def _with_unit(formula: str, unit: str) -> str:
    return sentence("spoken.with_unit", formula=formula, unit=unit) if unit else formula


def _joined(key: str, parts: Iterable[str]) -> str:
    """The parts joined by a sentence of two."""
    said = ""
    for part in parts:
        said = sentence(key, first=_paused(said), second=part) if said else part
    return said


def _paused(said: str) -> str:
    """With a pause behind it where something ends."""
    return f"{said}," if said.endswith(_ends(current())) else said


@cache
def _ends(language: str) -> tuple[str, ...]:
    """What says an end in that language: what a sentence says behind its last slot."""
    with speaking(language):
        ends = (texts()[f"spoken.{key}"].rpartition("}")[2] for key in _ENDING)
        return tuple(filter(None, ends))


class SpokenPen:
    """How each construct is said."""

    stacks = False

    def symbol(self, name: str) -> str:
        parts = split(name)
        return f"{parts.base} {parts.subscript}".strip()

    def number(self, digits: str, _: str, /) -> str:
        return digits

    def sum(self, terms: Sequence[Term], *, continued: bool) -> str:
        (said, subtracted), *rest = terms
        said = sentence("spoken.negative", value=said) if subtracted else said
        for term, minus in rest:
            said = _joined("spoken.minus" if minus else "spoken.plus", [said, term])
        return said

    def product(self, factors: Iterable[str], *, alone: bool) -> str:
        return _joined("spoken.times", factors)

    def fraction(self, top: str, bottom: str) -> str:
        return self.ratio(top, bottom)

    def ratio(self, top: str, bottom: str) -> str:
        return _joined("spoken.divided", [top, bottom])

    def power(self, base: str, exponent: str) -> str:
        if exponent in _POWERS:
            return sentence(_POWERS[exponent], base=_paused(base))
        key = "spoken.power" if exponent.isdecimal() else "spoken.power_of"
        return sentence(key, base=_paused(base), exponent=exponent)

    def brackets(self, inside: str) -> str:
        return f"({inside})"

    def floor(self, inside: str) -> str:
        return sentence("spoken.floor", inside=inside)

    def ceil(self, inside: str) -> str:
        return sentence("spoken.ceil", inside=inside)

    def call(self, function: str, arguments: Sequence[str]) -> str:
        return sentence(f"spoken.{function}", inside=_joined("spoken.and", arguments))


PEN = SpokenPen()
