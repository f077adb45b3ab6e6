"""A formula is a function: it can be read, printed with symbols or numbers, and run.

    def weights(k_h, k_w, c_in, c_out, g=1):
        '''Each of the c_out kernels has one weight for each of its taps (positions) and
        each input channel.
        '''
        return k_h * k_w * (c_in / g) * c_out

The parameters are the symbols, the docstring is the sentence the reader sees, a default
is the neutral value at which a symbol drops out of the printed line. `*c` stands for any
number of symbols c_1, c_2, ….

A mistake names the formula that it stands in the place of. Where it changes a symbol of
that formula, it says so; else it is a function of its own:

    weights.mistake("input_depth_forgotten", c_in=1, says="A kernel is not flat: …")

    @weights.mistake_around()
    def weights_not_shared(weights, H_out, W_out):
        '''A convolution shares its weights: every position uses the same kernels.'''
        return weights * H_out * W_out
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from explainer.errors import NoSentencesError
from explainer.language import sentence
from explainer.maths import tree as t
from explainer.maths.substitution import (
    Function,
    Part,
    names_of,
    parameters_of,
    part_of,
    substituted,
)

if TYPE_CHECKING:
    import sympy

Condition: TypeAlias = Callable[[Any], bool]
# What a name stands for: a number, or for a `*` parameter the numbers of all its symbols.
# A `*` parameter's numbers may have names of their own: {"conv2d": 5} for `*A` is A_conv2d.
Values: TypeAlias = Mapping[str, "t.Exact | tuple[t.Exact, ...] | Mapping[str, t.Exact]"]
Arguments: TypeAlias = dict[str, t.Exact]

# Numbers that lie far apart: no formula divides by 0 there, and hardly any two of them meet.
FIRST_NUMBER, APART = 1009, 97


@lru_cache(maxsize=1 << 16)  # equal layers, and networks derived anew with one slip, run it often
def _run(function: Function, numbers: tuple[t.Exact, ...]) -> t.Exact:
    return t.as_exact(Fraction(function(*map(Fraction, numbers))))


def _at(numbers: Mapping[str, int], names: Iterable[str]) -> Arguments:
    return {name: numbers[name] for name in names}


def expect_docstrings() -> None:
    """NoSentencesError where Python has dropped what formulas say, as it does under -OO."""
    if sys.flags.optimize > 1:
        raise NoSentencesError(sentence("python.no_docstrings"))


def holds_always(_: Any) -> bool:
    """The condition of a formula that doesn't depend on anything."""
    return True


class Home(Protocol):
    """A collection that formulas belong to, with the mistakes that are made in them."""

    @property
    def sample(self) -> Mapping[str, Any]:
        """The numbers with which its mistakes are shown, where they are not the usual ones."""

    @property
    def seldom(self) -> Home:
        """Where mistakes go that are looked for only when a number has to be explained."""

    def add(self, formula: Formula, when: Condition = holds_always) -> None:
        """Take in a formula, or a mistake."""

    def spellings(self, name: str) -> tuple[Formula, ...]:
        """Its formulas of that name."""


