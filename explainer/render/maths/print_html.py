"""A formula as plain HTML text with <i>, <sub> and <sup>, for paper.

WeasyPrint draws no MathML, and every box costs it time, so a formula is one run of text: a
quotient has a solidus, spaces are characters, and a line may break before an operator but
not after it. What is copied from the page reads in the same order: an exponent that is a
number is made of superscript digits, as 3<sup>2</sup> would be copied as 32.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from explainer.maths import Tree
from explainer.render.maths.marks import UNMARKED, Marks, class_of, class_of_result
from explainer.render.maths.pen import Term, write, write_lines
from explainer.render.maths.symbols import is_letter, split

NO_BREAK = "\N{NO-BREAK SPACE}"
THIN = "\N{NARROW NO-BREAK SPACE}"
# No line breaks within brackets that hold no more characters than these.
WITHIN_BRACKETS = 30
TAG = re.compile("<[^>]*>")
BEFORE_AN_OPERATOR = re.compile(" (?=[+−·/])")
_RAISED = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def print_html(tree: Tree, *, marks: Marks = UNMARKED) -> str:
    """One formula, as part of a sentence or of a table's cell.

    marks: from a symbol's name to the CSS class of that symbol and of its number.
    """
    return write(tree, PrintPen(marks))


def equation(
    sides: Sequence[Tree], *, unit: str = "", wrong: bool = False, marks: Marks = UNMARKED
) -> str:
    """Several formulas on one line: a = b = c; the last with its unit, struck out if wrong."""
    *left, last = (print_html(side, marks=marks) for side in sides)
    return f" ={NO_BREAK}".join([*left, _result(last, sides[-1], wrong)]) + _unit(unit)


def lines(
    name: str,
    rows: Sequence[Tree],
    *,
    unit: str = "",
    wrong: bool = False,
    marks: Marks = UNMARKED,
    break_after: int = 0,
) -> str:
    """A step: the name, and each row after an equals sign, aligned below each other.

    unit: a word after the last row. wrong: strike the last row out; say it in words as well.
    break_after: a sum of more terms goes on in a row of its own; without, lines break by
    themselves where they are full.
    """
    pen = PrintPen(marks)
    *above, last = write_lines(rows, pen, break_after)
    right = [_line(text, more) for text, more in above]
    right.append(_line(_result(last.text, rows[-1], wrong) + _unit(unit), last.continued))
    return f'<div class="work"><span class="l">{pen.symbol(name)}</span>{"".join(right)}</div>'


def _line(text: str, continued: bool) -> str:
    return f'<div class="more">{text}</div>' if continued else f"<div>={NO_BREAK}{text}</div>"


def _result(text: str, tree: Tree, wrong: bool) -> str:
    attribute = class_of_result(tree, wrong)
    return f"<span{attribute}>{text}</span>" if attribute else text


def _unit(unit: str) -> str:
    return f'{NO_BREAK}<span class="u">{escape(unit)}</span>' if unit else ""


@cache
def _symbol(name: str) -> str:
    """The name with its subscript; a letter's own subscript letter shares its italics."""
    parts = split(name)
    base, below = escape(parts.base), escape(parts.subscript)
    subscript = f"<sub>{below}</sub>" if below else ""
    if not is_letter(parts.base):
        return base + subscript
    return f"<i>{base}{subscript}</i>" if is_letter(below) else f"<i>{base}</i>{subscript}"


@dataclass(frozen=True, slots=True)
class PrintPen:
    """How a run of text writes each construct."""

    marks: Marks
    stacks = False

    def symbol(self, name: str) -> str:
        return self._marked(_symbol(name), name)

    def number(self, digits: str, symbol: str, /) -> str:
        return self._marked(digits, symbol)

    def sum(self, terms: Sequence[Term], *, continued: bool) -> str:
        (first, subtracted), *rest = terms
        sign = "−" if subtracted else "+" if continued else ""
        head = sign + (NO_BREAK if continued else "") + first
        return head + "".join(f" {'−' if minus else '+'}{NO_BREAK}{term}" for term, minus in rest)

    def product(self, factors: Iterable[str], *, alone: bool) -> str:
        return (f" ·{NO_BREAK}" if alone else f"{THIN}·{THIN}").join(factors)

    def fraction(self, top: str, bottom: str) -> str:
        return self.ratio(top, bottom)

    def ratio(self, top: str, bottom: str) -> str:
        return f"{top} /{NO_BREAK}{bottom}"

    def power(self, base: str, exponent: str) -> str:
        plain = not exponent.strip("−0123456789")
        return base + (exponent.translate(_RAISED) if plain else f"<sup>{exponent}</sup>")

    def brackets(self, inside: str) -> str:
        long = len(TAG.sub("", inside)) > WITHIN_BRACKETS
        return f"({inside if long else BEFORE_AN_OPERATOR.sub(NO_BREAK, inside)})"

    def floor(self, inside: str) -> str:
        return f"⌊{inside}⌋"

    def ceil(self, inside: str) -> str:
        return f"⌈{inside}⌉"

    def call(self, function: str, arguments: Sequence[str]) -> str:
        return f"{function}({', '.join(arguments)})"

    def _marked(self, text: str, symbol: str) -> str:
        attribute = class_of(symbol, self.marks)
        return f"<span{attribute}>{text}</span>" if attribute else text
