r"""A formula in LaTeX, as GitHub and other Markdown readers print it between dollar signs.

Markdown reads a formula before LaTeX does. So a backslash stands before letters only, but
for `\\` at the end of a line; no `_` follows a `}`, where it could open emphasis; no line
begins with a sign; and macros that GitHub refuses, such as \operatorname, are not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explainer.maths import Tree
from explainer.render.maths.pen import Term, write, write_lines
from explainer.render.maths.symbols import is_letter, split

# What LaTeX or Markdown would take for a command; no name that the program makes has any.
_SPECIAL = str.maketrans(dict.fromkeys("\\{}$&#%^_~*<>|[]`\n", "-"))


def latex(tree: Tree) -> str:
    """One formula, without the dollar signs."""
    return write(tree, PEN)


def equation(sides: Sequence[Tree], *, unit: str = "") -> str:
    """Several formulas on one line: a = b = c, the last with its unit."""
    return " = ".join(latex(side) for side in sides) + _unit(unit)


def lines(name: str, rows: Sequence[Tree], *, unit: str = "", break_after: int = 0) -> str:
    """A step: the name, and each row after an equals sign, aligned below each other.

    unit: a word after the last row. break_after: a longer sum goes on in a row of its own.
    """
    written = write_lines(rows, PEN, break_after)
    body = " \\\\\n".join(("&\\quad " if more else "&= ") + text for text, more in written)
    return f"\\begin{{aligned}}\n{PEN.symbol(name)} {body}{_unit(unit)}\n\\end{{aligned}}"


def _unit(unit: str) -> str:
    return rf"\ {_upright(unit)}" if unit else ""


def _upright(text: str) -> str:
    return rf"\text{{{text.translate(_SPECIAL)}}}"


def _name_part(text: str) -> str:
    """A letter in italics, digits as they are, words upright."""
    return text if is_letter(text) or text.isdecimal() else _upright(text)


class LatexPen:
    """How LaTeX writes each construct; fences grow only around a stacked fraction."""

    stacks = True

    def symbol(self, name: str) -> str:
        parts = split(name)
        base, subscript = _name_part(parts.base), _name_part(parts.subscript)
        if not parts.subscript:
            return base
        if not base.endswith("}"):
            return f"{base}_{subscript}" if len(subscript) == 1 else f"{base}_{{{subscript}}}"
        return f"{base}_ {{{subscript}}}"

    def number(self, digits: str, _: str, /) -> str:
        return digits.replace(",", "{,}")

    def sum(self, terms: Sequence[Term], *, continued: bool) -> str:
        (first, subtracted), *rest = terms
        sign = "-" if subtracted else "+" if continued else ""
        head = f"{{}} {sign} {first}" if continued else sign + first
        return head + "".join(f" {'-' if minus else '+'} {term}" for term, minus in rest)

    def product(self, factors: Iterable[str], *, alone: bool) -> str:
        return r" \cdot ".join(factors)

    def fraction(self, top: str, bottom: str) -> str:
        return rf"\frac{{{top}}}{{{bottom}}}"

    def ratio(self, top: str, bottom: str) -> str:
        return f"{top} / {bottom}"

    def power(self, base: str, exponent: str) -> str:
        return f"{base}^{{{exponent}}}"

    def brackets(self, inside: str) -> str:
        return self._fenced("(", inside, ")")

    def floor(self, inside: str) -> str:
        return self._fenced(r"\lfloor ", inside, r" \rfloor")

    def ceil(self, inside: str) -> str:
        return self._fenced(r"\lceil ", inside, r" \rceil")

    def call(self, function: str, arguments: Sequence[str]) -> str:
        name = r"\mathrm{rounded}" if function == "rounded" else rf"\{function}"
        return name + self.brackets(r",\ ".join(arguments))

    def _fenced(self, left: str, inside: str, right: str) -> str:
        if r"\frac" in inside:
            return rf"\left{left.strip()} {inside} \right{right.strip()}"
        return left + inside + right


PEN = LatexPen()
