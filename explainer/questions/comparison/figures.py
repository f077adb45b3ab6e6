"""The totals and the memory of two networks side by side, with exact factors."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from explainer.memory.framework.simulation import inference, training_step
from explainer.memory.textbook.account import inference_of, training_of
from explainer.memory.textbook.sums import totals_of
from explainer.network.case import Case
from explainer.questions.comparison.reasons import Pair, has_changed, pairs
from explainer.questions.comparison.rows import Row, layer_rows

TOTALS = ("activations", "weights", "biases", "parameters", "buffers", "macs")


@dataclass(frozen=True)
class Figure:
    """One quantity of two networks; None where it can't be known."""

    first: int | None
    second: int | None

    @property
    def factor(self) -> Fraction | None:
        """The second by the first, exactly; None where one is missing or the first is 0."""
        if self.second is None or not self.first:
            return None
        return Fraction(self.second, self.first)

    @property
    def both(self) -> tuple[int, int] | None:
        """The two, where both are known."""
        if self.first is None or self.second is None:
            return None
        return self.first, self.second

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.first != self.second


@dataclass(frozen=True)
class Beside:
    """Two networks beside each other."""

    first: Case
    second: Case

    @cached_property
    def totals(self) -> dict[str, Figure]:
        """The sums over the layers, for one image."""
        return totals_beside(self.first, self.second)

    @cached_property
    def memory(self) -> dict[tuple[str, str], Figure]:
        """The bytes of both accounts for the whole batch, by account and part."""
        return memory_beside(self.first, self.second)

    @cached_property
    def pairs(self) -> list[Pair]:
        """The layers that have the same name and kind in both, in the second's order."""
        return pairs(self.first, self.second)

    @cached_property
    def changed(self) -> list[Pair]:
        """Those of the pairs whose output or counts differ."""
        return [pair for pair in self.pairs if has_changed(pair)]

    @cached_property
    def rows(self) -> dict[str, Row]:
        """Every name with its layer in each network."""
        return layer_rows(self.first, self.second)


def totals_beside(one: Case, other: Case) -> dict[str, Figure]:
    """The sums over the layers, for one image."""
    first, second = totals_of(one.graph).known, totals_of(other.graph).known
    return {name: Figure(first[name], second[name]) for name in TOTALS}


def memory_beside(one: Case, other: Case) -> dict[tuple[str, str], Figure]:
    """The bytes of both accounts for the whole batch, by account and part."""
    first, second = _memory(one), _memory(other)
    return {key: Figure(first[key], second[key]) for key in first}


def _memory(case: Case) -> dict[tuple[str, str], int | None]:
    found: dict[tuple[str, str], int | None] = {
        ("textbook", "training"): training_of(case).known["total"],
        ("textbook", "inference"): inference_of(case).total,
        ("framework", "saved"): None,
        ("framework", "peak"): None,
        ("framework", "inference"): None,
    }
    if case.graph.totals is None and case.plan.dtype != "int8":
        step = training_step(case)
        found["framework", "saved"] = step.saved.total
        found["framework", "peak"] = step.peak.total
        found["framework", "inference"] = inference(case).total
    return found
