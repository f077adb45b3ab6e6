"""A formula in plain characters, for platforms and files that print no mathematics.

H_out = ⌊(H_in + 2 × p_h - k_h) / s_h⌋ + 1
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explainer.maths import Tree
from explainer.render.maths.pen import Term, write


def written(tree: Tree) -> str:
    """One formula on one line."""
    return write(tree, PEN)


class WrittenPen:
    """How each construct is written."""

    stacks = False

    def symbol(self, name: str) -> str:
        return name

    def number(self, digits: str, _: str, /) -> str:
        return digits

    def sum(self, terms: Sequence[Term], *, continued: bool) -> str:
        (first, subtracted), *rest = terms
        sign = "-" if subtracted else "+" if continued else ""
        text = f"{sign} {first}" if continued else sign + first
        return text + "".join(f" {'-' if minus else '+'} {term}" for term, minus in rest)

    def product(self, factors: Iterable[str], *, alone: bool) -> str:
        return " × ".join(factors)

    def fraction(self, top: str, bottom: str) -> str:
        return self.ratio(top, bottom)

    def ratio(self, top: str, bottom: str) -> str:
        return f"{top} / {bottom}"

    def power(self, base: str, exponent: str) -> str:
        return f"{base}^{exponent}"

    def brackets(self, inside: str) -> str:
        return f"({inside})"

    def floor(self, inside: str) -> str:
        return f"⌊{inside}⌋"

    def ceil(self, inside: str) -> str:
        return f"⌈{inside}⌉"

    def call(self, function: str, arguments: Sequence[str]) -> str:
        return f"{function}({', '.join(arguments)})"


PEN = WrittenPen()
