"""What is asked about an answer, and what is found."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.maths import Mistake
from explainer.mistakes.engine.judge import Judgement


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


@dataclass(frozen=True, kw_only=True)
class Diagnosis(Judgement):
    """An answer beside the right value.

    coincidences: mistakes that give the right value here, and so go unnoticed.
    """

    answer: Answer
    coincidences: tuple[Mistake, ...] = ()
