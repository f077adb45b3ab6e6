"""What answers the questions of a model file, in exact figures."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.maths import Exact
from explainer.memory.framework.missing import Missing, missing_in_training
from explainer.memory.framework.simulation import has_account, training_step
from explainer.memory.textbook.account import training_of
from explainer.mistakes.engine.claims import ClaimResult, claims_of
from explainer.mistakes.engine.exhibit import Exhibit
from explainer.network.case import Case
from explainer.once import once
from explainer.questions.fits.batch import Fit, framework_fit, textbook_fit
from explainer.results.file_questions import FileQuestion, file_questions_of
from explainer.results.results import Results


@dataclass(frozen=True)
class Figure:
    """Something shown, as the network stands.

    value: None where it can't be known; changed: with what the question sets, where it sets
    anything.
    """

    exhibit: Exhibit
    value: Exact | None
    changed: Exact | None


@dataclass(frozen=True)
class InAccount:
    """What training takes in one account, and the largest batch; None where nothing grows."""

    taken: int
    fit: Fit | None

    def is_within(self, size: int) -> bool:
        """Whether it fits."""
        return self.taken <= size


@dataclass(frozen=True)
class Fitting:
    """Whether training fits into a memory of `size` bytes.

    framework: None without such account; missing: what it lacks that is not derived.
    """

    size: int
    textbook: InAccount
    framework: InAccount | None
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A question of the file with all that answers it.

    case: the network that it is about, which is the changed one where the question sets anything.
    """

    question: FileQuestion
    case: Case
    figures: tuple[Figure, ...]
    fitting: Fitting | None
    claims: tuple[ClaimResult, ...]


@once
def answers_to_file(work: Results) -> tuple[Answer, ...]:
    """The answers, in the order in which the file asks."""
    return tuple(_answer(question, work.case) for question in file_questions_of(work.case))


def _answer(question: FileQuestion, case: Case) -> Answer:
    about = question.changed or case
    size = question.spec.fits
    judged = claims_of(case) if question.claims else ()
    return Answer(
        question,
        about,
        tuple(_figure(exhibit, case, question.changed) for exhibit in question.shown),
        None if size is None else _fitting(about, size),
        tuple(judged[index] for index in question.claims),
    )


def _figure(exhibit: Exhibit, case: Case, changed: Case | None) -> Figure:
    return Figure(exhibit, exhibit.value(case), None if changed is None else exhibit.value(changed))


def _fitting(case: Case, size: int) -> Fitting:
    textbook = InAccount(training_of(case).total, textbook_fit(case, size))
    if not has_account(case):
        return Fitting(size, textbook, None)
    peak, missing = training_step(case).peak.total, missing_in_training(case)
    return Fitting(size, textbook, InAccount(peak, framework_fit(case, size)), missing)
