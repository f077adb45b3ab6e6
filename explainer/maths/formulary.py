"""A collection of formulas and of the mistakes people make with them.

    @pooling.formula()
    def weights():
        '''Pooling only compares what it reads: there is nothing to learn.'''
        return 0

    @pooling.mistake(instead_of="weights")
    def pooling_given_weights(k_h, k_w, c_in): ...

A formula without parameters is a plain fact, told in one sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from explainer.maths.formula import Formula, Mistake

Condition: TypeAlias = Callable[[Any], bool]


def holds_always(_: Any) -> bool:
    """The condition of a formula that doesn't depend on anything."""
    return True


@dataclass(frozen=True)
class Case:
    """A formula or a mistake, and when it applies."""

    formula: Formula
    when: Condition = holds_always


class Formulary:
    """Formulas and mistakes in teaching order, each with the condition under which it applies."""

    def __init__(self) -> None:
        self.formulas: list[Case] = []
        self.mistakes: list[Case] = []

    def formula(
        self, *, name: str = "", when: Condition = holds_always
    ) -> Callable[[Callable[..., Any]], Formula]:
        """A decorator: the function gives the quantity of its name (or of `name`)."""

        def take(function: Callable[..., Any]) -> Formula:
            formula = Formula(name or function.__name__, function)
            self.add(formula, when)
            return formula

        return take

    def mistake(
        self, *, instead_of: str, name: str = "", when: Condition = holds_always
    ) -> Callable[[Callable[..., Any]], Mistake]:
        """A decorator: the function is what people use instead of the right formula."""

        def take(function: Callable[..., Any]) -> Mistake:
            mistake = Mistake(name or function.__name__, function, instead_of=instead_of)
            self.add(mistake, when)
            return mistake

        return take

    def add(self, formula: Formula, when: Condition = holds_always) -> None:
        """Take in a formula or mistake that was made elsewhere (a shared law)."""
        (self.mistakes if isinstance(formula, Mistake) else self.formulas).append(
            Case(formula, when)
        )

    def formulas_for(self, situation: Any) -> dict[str, Formula]:
        """The formulas that apply, by the name of what they give, in teaching order."""
        return {case.formula.name: case.formula for case in self.formulas if case.when(situation)}

    def mistakes_for(self, situation: Any) -> list[Mistake]:
        """The mistakes that may be made here."""
        return [
            c.formula for c in self.mistakes if c.when(situation) and isinstance(c.formula, Mistake)
        ]
