"""What is asked about an answer, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from explainer.claims.workings import Made
from explainer.maths import Exact, Mistake
from explainer.network.case import Case

Verdict: TypeAlias = Literal[
    "right", "right as rounded", "wrong unit", "explained", "not explained"
]


@dataclass(frozen=True, slots=True)
class Answer:
    """A number that somebody gave for a quantity, as written.

    quantity: `conv1.weights`, `pool2.output`, `totals.activations`, `training.total`, ….
    value: the number's text with its digits, such as `58.1`, `1,728` or `13x13x64`.
    unit: as written, `values`, `MiB`, …; empty where none was. student: empty where unknown.
    place: the file and line that it stands in, for errors.
    """

    quantity: str
    value: str
    unit: str = ""
    student: str = ""
    place: str = ""


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


@dataclass(frozen=True)
class Diagnosis:
    """An answer beside the right value.

    exact: the right value in `exact_unit` (`values`, `bytes`, or a symbol's own such as
        `rows`); for an output's shape a tuple; None where it can't be derived.
    figure: the same in the answer's unit. unit: that unit by its own name.
    fitting_units: where the unit is wrong, those in which the number would be right.
    explanations: simplest first; none where it is right or not explained.
    coincidences: mistakes that give the right value here, and so go unnoticed.
    """

    answer: Answer
    case: Case
    exact: Exact | tuple[int, ...] | None
    exact_unit: str
    figure: Exact | tuple[int, ...] | None
    unit: str
    verdict: Verdict
    fitting_units: tuple[str, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    coincidences: tuple[Mistake, ...] = ()
