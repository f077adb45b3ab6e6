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

# What has a beginning says its end, which stands behind the slot.
_CLOSED = ("floor", "ceil", "max", "min", "rounded", "power_of")


def spoken(tree: Tree) -> str:
    """One formula."""
    return write(tree, PEN)


def equation(sides: Sequence[Tree], *, unit: str = "") -> str:
    """Several formulas, each equal to the next, the last with its unit."""
    return _joined("equals", map(spoken, sides)) + (f" {unit}" if unit else "")


def lines(name: str, rows: Sequence[Tree], *, unit: str = "") -> str:
    """A step: the name, and what it equals, row after row."""
    first, *others = map(spoken, rows)
    said = sentence("spoken.equals", first=PEN.symbol(name), second=first)
    for row in others:
        said = sentence("spoken.equals", first=f"{said},", second=row)
    return said + (f" {unit}" if unit else "")


def _joined(word: str, parts: Iterable[str]) -> str:
    """The parts with a word between them, and a pause before it where something ends."""
    said = ""
    for part in parts:
        said = sentence(f"spoken.{word}", first=_paused(said), second=part) if said else part
    return said


def _paused(said: str) -> str:
    return f"{said}," if said.endswith(_ends(current())) else said


@cache
def _ends(language: str) -> tuple[str, ...]:
    """What stands at the end of whatever says its end."""
    with speaking(language):
        return tuple(texts()[f"spoken.{word}"].rpartition("}")[2].strip(" ,") for word in _CLOSED)


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
            said = _joined("minus" if minus else "plus", [said, term])
        return said

    def product(self, factors: Iterable[str], *, alone: bool) -> str:
        return _joined("times", factors)

    def fraction(self, top: str, bottom: str) -> str:
        return self.ratio(top, bottom)

    def ratio(self, top: str, bottom: str) -> str:
        return _joined("divided", [top, bottom])

    def power(self, base: str, exponent: str) -> str:
        if exponent.isdecimal():
            if exponent in ("2", "3"):
                return sentence(f"spoken.to_{exponent}", value=_paused(base))
            return sentence("spoken.power", value=_paused(base), exponent=exponent)
        return sentence("spoken.power_of", value=_paused(base), exponent=exponent)

    def brackets(self, inside: str) -> str:
        return f"({inside})"

    def floor(self, inside: str) -> str:
        return sentence("spoken.floor", inside=inside)

    def ceil(self, inside: str) -> str:
        return sentence("spoken.ceil", inside=inside)

    def call(self, function: str, arguments: Sequence[str]) -> str:
        return sentence(f"spoken.{function}", inside=_joined("and", arguments))


PEN = SpokenPen()
