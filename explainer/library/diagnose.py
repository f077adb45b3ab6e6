"""`diagnose`: a number beside the right one, and the slips that may have led to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from shlex import quote
from typing import TYPE_CHECKING, Unpack

from explainer.errors import UsageError, shown
from explainer.language import sentence, telling
from explainer.library.compare import Model
from explainer.library.explain import Report
from explainer.network.plan import Knobs
from explainer.options.language import speaking_in
from explainer.readers import read
from explainer.results.checked_case import case_of

if TYPE_CHECKING:
    from explainer.mistakes.answers import Answer, Diagnosis
    from explainer.mistakes.answers.class_file import Judged, Tally
    from explainer.page.nodes import Page

# What can be written as text at all, and more.
LONGEST_NUMBER = 10**1000


@dataclass(frozen=True)
class Diagnoses(Report):
    """Answers about one network, diagnosed. model: how the reader names it."""

    found: tuple[Diagnosis, ...]
    model: str
    images: bool = True

    @property
    def of_images(self) -> bool:
        """Whether the network is given an image."""
        return self.images

    def written_up(self) -> Page:
        """The page, in the language that is spoken."""
        from explainer.mistakes.pages.diagnosis import diagnosis_page

        return diagnosis_page(self.found, self.model)

    def figures(self) -> str:
        """The verdict and the explanations as JSON text."""
        from explainer.mistakes.figures.diagnosis import diagnosis_json

        return diagnosis_json(self.found)


def diagnose(
    model: Model,
    quantity: str,
    value: str | int,
    unit: str = "",
    *,
    given: Mapping[str, str] | None = None,
    language: str | None = None,
    **options: Unpack[Knobs],
) -> Diagnoses:
    """Say which slip gives a number, or that none that is known does.

    model, options: as for `explain`. quantity: such as `conv1.weights`, `pool2.output`,
        `totals.activations`, `training.total`. value: the number with the digits as written,
        its unit behind it or in `unit`: `values`, `K`, `M`, `bytes`, `MB`, `MiB`, ….
    given: outputs that the answer goes on from, as {"pool2.output": "13x13x64"}.
    language: in which everything is said.

    Raises ModelFileError where the model is wrong, UsageError where an argument is.
    """
    with speaking_in(language):
        return diagnose_all(model, [_answer(quantity, value, unit)], given=given, **options)


def _answer(quantity: object, value: object, unit: object) -> Answer:
    """The answer, its number as text; UsageError where a part of it is of another type."""
    from explainer.mistakes.answers import Answer

    for what, part in (("quantity", quantity), ("unit", unit)):
        if not isinstance(part, str):
            raise UsageError(sentence(f"answer.{what}_no_text", given=shown(part)))
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise UsageError(sentence("answer.no_value", given=shown(value)))
    assert isinstance(quantity, str)
    assert isinstance(unit, str)
    return Answer(quantity, value if isinstance(value, str) else _digits(value), unit)


def _digits(value: int) -> str:
    if abs(value) > LONGEST_NUMBER:
        raise UsageError(sentence("answer.many_digits"))
    return str(value)


def diagnose_all(
    model: Model,
    answers: list[Answer],
    *,
    given: Mapping[str, str] | None = None,
    language: str | None = None,
    **options: Unpack[Knobs],
) -> Diagnoses:
    """The same for several figures from one source; what explains them all comes first."""
    from explainer.mistakes.answers.diagnoser import diagnose as search

    with speaking_in(language):
        case = case_of(read(model), options)
        named = _on_the_line(model if isinstance(model, str) else case.graph.name, options)
        with telling(images=case.graph.of_images):
            found = search(case, answers, given)
        return Diagnoses(found, named, case.graph.of_images)


def _on_the_line(model: str, options: Mapping[str, object]) -> str:
    """The model and how it is run, as a command takes them."""
    words = [model]
    for name, value in options.items():
        if isinstance(value, str | int):
            words += [f"--{name.replace('_', '-')}", str(value)]
    return " ".join(map(quote, words))


@dataclass(frozen=True)
class ClassAnswers(Report):
    """The answers of a class about one network, diagnosed."""

    judged: tuple[Judged, ...]
    name: str
    images: bool = True

    @property
    def of_images(self) -> bool:
        """Whether the network is given an image."""
        return self.images

    @cached_property
    def tally(self) -> Tally:
        """How often each verdict and each mistake came up."""
        from explainer.mistakes.answers.class_file import tally_of

        return tally_of(self.judged)

    def written_up(self) -> Page:
        """The page, in the language that is spoken."""
        from explainer.mistakes.pages.class_answers import answers_page

        return answers_page(self.judged, self.tally, self.name)

    def csv(self) -> str:
        """One row for each answer: its verdict, and the mistakes that give it."""
        from explainer.mistakes.figures.answers_csv import answers_csv

        with self.spoken():
            return answers_csv(self.judged)

    def figures(self) -> str:
        """The tally as JSON text."""
        from explainer.mistakes.figures.diagnosis import tally_json

        return tally_json(self.judged, self.tally)


def diagnose_class(
    model: Model,
    answers: list[Answer],
    *,
    given: Mapping[str, str] | None = None,
    language: str | None = None,
    **options: Unpack[Knobs],
) -> ClassAnswers:
    """Diagnose many answers, each by itself; one that is no number is kept as such.

    Raises ModelFileError where the model is wrong, UsageError where a quantity is.
    """
    from explainer.mistakes.answers.diagnoser import judge_answers

    with speaking_in(language):
        case = case_of(read(model), options)
        with telling(images=case.graph.of_images):
            judged = judge_answers(case, answers, given)
        return ClassAnswers(tuple(judged), case.graph.name, case.graph.of_images)
