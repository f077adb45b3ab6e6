"""A linear inequality solved for one of its symbols, on the tree that is printed.

    parameters·b + 2·activations·batch·b ≤ memory
    batch ≤ (memory − parameters·b) / (2·activations·b)

What the symbol is multiplied with has to be above zero.
"""

from __future__ import annotations

from explainer.maths import tree as t
from explainer.maths.formula import Arguments, Formula


def form_with(formula: Formula, arguments: Arguments, symbol: str) -> t.Tree:
    """The line with symbols, in which `symbol` stays even at its neutral value."""
    return formula.form_without(tuple(arguments), formula.at_neutral(arguments) - {symbol})


def at_most(total: t.Tree, symbol: str, limit: t.Tree) -> t.Tree:
    """What the symbol is at most where a total that is linear in it is at most `limit`.

    Raises ValueError where the total doesn't grow with the symbol, or is not linear in it.
    """
    terms = total.terms if isinstance(total, t.Sum) else (total,)
    growing = [term for term in terms if symbol in t.symbols_of(term)]
    fixed = [t.Negative(term) for term in terms if symbol not in t.symbols_of(term)]
    if not growing or any(isinstance(negative.term, t.Negative) for negative in fixed):
        raise ValueError(f"this can't be solved for {symbol}")
    factors = tuple(_without(term, symbol) for term in growing)
    return t.Quotient(
        t.Sum((limit, *fixed)) if fixed else limit,
        factors[0] if len(factors) == 1 else t.Sum(factors),
    )


def _without(term: t.Tree, symbol: str) -> t.Tree:
    """What a term multiplies the symbol with."""
    factors = list(term.factors) if isinstance(term, t.Product) else [term]
    if factors.count(t.Symbol(symbol)) != 1:
        raise ValueError(f"this is not linear in {symbol}")
    factors.remove(t.Symbol(symbol))
    if any(symbol in t.symbols_of(factor) for factor in factors):
        raise ValueError(f"this is not linear in {symbol}")
    if len(factors) < 2:
        return factors[0] if factors else t.Number(1)
    return t.Product(tuple(factors))
