"""The totals and the memory of two networks side by side, with exact factors."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from explainer.memory.framework.missing import Missing, missing_in_training
from explainer.memory.framework.simulation import inference, training_step
from explainer.memory.textbook.account import inference_of, training_of
from explainer.memory.textbook.sums import totals_of
from explainer.network.case import Case
from explainer.questions.comparison.reasons import Pair, has_changed, pairs
from explainer.questions.comparison.rows import Row, layer_rows

# What PyTorch keeps and has alive while it trains, of which a library may have more.
OF_TRAINING = frozenset({("framework", "saved"), ("framework", "peak")})
TOTALS = ("activations", "weights", "biases", "parameters", "buffers", "macs")


@dataclass(frozen=True)
class Figure:
    """One quantity of two networks; None where it can't be known.

    at_least: for each whether it is a lower bound, since something of it is not derived.
    """

    first: int | None
    second: int | None
    at_least: tuple[bool, bool] = (False, False)

    @property
    def factor(self) -> Fraction | None:
        """The second by the first, exactly; None where that is not known or the first is 0."""
        if self.second is None or not self.first or any(self.at_least):
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
        """Whether the two are not the same, as far as that is known."""
        return self.first != self.second or any(self.at_least)


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
    def missing(self) -> tuple[Missing, ...]:
        """What is not derived of either; a layer that both have stands once."""
        both = (missing_in_training(self.first), missing_in_training(self.second))
        return tuple(dict.fromkeys(each for found in both for each in found))

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
    bounds = (bool(missing_in_training(one)), bool(missing_in_training(other)))
    return {
        key: Figure(first[key], second[key], bounds if key in OF_TRAINING else (False, False))
        for key in first
    }


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
