"""A hypothesis about where a wrong number comes from, and which of two is the simpler one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from explainer.maths import Exact, Mistake
from explainer.mistakes.engine.reading import Printed
from explainer.mistakes.engine.unit_slips import UNIT_SLIPS, Reckoned
from explainer.mistakes.engine.workings import Made

# Slips in printing a figure, and roundings of parts with which a right method went on.
PRINTED = frozenset({"truncated", "rounded_coarser"})
ROUNDED_EARLY = frozenset({"rounded_before_summing", "rounded_before_multiplying"})


@dataclass(frozen=True)
class Explanation:
    """A hypothesis: what may have been done to come to the number.

    mistakes: their stable names, in the order in which they are made; a unit slip is the last.
        `truncated` and `rounded_coarser` are slips in printing the right figure, without formula.
    value: what they give, in the number's unit, before it is rounded as written.
    output: the sizes that they give, where the answer is about an output; else empty.
    wrong: the wrong formulas. steps: the wrong working, as far as it can be shown.
    layer: the layer in which the first mistake was made; empty for one of no layer or of all.
    carried: whether it was made in an earlier layer, and the formula asked about is right.
    layers: in how many layers it was made; 0 where it isn't one of a layer.
    weak: whether it is a pair that reaches a number of only two digits.
    explains_all: whether it explains every wrong figure that comes from the same source.
    key: what the first mistake is told by when figures of one source are compared.
    """

    mistakes: tuple[str, ...]
    value: Exact
    wrong: tuple[Mistake, ...] = ()
    steps: tuple[Made, ...] = ()
    layer: str = ""
    carried: bool = False
    layers: int = 0
    weak: bool = False
    explains_all: bool = False
    output: tuple[int, ...] = ()
    key: tuple[object, ...] = ()

    @property
    def is_single(self) -> bool:
        """Whether one slip is enough."""
        return len(self.mistakes) == 1

    @property
    def is_rounding(self) -> bool:
        """Whether the method was right, and only rounded before its end, whatever the unit."""
        names = set(self.mistakes)
        return bool(names & ROUNDED_EARLY) and names <= ROUNDED_EARLY | UNIT_SLIPS | PRINTED

    def then(self, step: Reckoned, value: Exact) -> Explanation:
        """The explanation with one more slip behind it."""
        name = step.mistake.name
        return replace(
            self,
            mistakes=(*self.mistakes, name),
            value=value,
            wrong=(*self.wrong, step.mistake),
            steps=(*self.steps, step.step),
            key=self.key or (name,),
        )

    @property
    def signature(self) -> frozenset[object]:
        """What it is told by in whichever layer and unit; empty for slips of units only."""
        if not self.key or self.key[0] in UNIT_SLIPS:
            return frozenset()
        beside = UNIT_SLIPS | PRINTED
        others = (name for name in self.mistakes[1:] if name not in beside)
        return frozenset((*self.key, *others))


def nearness(way: Explanation, printed: Printed) -> tuple[int, bool, bool, int, Exact]:
    """The order of hypotheses, from the simplest and nearest on.

    One slip before two, one made here before one carried forward, the very number before one
    that is rounded to it, one layer before several; where all that is alike, the smaller number.
    """
    return len(way.mistakes), way.carried, way.value != printed.value, way.layers, way.value
