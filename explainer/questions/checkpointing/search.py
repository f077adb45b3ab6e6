"""The best number of segments, found by trying them on the network itself, in both accounts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import isqrt
from typing import Any

from explainer.memory.framework.simulation import Step, training_step
from explainer.memory.textbook.sums import totals_of
from explainer.network.case import Case
from explainer.network.plan import Plan
from explainer.network.segments import Segments, check_segments, layers_in
from explainer.questions.checkpointing.floor import Floors
from explainer.questions.checkpointing.formulas import (
    checkpointing_values,
    macs_of_second_runs,
    rule_of_root,
)
from explainer.questions.checkpointing.textbook import TextbookCut, textbook_cut

# In a longer network not every number is tried.
LAYERS_TRIED = 200


@dataclass(frozen=True)
class Tried:
    """A number of segments: the values kept for one image, and the peak in bytes of a batch.

    peak: by the framework account; None where there is none, and in a long network where it is
        known to be above the lowest.
    """

    segments: int
    values: int
    peak: int | None


@dataclass(frozen=True)
class Checkpointing:
    """What was asked, and all that was tried, one segment (no checkpointing) first."""

    case: Case
    asked: Segments
    tried: tuple[Tried, ...]

    @property
    def layers(self) -> int:
        """How many layers are cut into segments."""
        return layers_in(self.case.graph)

    @property
    def rule(self) -> Tried:
        """The number of segments that the rule of √n names."""
        return self.with_segments(rule_of_root(self.layers))

    @property
    def fewest_values(self) -> Tried:
        """The best in the textbook account; of equals the one with the fewest segments."""
        return min(self.tried, key=lambda each: each.values)

    @property
    def lowest_peak(self) -> Tried | None:
        """The best in the framework account, likewise."""
        if self.tried[0].peak is None:
            return None
        return min(self.tried, key=lambda each: math.inf if each.peak is None else each.peak)

    @property
    def textbook(self) -> Tried:
        """What was asked, or the best in this account."""
        return self.fewest_values if self.asked == "best" else self.with_segments(self.asked)

    @property
    def framework(self) -> Tried | None:
        """What was asked, or the best in this account; None where there is none."""
        best = self.lowest_peak
        return best if self.asked == "best" or best is None else self.with_segments(self.asked)

    def with_segments(self, segments: int) -> Tried:
        """The try with so many segments."""
        return next(each for each in self.tried if each.segments == segments)

    def cut(self) -> TextbookCut:
        """The segments of the textbook account."""
        return textbook_cut(self.case.graph, self.textbook.segments)

    def share_again(self, segments: int) -> Fraction:
        """The part of a forward pass that is computed again, in the textbook account."""
        macs = totals_of(self.case.graph).macs
        return (
            Fraction(macs_of_second_runs(self.case.graph, segments), macs) if macs else Fraction(0)
        )

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """The numbers of the textbook account in the segments that were asked for."""
        return checkpointing_values(self.cut(), self.case.plan)

    @property
    def plain_step(self) -> Step:
        """A training step without checkpointing."""
        return training_step(self.case)

    @cached_property
    def step(self) -> Step | None:
        """A training step in the framework account's segments; None where there is none."""
        chosen = self.framework
        return None if chosen is None else training_step(self.case, chosen.segments)


def checkpointed(case: Case, asked: Segments) -> Checkpointing:
    """Try the numbers of segments; UsageError where the one asked for can't be had."""
    check_segments(case.graph, asked)
    layers = layers_in(case.graph)
    numbers = set(numbers_tried(layers))
    if asked != "best":
        numbers.add(asked)
    cuts = {number: textbook_cut(case.graph, number) for number in sorted(numbers)}
    peaks: dict[int, int] = {}
    if trains(case.plan):
        fewest = min(cuts, key=lambda number: cuts[number].kept)
        wanted = numbers & standing_out(layers, fewest, asked)
        peaks = _peaks(case, cuts, wanted)
    tried = tuple(Tried(number, cut.kept, peaks.get(number)) for number, cut in cuts.items())
    return Checkpointing(case, asked, tried)


def trains(plan: Plan) -> bool:
    """Torch trains nothing in whole numbers; what autocast copies again is not known."""
    return plan.dtype != "int8" and not plan.mixed


def standing_out(layers: int, best: int, asked: Segments) -> set[int]:
    """The numbers that are shown whatever comes out: the doublings, the rule, what is best."""
    numbers = {1, 2, 3, 4, 8, 16, 32, 64, 128, 256, 512, layers}
    for each in (rule_of_root(layers), best):
        numbers |= {each - 1, each, each + 1}
    return numbers if asked == "best" else numbers | {asked}


def _peaks(case: Case, cuts: Mapping[int, TextbookCut], wanted: set[int]) -> dict[int, int]:
    """The peaks of those wanted, of the one with the lowest, and of its neighbours.

    In a short network all are wanted. In a longer one a number whose floor is above the lowest
    peak so far is not run: its peak can't be lower.
    """
    plain = training_step(case)
    found = {1: plain.peak.total}

    def run(numbers: Iterable[int]) -> None:
        for number in numbers:
            if number in cuts and number not in found:
                found[number] = training_step(case, number).peak.total

    if layers_in(case.graph) <= LAYERS_TRIED:
        run(cuts)
        return found
    floors = Floors(case, plain)
    for floor, number in sorted((floors.of(cut.segments), k) for k, cut in cuts.items()):
        if (floor, number) > min((peak, k) for k, peak in found.items()):
            break
        run([number])
    best = min(found, key=lambda number: (found[number], number))
    run(sorted(wanted | {best - 1, best + 1}))
    return found


def numbers_tried(layers: int) -> list[int]:
    """All numbers of segments, up to so many layers.

    In a longer network all up to four times the root, and beyond that for each number of
    layers in a segment the largest number of segments that has it.
    """
    if layers <= LAYERS_TRIED:
        return list(range(1, layers + 1))
    every = every_number_to(layers)
    beyond = {layers // each for each in range(1, layers // every + 1)}
    return sorted({*range(1, every + 1), *beyond})


def every_number_to(layers: int) -> int:
    """Up to which number of segments every one is tried."""
    return layers if layers <= LAYERS_TRIED else 4 * isqrt(layers)


def best_segments(case: Case, asked: Segments | None) -> int:
    """The number asked for, the one of the lowest peak for `best`, 1 where nothing is asked."""
    if asked is None:
        return 1
    if asked != "best":
        return asked
    lowest = checkpointed(case, asked).lowest_peak
    return lowest.segments if lowest else 1