@dataclass(frozen=True, eq=False)
class Formula:
    """A named quantity and the function that gives it.

    name: the symbol of the result, such as `H_out` or `weights`.
    function: its parameters are the symbols it needs, its docstring says why.
    renamed: other names for the function's parameters, such as {"k": "k_h"}.
    says: the sentence that explains it; the function's docstring where it is empty.
    topic: the part of the catalogue that its mistakes belong to, such as `sizes`.
    home: the collection that it belongs to.
    unit: what it counts: `values`, which take bytes, or `bytes`, `rows`, `MiB`, ….
    part: the part of the memory whose bytes it gives, if it gives one.
    goal: the heading that it begins, by the end of its key, if it begins one.
    """

    name: str
    function: Function
    renamed: Mapping[str, str] = field(default_factory=dict)
    says: str = ""
    topic: str = ""
    home: Home | None = None
    unit: str = field(default="values", kw_only=True)
    part: str = field(default="", kw_only=True)
    goal: str = field(default="", kw_only=True)

    @cached_property
    def why(self) -> str:
        """The sentence that explains the formula.

        Raises NoSentencesError where it stood in a docstring and Python dropped it.
        """
        if self.says:
            return self.says
        expect_docstrings()
        return " ".join((inspect.getdoc(self.function) or "").split())

    @property
    def spellings(self) -> tuple[Formula, ...]:
        """All formulas of its quantity, each for a situation of its own; itself among them."""
        return self.home.spellings(self.name) if self.home else (self,)

    @cached_property
    def _parameters(self) -> tuple[inspect.Parameter, ...]:
        return parameters_of(self.function)

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
            if type(value) is int:  # nearly all are; to ask for the others takes far longer
                found[name] = value
            elif isinstance(value, tuple):
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
        return self.form_without(tuple(arguments), self.at_neutral(arguments))

    def law(self, arguments: Arguments) -> t.Tree:
        """The line with every symbol, as it holds in general."""
        return self.form_without(tuple(arguments), frozenset())

    def form_without(self, names: tuple[str, ...], neutral: frozenset[str]) -> t.Tree:
        """The line over the symbols of these names, without the neutral ones."""
        from explainer.maths.expression import form

        return form(self.function, names, self._numbers(names, neutral))

    def expression(
        self, names: tuple[str, ...], neutral: frozenset[str] = frozenset()
    ) -> sympy.Expr:
        """The formula over the symbols of these names, the neutral ones as numbers, as written."""
        from explainer.maths.expression import expression_at

        return expression_at(self.function, names, self._numbers(names, neutral))

    def _numbers(
        self, names: tuple[str, ...], neutral: frozenset[str]
    ) -> tuple[tuple[str, int], ...]:
        return tuple((name, self.neutral[name]) for name in names if name in neutral)

    def always_equals(self, other: Formula, arguments: Arguments, others: Arguments) -> bool:
        """Whether both formulas give the same, whatever the numbers are."""
        names = dict.fromkeys((*arguments, *others))
        numbers = {name: FIRST_NUMBER + APART * place for place, name in enumerate(names)}
        if self.value(_at(numbers, arguments)) != other.value(_at(numbers, others)):
            return False  # one place where they differ is enough, and found much faster
        from explainer.maths.expression import same_for_all

        return same_for_all(self.expression(tuple(arguments)), other.expression(tuple(others)))

    def spelling(self, *, says: str, when: Condition) -> Formula:
        """The same law with another sentence, for the situations in which that holds."""
        assert self.home is not None
        other = replace(self, says=says)
        self.home.add(other, when)
        return other

    def mistake(
        self,
        name: str,
        *,
        says: str,
        when: Condition = holds_always,
        seldom: bool = False,
        **changes: Part,
    ) -> Mistake:
        """The formula with some of its symbols changed, as a mistake that is made in it.

        changes: by the parameters of the function, a number, another symbol, or a function.
        """
        made = substituted(self.function, **changes)
        mistake = self._spoilt(name, made, says, changes)
        return self._taken(mistake, when, seldom)

    def mistake_around(
        self,
        *,
        says: str = "",
        when: Condition = holds_always,
        seldom: bool = False,
        **parts: Part,
    ) -> Callable[[Function], Mistake]:
        """A decorator: the function takes what the formula gives, by its name, or parts of it.

        says: the sentence, where it is not the docstring. parts: what else stands for the
        function's symbols.
        """

        def take(function: Function) -> Mistake:
            names = names_of(function)
            known = {name: part_of(self.function, name) for name in names}
            known |= {name: self.function for name in names if name == self.name}
            own = {name: part for name, part in known.items() if part is not None}
            made = substituted(function, **(own | parts))
            mistake = self._spoilt(function.__name__, made, says)
            return self._taken(mistake, when, seldom)

        return take

    def _spoilt(
        self, name: str, function: Function, says: str, changes: Mapping[str, Part] | None = None
    ) -> Mistake:
        unit = self.unit
        return Mistake(
            name, function, self.renamed, says, instead_of=self, unit=unit, changes=changes or {}
        )

    def _taken(self, mistake: Mistake, when: Condition, seldom: bool) -> Mistake:
        assert self.home is not None, f"{self.name} belongs nowhere, so its mistakes don't either"
        (self.home.seldom if seldom else self.home).add(mistake, when)
        return mistake


@dataclass(frozen=True, eq=False)
class Mistake(Formula):
    """A wrong formula that people use; it runs like the right one.

    instead_of: the right formula, in the spelling beside which the mistake is written.
    symbol: what it gives, where that is not named as the right formula is.
    changes: what it changes of that formula, by the parameters; none where it is another function.
    """

    instead_of: Formula = field(kw_only=True)
    symbol: str = field(default="", kw_only=True)
    changes: Mapping[str, Part] = field(default_factory=dict, kw_only=True)

    @property
    def spoils(self) -> str:
        """The name of the quantity that it gives wrongly."""
        return self.symbol or self.instead_of.name
