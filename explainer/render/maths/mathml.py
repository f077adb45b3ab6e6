"""A formula in MathML Core, which browsers draw without a script.

Core has neither menclose nor columnalign: the strike-out and the alignment are CSS classes
(templates/maths.css), as are the marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from explainer.maths import Tree
from explainer.render.maths.marks import UNMARKED, Marks, class_of, class_of_result
from explainer.render.maths.pen import Term, write, write_lines
from explainer.render.maths.symbols import split


def mathml(tree: Tree, *, marks: Marks = UNMARKED) -> str:
    """One formula: what stands inside a <math> element.

    marks: from a symbol's name to the CSS class of that symbol and of its number.
    """
    return write(tree, MathMLPen(marks))


def terms(tree: Tree, *, marks: Marks = UNMARKED) -> list[str]:
    """One formula in pieces, each the inside of a <math> element: a sum's terms with signs."""
    return [line.text for line in write_lines([tree], MathMLPen(marks), break_after=1)]


def equation(
    sides: Sequence[Tree], *, unit: str = "", wrong: bool = False, marks: Marks = UNMARKED
) -> str:
    """Several formulas on one line: a = b = c; the last with its unit, struck out if wrong."""
    *left, last = (mathml(side, marks=marks) for side in sides)
    return "<mo>=</mo>".join([*left, _result(last, sides[-1], wrong)]) + _unit(unit)


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
    break_after: a sum of more terms goes on in a row of its own, as MathML breaks no lines.
    """
    pen = MathMLPen(marks)
    *above, last = write_lines(rows, pen, break_after)
    right = [_cell(text, more) for text, more in above]
    right.append(_cell(_result(last.text, rows[-1], wrong) + _unit(unit), last.continued))
    left = [pen.symbol(name)] + [""] * len(above)
    table = "".join(
        f'<mtr><mtd class="l">{a}</mtd>{b}</mtr>' for a, b in zip(left, right, strict=True)
    )
    return f'<math display="block" class="work"><mtable displaystyle="true">{table}</mtable></math>'


def _cell(text: str, continued: bool) -> str:
    return f'<mtd class="more">{text}</mtd>' if continued else f"<mtd><mo>=</mo>{text}</mtd>"


def _result(text: str, tree: Tree, wrong: bool) -> str:
    attribute = class_of_result(tree, wrong)
    return f"<mrow{attribute}>{text}</mrow>" if attribute else text


def _unit(unit: str) -> str:
    return f'<mtext class="u">{escape(unit)}</mtext>' if unit else ""


def _name_part(text: str, attribute: str = "") -> str:
    """A letter is in italics by itself and a word upright; a space needs mtext."""
    kind = "mn" if text.isdecimal() else "mtext" if " " in text else "mi"
    return f"<{kind}{attribute}>{escape(text)}</{kind}>"


@dataclass(frozen=True, slots=True)
class MathMLPen:
    """How MathML writes each construct; whatever may be raised or divided is one element."""

    marks: Marks
    stacks = True

    def symbol(self, name: str) -> str:
        parts, mark = split(name), class_of(name, self.marks)
        if not parts.subscript:
            return _name_part(parts.base, mark)
        return f"<msub{mark}>{_name_part(parts.base)}{_name_part(parts.subscript)}</msub>"

    def number(self, digits: str, symbol: str, /) -> str:
        return f"<mn{class_of(symbol, self.marks)}>{digits}</mn>"

    def sum(self, terms: Sequence[Term], *, continued: bool) -> str:
        (first, subtracted), *rest = terms
        form = "infix" if continued else "prefix"
        sign = "−" if subtracted else "+" if continued else ""
        head = f'<mo form="{form}">{sign}</mo>{first}' if sign else first
        return head + "".join(f"<mo>{'−' if minus else '+'}</mo>{term}" for term, minus in rest)

    def product(self, factors: Iterable[str], *, alone: bool) -> str:
        return "<mo>·</mo>".join(factors)

    def fraction(self, top: str, bottom: str) -> str:
        return f"<mfrac><mrow>{top}</mrow><mrow>{bottom}</mrow></mfrac>"

    def ratio(self, top: str, bottom: str) -> str:
        return f"{top}<mo>/</mo>{bottom}"

    def power(self, base: str, exponent: str) -> str:
        return f"<msup>{base}<mrow>{exponent}</mrow></msup>"

    def brackets(self, inside: str) -> str:
        return _fenced("(", inside, ")")

    def floor(self, inside: str) -> str:
        return _fenced("⌊", inside, "⌋")

    def ceil(self, inside: str) -> str:
        return _fenced("⌈", inside, "⌉")

    def call(self, function: str, arguments: Sequence[str]) -> str:
        inside = '<mo class="comma">,</mo>'.join(arguments)
        return f"<mrow><mi>{function}</mi><mo>&#x2061;</mo>{self.brackets(inside)}</mrow>"


def _fenced(left: str, inside: str, right: str) -> str:
    """A fence grows with its inside only around a fraction; a subscript would bloat it."""
    stretchy = "" if "<mfrac" in inside else ' stretchy="false"'
    return f"<mrow><mo{stretchy}>{left}</mo>{inside}<mo{stretchy}>{right}</mo></mrow>"
