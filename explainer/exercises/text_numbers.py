"""The numbers that a question's text shows; none may be another question's answer."""

from __future__ import annotations

from explainer.derivation.derive import Step
from explainer.exercises.question import Question
from explainer.layers.quantities import OUTPUT_SIZES
from explainer.maths import Exact

# A single digit stands on every sheet.
TWO_DIGITS = 10


def numbers_shown(question: Question) -> set[Exact]:
    """The numbers in the lines that are printed, and those that are given in the text."""
    if question.kind == "find_the_error":
        found = _in_steps(question.wrong_steps)
    elif question.kind == "faded":
        blank = question.steps[question.shown :]
        found = _in_steps(question.steps[: question.shown]) | _taken(blank)
    else:
        found = set()
    found |= set(question.text_numbers)
    return found | {value for value in question.given.values() if not isinstance(value, str)}


def _in_steps(steps: tuple[Step, ...]) -> set[Exact]:
    return _taken(steps) | {step.value for step in steps}


def _taken(steps: tuple[Step, ...]) -> set[Exact]:
    """The numbers that go into steps and are not worked out in one of them."""
    made = {step.name for step in steps}
    return {v for step in steps for name, v in step.arguments.items() if name not in made}


def answer_stands_in(one: Question, other: Question) -> bool:
    """Whether the answer of one, or a step that leads to it, can be read off the other's text."""
    worked = {step.value for step in one.steps if not _is_easy(step)}
    shown = numbers_shown(other)
    if one.kind != "fits":
        worked.add(one.answer)
    return bool(worked & shown)


def is_a_setting_of(one: Question, other: Question) -> bool:
    """Whether the answer of one is the same number as a setting in the other's text."""
    return one.kind != "fits" and one.answer >= TWO_DIGITS and one.answer in other.settings


def has_the_same_answer(one: Question, other: Question) -> bool:
    """Whether one number answers both; yes or no is none."""
    return "fits" not in (one.kind, other.kind) and one.answer == other.answer


def _is_easy(step: Step) -> bool:
    """Whether the step gives a size or a number that stands in the settings."""
    return step.name == "biases" or step.name in OUTPUT_SIZES


def needs_network(question: Question) -> bool:
    """Whether it can only be answered with the whole network at hand."""
    return not question.layer and question.kind == "value"


def needs_stored(question: Question) -> bool:
    """Whether one has to know which outputs are stored."""
    return needs_network(question) and question.quantity in ("totals.activations", "training.total")
