"""What a drawn set of exercises is: variants of a network, each with its questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from explainer.derivation.derive import Step
from explainer.exercises.tolerance import tolerance_of_answer, tolerance_of_slip
from explainer.maths import Exact, Mistake
from explainer.network.case import Case

Kind: TypeAlias = Literal["value", "fits", "largest_batch", "find_the_error", "faded"]


@dataclass(frozen=True)
class WrongAnswer:
    """The number that a known mistake would give; mistakes: its stable name, or two names."""

    mistakes: tuple[str, ...]
    value: Exact
    wrong: tuple[Mistake, ...]


@dataclass(frozen=True)
class Collision:
    """Mistakes that give one number in this question, declared since they can't be told apart.

    with_truth: whether that number is the right one, so that the mistakes go unnoticed.
    """

    mistakes: tuple[str, ...]
    value: Exact
    with_truth: bool


@dataclass(frozen=True)
class Question:
    """One question of a sheet.

    quantity: what it asks, as `explain diagnose` takes it; layer: the layer's name or empty.
    answer: the right number in `unit`; for `fits` 1 or 0 (yes or no).
    steps: the derivation that leads to it, the last one's value being the answer's.
    shown: for `faded`, how many of the steps' lines are printed before the blanks; for
        `find_the_error`, the index of the wrong step among `steps`. error: the mistake in it.
    wrong_steps: for `find_the_error`, the derivation with the mistake in it.
    decimals: with how many the answer is to be given. text_numbers: sizes that its text names.
    settings: further numbers that it names: settings of its layer or of all, the batch.
    given: further numbers of the question, such as the memory in `fits`.
    """

    number: int
    kind: Kind
    quantity: str
    layer: str
    answer: Exact
    unit: str
    marks: int
    steps: tuple[Step, ...]
    mistakes: tuple[WrongAnswer, ...]
    collisions: tuple[Collision, ...] = ()
    shown: int = 0
    error: Mistake | None = None
    wrong_steps: tuple[Step, ...] = ()
    decimals: int = 0
    text_numbers: tuple[Exact, ...] = ()
    settings: tuple[Exact, ...] = ()
    given: dict[str, Exact | str] = field(default_factory=dict)

    @property
    def tolerance(self) -> Fraction:
        """How far a typed number may be off and still count as the answer."""
        return tolerance_of_answer(self.decimals)

    def tolerance_at(self, value: Exact) -> Fraction:
        """How far it may be off and still count as this number, of a mistake."""
        known = (self.answer, *(wrong.value for wrong in self.mistakes))
        return tolerance_of_slip(value, self.decimals, known)


@dataclass(frozen=True)
class Rejection:
    """Draws that were thrown away for one reason.

    reason: `two_mistakes`, `truth` (a mistake gives the right number), `network` (it can't be
        built), `answer_shown`, …: the key of its sentence. examples: quantities or names.
    """

    reason: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Variant:
    """One network, drawn anew, with its questions.

    code: what is printed in the footer and stands in file names: `01`, `02`, ….
    network: how it is built again, by `--set`. changed: what differs, as `--set` takes it.
    """

    number: int
    code: str
    seed: int
    case: Case
    network: str
    changed: tuple[str, ...]
    questions: tuple[Question, ...]
    rejected: tuple[Rejection, ...]


@dataclass(frozen=True)
class ExerciseSet:
    """All variants of one seed. stem: what files are called."""

    stem: str
    name: str
    seed: int
    variants: tuple[Variant, ...]

    @property
    def rejected(self) -> tuple[Rejection, ...]:
        """The rejected draws of all variants, reason by reason."""
        found: dict[str, Rejection] = {}
        for variant in self.variants:
            for one in variant.rejected:
                old = found.get(one.reason, Rejection(one.reason, 0))
                examples = tuple(dict.fromkeys(old.examples + one.examples))[:3]
                found[one.reason] = Rejection(one.reason, old.count + one.count, examples)
        return tuple(found.values())
