"""A formula as a small tree: what the printers print and the checks compare.

A tree is written once with symbols and once with numbers; both have the same shape.
It keeps the order in which a person writes: nothing is sorted, merged or evaluated.

    Sum(Product(2, p), Negative(k))        2·p − k
    Floor(Quotient(Symbol("H"), Number(2)))  ⌊H / 2⌋
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias, assert_never

Exact: TypeAlias = int | Fraction


def as_exact(number: Exact) -> Exact:
    """The same number, as an int where it is whole."""
    return int(number) if number.denominator == 1 else number


@dataclass(frozen=True, slots=True)
class Symbol:
    """A quantity by its name: `c_out`, `H_in`, `c_1`."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number: whole, or a fraction in lowest terms.

    symbol: the name it stands for, so that a page can mark both alike; may be empty.
    """

    value: Exact
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Negative:
    """A term that is subtracted; it stands only inside a Sum."""

    term: Tree


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms added up, in the order written."""

    terms: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Factors multiplied, in the order written."""

    factors: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """One tree divided by another."""

    top: Tree
    bottom: Tree


@dataclass(frozen=True, slots=True)
class Power:
    """A base raised to a whole number."""

    base: Tree
    exponent: Tree


@dataclass(frozen=True, slots=True)
class Floor:
    """The largest whole number that is not above the inside."""

    inside: Tree


@dataclass(frozen=True, slots=True)
class Ceil:
    """The smallest whole number that is not below the inside."""

    inside: Tree


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest of several values: max(a, b)."""

    choices: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Smallest:
    """The smallest of several values: min(a, b)."""

    choices: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Rounded:
    """The inside rounded as a printed table rounds it (see maths.functions.rounded)."""

    inside: Tree


Tree: TypeAlias = (
    Symbol
    | Number
    | Negative
    | Sum
    | Product
    | Quotient
    | Power
    | Floor
    | Ceil
    | Largest
    | Smallest
    | Rounded
)


def rebuilt(tree: Tree, change: Callable[[Tree], Tree]) -> Tree:
    """The same node over changed children; leaves come back as they are."""
    match tree:
        case Symbol() | Number():
            return tree
        case Negative(term):
            return Negative(change(term))
        case Sum(terms):
            return Sum(tuple(map(change, terms)))
        case Product(factors):
            return Product(tuple(map(change, factors)))
        case Quotient(top, bottom):
            return Quotient(change(top), change(bottom))
        case Power(base, exponent):
            return Power(change(base), change(exponent))
        case Floor(inside):
            return Floor(change(inside))
        case Ceil(inside):
            return Ceil(change(inside))
        case Rounded(inside):
            return Rounded(change(inside))
        case Largest(choices):
            return Largest(tuple(map(change, choices)))
        case Smallest(choices):
            return Smallest(tuple(map(change, choices)))
        case _:
            assert_never(tree)


def with_numbers(tree: Tree, values: Mapping[str, Exact]) -> Tree:
    """The same tree with each symbol's number in its place."""
    if isinstance(tree, Symbol):
        return Number(values[tree.name], tree.name)
    return rebuilt(tree, lambda part: with_numbers(part, values))


def symbols_of(tree: Tree) -> list[str]:
    """The names of the symbols, each once, in the order written."""
    found: dict[str, None] = {}

    def look(part: Tree) -> Tree:
        if isinstance(part, Symbol):
            found[part.name] = None
        return rebuilt(part, look)

    look(tree)
    return list(found)
