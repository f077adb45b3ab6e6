"""A hypothesis about where a wrong number comes from."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.maths import Exact, Mistake
from explainer.mistakes.engine.workings import Made


@dataclass(frozen=True)
class Explanation:
    """A hypothesis: what may have been done to come to the answer.

    mistakes: their stable names, in the order in which they are made; a unit slip is the last.
    value: what they give, in the answer's unit, before it is rounded as written.
    output: the sizes that they give, where the answer is about an output; else empty.
    wrong: the wrong formulas. steps: the wrong working, as far as it can be shown.
    layer: the layer in which the first mistake was made; empty for one of no layer or of all.
    carried: whether it was made in an earlier layer, and the formula asked about is right.
    layers: in how many layers it was made; 0 where it isn't one of a layer.
    weak: whether it is a pair that reaches an answer of only two digits.
    explains_all: whether it explains every wrong figure that was given together with this.
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
