"""A page as one HTML file: native MathML, inline SVG, fonts inside, no script, no network."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from explainer.language import sentence
from explainer.maths import Tree
from explainer.page import nodes as n
from explainer.render.column_widths import Columns, Rows
from explainer.render.drawings.picture import Picture
from explainer.render.literal import literal
from explainer.render.markup import TERMS_A_ROW, Writer, isolated
from explainer.render.maths import mathml
from explainer.render.maths.marks import Marks
from explainer.render.templates import environment, faces_inside, style

EQUALS = '<mo form="infix" lspace="0">=</mo>'
TAG = re.compile("<[^>]*>")
# So many characters fit beside each other on a phone; a longer row scrolls, by keyboard too.
FITS_A_PHONE = 30


BOX = '<span class="wide" role="group" aria-label="{}" tabindex="0">{}</span>'


class Screen:
    """Formulas and pictures for browsers."""

    def formula(self, tree: Tree, marks: Marks) -> str:
        """MathML; too long for a phone, a sum is in pieces, and a piece in a box that scrolls."""
        written = mathml.mathml(tree, marks=marks)
        parts = [written] if _fits(written) else mathml.terms(tree, marks=marks)
        return " ".join(_boxed(part) for part in parts)

    def equation(self, sides: Sequence[Tree], wrong: bool, badge: str = "") -> str:
        """MathML breaks no lines: every side is a formula, so that a line can end behind it.

        A side too long for a phone is in its terms, each a formula.
        """
        name, *rest = sides
        parts = [mathml.mathml(name)]
        for i, side in enumerate(rest, 1):
            before = f"{parts.pop()}<mo>=</mo>" if i == 1 else EQUALS
            first, *more = _terms(before, side, wrong=wrong and i == len(rest))
            parts += [before + first, *more]
        *others, last = map(_boxed, parts)
        kept = f'<span class="kept">{last}&#160;{badge}</span>' if badge else last
        return " ".join((*others, kept))

    def lines(self, symbol: str, rows: Sequence[Tree], unit: str, marks: Marks) -> str:
        """One table of MathML: long sums a term a row, and in a box that scrolls if it has to."""
        worked = mathml.lines(symbol, rows, unit=unit, marks=marks, break_after=TERMS_A_ROW)
        if _fits(worked):
            return worked
        worked = mathml.lines(symbol, rows, unit=unit, marks=marks, break_after=1)
        if _fits(worked):
            return worked
        return f'<div class="wide" role="group" aria-label="{_label()}" tabindex="0">{worked}</div>'

    def picture(self, picture: Picture, name: str) -> str:
        """Inline SVG in the page's colours."""
        return picture.svg(name)

    def name(self, shown: Markup, text: str, language: str) -> Markup:
        """Always apart: a script may write another name there."""
        return isolated(shown)

    @property
    def narrow(self) -> bool:
        """A phone gets pictures of its own, where they would be too small."""
        return True

    def widths(self, columns: Columns, rows: Rows) -> tuple[str, ...]:
        """Each reader's window is as wide as it is."""
        return ()


def _label() -> Markup:
    """What a box that scrolls is called to whoever doesn't see it."""
    return Markup.escape(sentence("page.formula"))


def _terms(before: str, side: Tree, *, wrong: bool) -> list[str]:
    """One side of an equation: whole, or where a phone is too narrow for it in its terms."""
    whole = mathml.equation((side,), wrong=wrong)
    return [whole] if _fits(before + whole) else mathml.terms(side)


def _boxed(part: str) -> str:
    """A formula, in a box that scrolls where it is too long for a phone."""
    written = f"<math>{part}</math>"
    return written if _fits(part) else BOX.format(_label(), written)


def _fits(worked: str) -> bool:
    """Whether every row of a formula fits on a phone."""
    return max(len(TAG.sub("", row)) for row in worked.split("</mtr>")) <= FITS_A_PHONE


def to_html(page: n.Page) -> str:
    """The whole file, with a line end."""
    writer = Writer(page, Screen())
    opening, answers, rest = writer.opening_answers_and_rest()
    written = (
        environment()
        .get_template("page.html")
        .render(
            paper=False,
            language=page.language,
            title=literal(page.title),
            style=Markup(
                faces_inside() + "\n" + style("page", "maths", "mathml", "drawings", "screen")
            ),
            opening=opening,
            answers=answers,
            sheet=page.sheet,
            contents=[] if page.sheet else writer.contents(),
            rest=rest,
        )
    )
    return written.rstrip("\n") + "\n"
