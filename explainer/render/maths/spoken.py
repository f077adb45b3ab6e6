"""A formula in words, for alternative texts: what somebody would read out at the board.

Round brackets stay as characters; what else has a beginning says its end: "the floor of
(H in minus k h) divided by 2, end floor, plus 1".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explainer.maths import Tree
from explainer.render.maths.pen import Term, write
from explainer.render.maths.symbols import split

_ENDS = tuple(f"end {word}" for word in ("floor", "ceiling", "max", "min", "rounded", "power"))
_CALLS = {
    "max": "the largest of {}, end max",
    "min": "the smallest of {}, end min",
    "rounded": "the rounded value of {}, end rounded",
}
_POWERS = {"2": "squared", "3": "cubed"}


def spoken(tree: Tree) -> str:
    """One formula."""
    return write(tree, PEN)


def equation(sides: Sequence[Tree], *, unit: str = "") -> str:
    """Several formulas, each equal to the next, the last with its unit."""
    return _joined(" equals ", map(spoken, sides)) + (f" {unit}" if unit else "")


def lines(name: str, rows: Sequence[Tree], *, unit: str = "") -> str:
    """A step: the name, and what it equals, row after row."""
    said = ", equals ".join(map(spoken, rows))
    return f"{PEN.symbol(name)} equals {said}" + (f" {unit}" if unit else "")


def _joined(word: str, parts: Iterable[str]) -> str:
    """The parts with a word between them, and a pause before it where something ends."""
    said = ""
    for part in parts:
        pause = "," if said.endswith(_ENDS) else ""
        said = f"{said}{pause}{word}{part}" if said else part
    return said


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
        said = f"minus {said}" if subtracted else said
        for term, minus in rest:
            said = _joined(" minus " if minus else " plus ", [said, term])
        return said

    def product(self, factors: Iterable[str], *, alone: bool) -> str:
        return _joined(" times ", factors)

    def fraction(self, top: str, bottom: str) -> str:
        return self.ratio(top, bottom)

    def ratio(self, top: str, bottom: str) -> str:
        return _joined(" divided by ", [top, bottom])

    def power(self, base: str, exponent: str) -> str:
        if exponent.isdecimal():
            return _joined(" ", [base, _POWERS.get(exponent, f"to the power {exponent}")])
        return _joined(" ", [base, f"to the power of {exponent}, end power"])

    def brackets(self, inside: str) -> str:
        return f"({inside})"

    def floor(self, inside: str) -> str:
        return f"the floor of {inside}, end floor"

    def ceil(self, inside: str) -> str:
        return f"the ceiling of {inside}, end ceiling"

    def call(self, function: str, arguments: Sequence[str]) -> str:
        return _CALLS[function].format(_joined(" and ", arguments))


PEN = SpokenPen()
