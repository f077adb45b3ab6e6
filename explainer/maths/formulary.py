"""A collection of formulas and of the mistakes people make with them.

    @pooling.formula()
    def weights():
        '''Pooling only compares what it reads: there is nothing to learn.'''
        return 0

    @pooling.mistake(instead_of=weights)
    def pooling_given_weights(k_h, k_w, c_in): ...

A formula without parameters is a plain fact, told in one sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from explainer.maths.formula import Condition, Formula, Mistake, holds_always
from explainer.maths.substitution import Function, Part, substituted

__all__ = ["Case", "Condition", "Formulary", "bytes_of", "holds_always"]


def bytes_of(part: str) -> str:
    """The name of the formulas that give the bytes of a part of the memory."""
    return f"bytes_of_{part}"


@dataclass(frozen=True)
class Case:
    """A formula or a mistake, and when it applies."""

    formula: Formula
    when: Condition = holds_always


class Formulary:
    """Formulas and mistakes in teaching order, each with the condition under which it applies.

    topic: the part of the catalogue that its mistakes belong to.
    sample: the numbers with which its mistakes are shown, where they are not the usual ones.
    unit: what its formulas count, where they don't say.
    """

    def __init__(
        self, topic: str = "", sample: Mapping[str, Any] | None = None, unit: str = "values"
    ) -> None:
        self.topic, self.sample, self.unit = topic, sample or {}, unit
        self.formulas: list[Case] = []
        self.mistakes: list[Case] = []

    @cached_property
    def seldom(self) -> Formulary:
        """Mistakes that are looked for when a number has to be explained, and never reported."""
        return Formulary(self.topic, self.sample, self.unit)

    def formula(
        self,
        *,
        name: str = "",
        part: str = "",
        unit: str = "",
        goal: str = "",
        when: Condition = holds_always,
        says: str = "",
        topic: str = "",
        symbols: Mapping[str, str] | None = None,
        parts: Mapping[str, Part] | None = None,
    ) -> Callable[[Function], Formula]:
        """A decorator: the function gives the quantity of its name (or of `name`).

        part: the part of the memory whose bytes it gives; it is named by it, as
        `bytes_of_optimizer` is. unit: what it counts, where that is not what its like count.
        goal: the heading that it begins, if it begins one.
        says: the sentence, where it is not the docstring. topic: the part of the catalogue
        that its mistakes belong to, where it is not the collection's. symbols: other names
        for the function's parameters. parts: what stands for some of them.
        """

        def take(function: Function) -> Formula:
            made = substituted(function, **parts) if parts else function
            label = name or (bytes_of(part) if part else function.__name__)
            counted = unit or ("bytes" if part else self.unit_of(label))
            about = (symbols or {}, says, topic or self.topic, self)
            formula = Formula(label, made, *about, unit=counted, part=part, goal=goal)
            self.add(formula, when)
            return formula

        return take

    def unit_of(self, name: str) -> str:
        """What a formula of that name counts, where it doesn't say."""
        return self.unit

    def mistake(
        self,
        *,
        instead_of: Formula,
        name: str = "",
        when: Condition = holds_always,
        says: str = "",
        symbol: str = "",
    ) -> Callable[[Function], Mistake]:
        """A decorator: the function is what people use instead of the right formula.

        says: the sentence, where it is not the docstring. symbol: what it gives, where that
        is not named as the right formula is.
        """

        def take(function: Function) -> Mistake:
            label, symbols = name or function.__name__, instead_of.renamed
            right = instead_of
            mistake = Mistake(
                label, function, symbols, says, instead_of=right, symbol=symbol, unit=right.unit
            )
            self.add(mistake, when)
            return mistake

        return take

    def add(self, formula: Formula, when: Condition = holds_always) -> None:
        """Take in a formula or mistake that was made elsewhere (a shared law)."""
        (self.mistakes if isinstance(formula, Mistake) else self.formulas).append(
            Case(formula, when)
        )

    def spellings(self, name: str) -> tuple[Formula, ...]:
        """Its formulas of that name, each for a situation of its own, in teaching order."""
        return tuple(case.formula for case in self.formulas if case.formula.name == name)

    def formulas_for(self, situation: Any) -> dict[str, Formula]:
        """The formulas that apply, by the name of what they give, in teaching order."""
        return {case.formula.name: case.formula for case in self.formulas if case.when(situation)}

    def mistakes_for(self, situation: Any) -> list[Mistake]:
        """The mistakes that may be made here."""
        return [
            c.formula for c in self.mistakes if c.when(situation) and isinstance(c.formula, Mistake)
        ]
