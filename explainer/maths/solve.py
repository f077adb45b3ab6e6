"""A linear inequality solved for one of its symbols, each side in the order in which it is written.

    parameters·b + 2·activations·batch·b ≤ memory
    batch ≤ (memory − parameters·b) / (2·activations·b)

What the symbol is multiplied with has to be above zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from explainer.maths import tree as t
from explainer.maths.formula import Arguments, Formula

if TYPE_CHECKING:
    import sympy


def form_with(formula: Formula, arguments: Arguments, symbol: str) -> t.Tree:
    """The line with symbols, in which `symbol` stays even at its neutral value."""
    return formula.form_without(tuple(arguments), formula.at_neutral(arguments) - {symbol})


def at_most(formula: Formula, arguments: Arguments, name: str, limit: str) -> t.Tree:
    """What a symbol is at most where the formula, linear in it, is at most the symbol `limit`.

    The terms without it are taken off, and the rest is divided by the others at its 1, all of
    them unevaluated, so that they are read as the formula is.

    Raises ValueError where the formula doesn't grow with the symbol, or is not linear in it.
    """
    import sympy
    from sympy.core.parameters import evaluate

    from explainer.maths.expression import symbol, tree_of

    unknown = symbol(name)
    whole = formula.expression(tuple(arguments), formula.at_neutral(arguments) - {name})
    growing, fixed = sympy.sift(_terms(whole), lambda term: term.has(unknown), binary=True)
    if not growing or not all(_is_multiple(term, unknown) for term in growing):
        raise ValueError(f"this can't be solved for {name}")
    with evaluate(False):
        slope = sympy.Add(*growing).xreplace({unknown: sympy.Integer(1)})
        return tree_of((symbol(limit) - sympy.Add(*fixed)) / slope)


def _is_multiple(term: sympy.Expr, unknown: sympy.Symbol) -> bool:
    """Whether a term is the unknown times what does not depend on it."""
    return not (term.doit() / unknown).has(unknown)


def _terms(expression: sympy.Expr) -> Iterator[sympy.Expr]:
    """The terms of a sum in the order in which it is written, nested sums opened."""
    if not expression.is_Add:
        yield expression
        return
    for part in expression.args:
        yield from _terms(part)
