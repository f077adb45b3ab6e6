"""A formula as a sympy expression, and the tree of it that is printed.

The function is called once with sympy symbols, while sympy's own evaluation is off, so that
the expression keeps the shape in which it was written. In a line that is printed, a setting
at its neutral value (no padding, no dilation, one group) is replaced by that number, and
what then adds nothing is dropped: + 0, · 1, · 0, / 1.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

import sympy
from sympy.core.parameters import evaluate

from explainer.maths import tree as t

NAMED: dict[str, Callable[[Any], t.Tree]] = {
    "floor": lambda args: t.Floor(args[0]),
    "ceiling": lambda args: t.Ceil(args[0]),
    "rounded": lambda args: t.Rounded(args[0]),
    "Max": lambda args: t.Largest(tuple(args)),
    "Min": lambda args: t.Smallest(tuple(args)),
}


@cache
def symbol(name: str) -> sympy.Symbol:
    """The symbol of that name: never negative, and not always whole (a factor of 1.5)."""
    return sympy.Symbol(name, nonnegative=True)


@cache
def expression(function: Callable[..., Any], names: tuple[str, ...]) -> sympy.Expr:
    """The function's result over the symbols of these names, as it is written."""
    with evaluate(False):
        return sympy.sympify(function(*map(symbol, names)))


@cache
def expression_at(
    function: Callable[..., Any], names: tuple[str, ...], numbers: tuple[tuple[str, int], ...]
) -> sympy.Expr:
    """The same, as it is written, with numbers in place of some symbols."""
    return replaced(
        expression(function, names), {symbol(name): sympy.Integer(n) for name, n in numbers}
    )


@cache
def form(
    function: Callable[..., Any], names: tuple[str, ...], neutral: tuple[tuple[str, int], ...]
) -> t.Tree:
    """The line over the symbols of these names, what the neutral ones add dropped."""
    return tree_of(expression_at(function, names, neutral))


def replaced(expr: sympy.Expr, changes: Mapping[sympy.Expr, sympy.Expr]) -> sympy.Expr:
    """The expression with others for some symbols, in the shape in which it is written.

    It is sympy's `xreplace`, but for max and min, which that evaluates in any case.
    """
    if not expr.args:
        return changes.get(expr, expr)
    return expr.func(*(replaced(part, changes) for part in expr.args), evaluate=False)


@cache
def same_for_all(right: sympy.Expr, wrong: sympy.Expr) -> bool:
    """Whether two expressions are equal whatever the numbers are.

    Floors, ceilings, the largest and the smallest of several are compared by what stands in
    them: where only their rules could show that two are equal, they count as different.
    """
    return bool(expanded(right) == expanded(wrong))


@cache
def expanded(expr: sympy.Expr) -> sympy.Expr:
    """The expression multiplied out; a floor is a symbol, the same one for equal insides."""
    return sympy.expand_mul(_opaque(expr))


def _opaque(expr: sympy.Expr) -> sympy.Expr:
    if not expr.args:
        return expr
    if expr.is_Add or expr.is_Mul or expr.is_Pow:
        return expr.func(*map(_opaque, expr.args))
    name, parts = expr.func.__name__, tuple(map(expanded, expr.args))
    return _symbol_for(name, frozenset(parts) if name in ("Max", "Min") else parts)


@cache
def _symbol_for(name: str, inside: Collection[sympy.Expr]) -> sympy.Symbol:
    return sympy.Dummy(name)


def tree_of(built: sympy.Expr) -> t.Tree:
    """The printed tree of a sympy expression, with what adds nothing dropped."""
    if isinstance(built, sympy.Symbol):
        return t.Symbol(built.name)
    if isinstance(built, sympy.Rational):
        return (
            t.Number(int(built))
            if built.is_Integer
            else _quotient([t.Number(built.p)], [t.Number(built.q)])
        )
    if isinstance(built, sympy.Add):
        return _sum([term for part in built.args for term in _terms(part)])
    if isinstance(built, sympy.Mul | sympy.Pow):
        top, bottom = _factors(built)
        return _quotient(top, bottom)
    name = built.func.__name__
    if name in NAMED:
        return NAMED[name]([tree_of(part) for part in built.args])
    raise TypeError(f"a formula may not use {name}; add it to explainer/maths/expression.py")


def _terms(part: Any) -> list[t.Tree]:
    """The terms that one argument of a sum contributes: a nested sum is opened."""
    if isinstance(part, sympy.Add):
        return [term for inner in part.args for term in _terms(inner)]
    if isinstance(part, sympy.Mul) and part.args[0].is_Integer and part.args[0] < 0:
        # x − 2·p reaches us as x + (−2)·p.
        factors = [f for f in (-part.args[0], *part.args[1:]) if f != 1]
        rest = factors[0] if len(factors) == 1 else part.func(*factors, evaluate=False)
        return [_negative(term) for term in _terms(rest)]
    if isinstance(part, sympy.Integer) and part < 0:
        return [t.Negative(t.Number(-int(part)))]
    return [tree_of(part)]


def _negative(term: t.Tree) -> t.Tree:
    return term.term if isinstance(term, t.Negative) else t.Negative(term)


def _sum(terms: list[t.Tree]) -> t.Tree:
    kept = [term for term in terms if term not in (t.Number(0), t.Negative(t.Number(0)))]
    if all(isinstance(_unsigned(term), t.Number) for term in kept):
        return t.Number(sum(_literal(term) for term in kept))
    return kept[0] if len(kept) == 1 else t.Sum(tuple(kept))


def _unsigned(term: t.Tree) -> t.Tree:
    return term.term if isinstance(term, t.Negative) else term


def _literal(term: t.Tree) -> t.Exact:
    inner = _unsigned(term)
    assert isinstance(inner, t.Number)
    return -inner.value if isinstance(term, t.Negative) else inner.value


def _factors(part: Any) -> tuple[list[t.Tree], list[t.Tree]]:
    """The factors above and below the line, nested products and quotients opened."""
    if isinstance(part, sympy.Mul):
        pairs = [_factors(inner) for inner in part.args]
        return [f for top, _ in pairs for f in top], [f for _, bottom in pairs for f in bottom]
    if isinstance(part, sympy.Pow) and part.exp.is_Integer and part.exp < 0:
        below = part.base if part.exp == -1 else sympy.Pow(part.base, -part.exp, evaluate=False)
        return [], [tree_of(below)]
    if isinstance(part, sympy.Pow):
        return [t.Power(tree_of(part.base), tree_of(part.exp))], []
    if isinstance(part, sympy.Rational) and not part.is_Integer:
        return ([t.Number(part.p)] if part.p != 1 else []), [t.Number(part.q)]
    return [tree_of(part)], []


def _quotient(top: list[t.Tree], bottom: list[t.Tree]) -> t.Tree:
    above, below = _product(top), _product(bottom)
    return above if below == t.Number(1) else t.Quotient(above, below)


def _product(factors: list[t.Tree]) -> t.Tree:
    if t.Number(0) in factors:
        return t.Number(0)
    kept = tuple(factor for factor in factors if factor != t.Number(1))
    if not kept:
        return t.Number(1)
    return kept[0] if len(kept) == 1 else t.Product(kept)
