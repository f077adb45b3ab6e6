"""What is asked in one call, read; and what that puts into the page and the figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from textwrap import wrap
from typing import TYPE_CHECKING, Any, TypedDict

from explainer.library.options import every_option, every_question
from explainer.network.case import Case
from explainer.network.plan import Knobs
from explainer.once import once
from explainer.options.extent import Detail
from explainer.options.option import Question
from explainer.results.request import Asked

if TYPE_CHECKING:
    from explainer.page.nodes import Block
    from explainer.page.steps import Seen
    from explainer.report.length import Part
    from explainer.results.results import Results


class Questions(TypedDict, total=False):
    """The questions as a caller puts them, in Python and on the command line; None: not asked."""

    detail: Detail | None
    layer: str | None
    fits: str | int | None
    set: Mapping[str, Any] | Iterable[str] | None
    verify: bool | None
    sensitivity: bool | None
    devices: int | None
    checkpoint: str | int | None


class Options(Knobs, Questions, total=False):
    """All that a caller may say beside the model: how it is run, what is asked, in what words."""

    language: str | None
    input: Any


def check_asked(asked: Asked, case: Case) -> None:
    """UsageError where a question can't be asked of this network."""
    for question, value in _all(asked):
        if question.check:
            question.check(case, value)


def parts(work: Results, *, first: bool) -> tuple[Part, ...]:
    """What the questions put into the page, before all that is derived or after it."""
    return tuple(
        partial(_part, question, _answers(work)[question.name])
        for question, _ in _all(work.asked)
        if question.part and question.first == first
    )


def answers_of(work: Results) -> dict[str, Any]:
    """What they put into the JSON."""
    return {
        question.key: question.figures(_answers(work)[question.name])
        for question, _ in _all(work.asked)
        if question.figures
    }


@once
def _answers(work: Results) -> Mapping[str, Any]:
    """What is worked out for each question that was asked, by its name."""
    asked = _all(work.asked)
    return {each.name: each.answer(work, value) for each, value in asked if each.answer}


def _all(asked: Asked) -> Iterator[tuple[Question[Any, Any], Any]]:
    for question in every_question():
        if question.name in asked.found:
            yield question, asked.found[question.name]


def _part(question: Question[Any, Any], found: Any, work: Results, seen: Seen) -> list[Block]:
    assert question.part
    return question.part(work, found, seen)


def keywords_text() -> str:
    """What each option means as a keyword, for a docstring."""
    told = (f"{each.name}: {each.keyword}" for each in every_option())
    lines = (wrap(text, 100, initial_indent=" " * 4, subsequent_indent=" " * 8) for text in told)
    return "\n".join(line for text in lines for line in text)


def asked_of(options: Mapping[str, Any]) -> Asked:
    """The questions among the options; UsageError where one can't be answered for any network."""
    found = {}
    for question in every_question():
        given = options.get(question.name)
        value = None if given is None else question.read(given)
        if value is not None:
            found[question.name] = value
    return Asked(found)


def knobs_of(options: Mapping[str, Any]) -> Any:
    """The knobs of the plan among the options."""
    return {name: value for name, value in options.items() if name in Knobs.__annotations__}


def check_names(options: Mapping[str, Any]) -> None:
    """TypeError for an option that there is not."""
    known = {each.name for each in every_option()}
    for name in options:
        if name not in known:
            raise TypeError(f"explain() got an unexpected keyword argument {name!r}")
