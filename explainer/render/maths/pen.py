"""One walk over a formula's tree for all printers: it decides what is written, a Pen how."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from fractions import Fraction
from typing import NamedTuple, Protocol, assert_never

from explainer.language import number
from explainer.maths import tree as t
from explainer.render.maths import precedence
from explainer.render.maths.numerals import numeral
from explainer.render.maths.precedence import Binds, binding


class Term(NamedTuple):
    """A written term of a sum, and whether it is subtracted."""

    text: str
    subtracted: bool


class Line(NamedTuple):
    """A written line, and whether it goes on with the sum of the line above."""

    text: str
    continued: bool


class Pen(Protocol):
    """How one kind of output writes each construct, given its written parts."""

    stacks: bool  # whether it can write a fraction with its parts above each other

    def symbol(self, name: str) -> str:
        """A quantity by its name."""

    def number(self, digits: str, symbol: str, /) -> str:
        """A number that is not negative; `symbol` is the quantity it stands for, if any."""

    def sum(self, terms: Sequence[Term], *, continued: bool) -> str:
        """Terms with their signs; `continued` if they go on with a sum begun above."""

    def product(self, factors: Iterable[str], *, alone: bool) -> str:
        """Factors; `alone` if they are not part of a sum or quotient on the same line."""

    def fraction(self, top: str, bottom: str) -> str:
        """A quotient with its parts above each other."""

    def ratio(self, top: str, bottom: str) -> str:
        """A quotient on one line."""

    def power(self, base: str, exponent: str) -> str:
        """A base with its exponent, which needs no brackets."""

    def brackets(self, inside: str) -> str:
        """Round brackets."""

    def floor(self, inside: str) -> str:
        """⌊inside⌋."""

    def ceil(self, inside: str) -> str:
        """⌈inside⌉."""

    def call(self, function: str, arguments: Sequence[str]) -> str:
        """A named function: `max`, `min` or `rounded`."""


class Stacking(Enum):
    """Whether a quotient's parts stand above each other."""

    HERE = "here"
    IN_FENCES = "only inside a floor, a ceiling or a function"
    NEVER = "never: the place is inside a fraction or an exponent"

    def beside(self) -> Stacking:
        """What holds for a factor or a base."""
        return Stacking.IN_FENCES if self is Stacking.HERE else self

    def inside(self) -> Stacking:
        """What holds inside a floor, a ceiling or a function."""
        return Stacking.HERE if self is Stacking.IN_FENCES else self


def write(tree: t.Tree, pen: Pen) -> str:
    """The whole formula."""
    return _part(tree, pen, precedence.ANYWHERE, _outermost(pen))


def write_lines(rows: Iterable[t.Tree], pen: Pen, break_after: int) -> list[Line]:
    """Each formula on a line; a sum of more than `break_after` terms (if not 0) on several."""
    return [line for row in rows for line in _lines_of(row, pen, break_after)]


def _lines_of(tree: t.Tree, pen: Pen, break_after: int) -> list[Line]:
    if not isinstance(tree, t.Sum) or not 0 < break_after < len(tree.terms):
        return [Line(write(tree, pen), continued=False)]
    terms = _terms(tree.terms, pen, _outermost(pen))
    cuts = [terms[i : i + break_after] for i in range(0, len(terms), break_after)]
    return [Line(pen.sum(cut, continued=i > 0), continued=i > 0) for i, cut in enumerate(cuts)]


def _outermost(pen: Pen) -> Stacking:
    return Stacking.HERE if pen.stacks else Stacking.NEVER


def _part(tree: t.Tree, pen: Pen, place: Binds, stacking: Stacking) -> str:
    """The tree, in brackets if its place needs them."""
    tree = _unwrapped(tree)
    written = _bare(tree, pen, place, stacking)
    return pen.brackets(written) if binding(tree) < place else written


def _bare(tree: t.Tree, pen: Pen, place: Binds, stacking: Stacking) -> str:
    """The tree without brackets around it."""
    match tree:
        case t.Symbol(name):
            return pen.symbol(name)
        case t.Number(value, symbol):
            return _number(value, symbol, pen, stacking)
        case t.Negative():
            return pen.sum(_terms((tree,), pen, stacking), continued=False)
        case t.Sum(terms):
            return pen.sum(_terms(terms, pen, stacking), continued=False)
        case t.Product(factors):
            parts = [_part(f, pen, precedence.FACTOR, stacking.beside()) for f in factors]
            return pen.product(parts, alone=place is precedence.ANYWHERE)
        case t.Quotient(top, bottom):
            return _quotient(top, bottom, pen, stacking)
        case t.Power(base, exponent):
            raised = _part(exponent, pen, precedence.ANYWHERE, Stacking.NEVER)
            return pen.power(_part(base, pen, precedence.BASE, stacking.beside()), raised)
        case t.Floor(inside):
            return pen.floor(_inside(inside, pen, stacking))
        case t.Ceil(inside):
            return pen.ceil(_inside(inside, pen, stacking))
        case t.Rounded(inside):
            return pen.call("rounded", [_inside(inside, pen, stacking)])
        case t.Largest(choices):
            return pen.call("max", [_inside(choice, pen, stacking) for choice in choices])
        case t.Smallest(choices):
            return pen.call("min", [_inside(choice, pen, stacking) for choice in choices])
        case _:
            assert_never(tree)


def _terms(terms: Iterable[t.Tree], pen: Pen, stacking: Stacking) -> list[Term]:
    """Each term with its sign; only the first may begin with a minus of its own."""
    written: list[Term] = []
    for term in terms:
        subtracted = isinstance(term, t.Negative)
        unsigned = term.term if isinstance(term, t.Negative) else term
        first = not written and not subtracted
        place = precedence.FIRST_TERM if first else precedence.LATER_TERM
        written.append(Term(_part(unsigned, pen, place, stacking), subtracted))
    return written


def _quotient(top: t.Tree, bottom: t.Tree, pen: Pen, stacking: Stacking) -> str:
    if stacking is Stacking.HERE:
        above = _part(top, pen, precedence.ANYWHERE, Stacking.NEVER)
        return pen.fraction(above, _part(bottom, pen, precedence.ANYWHERE, Stacking.NEVER))
    divided = _part(top, pen, precedence.DIVIDED, stacking.beside())
    return pen.ratio(divided, _part(bottom, pen, precedence.DIVISOR, stacking.beside()))


def _inside(tree: t.Tree, pen: Pen, stacking: Stacking) -> str:
    return _part(tree, pen, precedence.ANYWHERE, stacking.inside())


def _number(value: t.Exact, symbol: str, pen: Pen, stacking: Stacking) -> str:
    if value < 0:
        unsigned = _number(-value, symbol, pen, stacking)
        return pen.sum([Term(unsigned, subtracted=True)], continued=False)
    digits = numeral(value)
    if digits is not None:
        return pen.number(digits, symbol)
    exact = Fraction(value)
    top, bottom = (pen.number(number(part), symbol) for part in exact.as_integer_ratio())
    return pen.fraction(top, bottom) if stacking is Stacking.HERE else pen.ratio(top, bottom)


def _unwrapped(tree: t.Tree) -> t.Tree:
    """A sum or a product of one part is that part, and of none it is 0 or 1."""
    match tree:
        case t.Sum((only,)) | t.Product((only,)):
            return _unwrapped(only)
        case t.Sum(()):
            return t.Number(0)
        case t.Product(()):
            return t.Number(1)
        case _:
            return tree
