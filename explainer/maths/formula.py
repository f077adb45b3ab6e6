"""A formula is a function: it can be read, printed with symbols or numbers, and run.

    def weights(k_h, k_w, c_in, c_out, g=1):
        '''Each of the c_out kernels has one weight per tap and input channel.'''
        return k_h * k_w * (c_in / g) * c_out

The parameters are the symbols, the docstring is the sentence the reader sees, a default
is the neutral value at which a symbol drops out of the printed line. `*c` stands for any
number of symbols c_1, c_2, ….
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

from explainer.errors import NoSentencesError
from explainer.maths import tree as t

Function: TypeAlias = Callable[..., Any]
# What a name stands for: a number, or for a `*` parameter the numbers of all its symbols.
# A `*` parameter's numbers may have names of their own: {"conv2d": 5} for `*A` is A_conv2d.
Values: TypeAlias = Mapping[str, "t.Exact | tuple[t.Exact, ...] | Mapping[str, t.Exact]"]
Arguments: TypeAlias = dict[str, t.Exact]


@lru_cache(maxsize=1 << 16)  # equal layers, and networks derived anew with one slip, run it often
def _run(function: Function, numbers: tuple[t.Exact, ...]) -> t.Exact:
    exact = Fraction(function(*map(Fraction, numbers)))
    return int(exact) if exact.denominator == 1 else exact


def expect_docstrings() -> None:
    """NoSentencesError where Python has dropped what formulas say, as it does under -OO."""
    if sys.flags.optimize > 1:
        raise NoSentencesError(
            "Python runs with -OO here, which drops the sentences that explain a formula. "
            "Run it without -OO, and with PYTHONOPTIMIZE unset."
        )


@dataclass(frozen=True, eq=False)
class Formula:
    """A named quantity and the function that gives it.

    name: the symbol of the result, such as `H_out` or `weights`.
    function: its parameters are the symbols it needs, its docstring says why.
    renamed: other names for the function's parameters, such as {"k": "k_h"}.
    """

    name: str
    function: Function
    renamed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def why(self) -> str:
        """The sentence that explains the formula, from the docstring.

        Raises NoSentencesError where Python dropped it.
        """
        expect_docstrings()
        return " ".join((inspect.getdoc(self.function) or "").split())

    @cached_property
    def _parameters(self) -> tuple[inspect.Parameter, ...]:
        return tuple(inspect.signature(self.function).parameters.values())

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """The names it looks up; the ones with a neutral value may be missing."""
        return tuple(self.renamed.get(p.name, p.name) for p in self._parameters)

    @cached_property
    def takes_many(self) -> bool:
        """Whether one of its names stands for any number of symbols, as `*c` does."""
        return any(p.kind is p.VAR_POSITIONAL for p in self._parameters)

    @cached_property
    def neutral(self) -> dict[str, int]:
        """The neutral value of each name that has one."""
        pairs = zip(self.needs, self._parameters, strict=True)
        return {name: p.default for name, p in pairs if p.default is not p.empty}

    def missing(self, values: Values) -> tuple[str, ...]:
        """The names it needs and `values` does not have."""
        return tuple(n for n in self.needs if n not in values and n not in self.neutral)

    def arguments(self, values: Values) -> Arguments:
        """Each symbol with its number, in order; `*c` gives c_1, c_2, …."""
        found: Arguments = {}
        for name in self.needs:
            value = values[name] if name in values else self.neutral[name]
            if isinstance(value, tuple):
                found |= {f"{name}_{i}": part for i, part in enumerate(value, 1)}
            elif isinstance(value, Mapping):
                found |= {f"{name}_{part}": number for part, number in value.items()}
            else:
                found[name] = value
        return found

    def value(self, arguments: Arguments) -> t.Exact:
        """The exact result: whole where it is whole, else a fraction."""
        return _run(self.function, tuple(arguments.values()))

    def at_neutral(self, arguments: Arguments) -> frozenset[str]:
        """The symbols that stand at their neutral value, and so drop out."""
        return frozenset(n for n, v in self.neutral.items() if arguments.get(n) == v)

    def form(self, arguments: Arguments) -> t.Tree:
        """The line with symbols, without those that stand at their neutral value."""
        from explainer.maths.forms import form

        return form(self, tuple(arguments), self.at_neutral(arguments))

    def law(self, arguments: Arguments) -> t.Tree:
        """The line with every symbol, as it holds in general."""
        from explainer.maths.forms import form

        return form(self, tuple(arguments), frozenset())


@dataclass(frozen=True, eq=False)
class Mistake(Formula):
    """A wrong formula that people use; it runs like the right one.

    instead_of: the name of the right formula's quantity.
    """

    instead_of: str = ""
