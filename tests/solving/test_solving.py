"""A thousand questions over all examples, each answered from its text and the sheet's head alone.

SOLVING_SEED=5 pytest tests/solving      draws others
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from explainer.exercises import Question, Variant
from explainer.exercises.exports import EXPORTS, export
from explainer.exercises.figures.exercises import set_figures, value_figure, variant_figures
from explainer.exercises.pages.handout import sheet_page
from explainer.render.to_markdown import to_markdown
from tests.solving.answers import answer
from tests.solving.draws import EXAMPLES, OWN, drawn, planned
from tests.solving.exported import TEXTS
from tests.solving.facts import Facts, NotSaidError
from tests.solving.of_lines import wrong_lines
from tests.solving.sentences import NotUnderstoodError, read
from tests.solving.sheets import Sheet, sheet

USUAL = 1
SEED = int(os.environ.get("SOLVING_SEED", USUAL))
NETWORKS = [*EXAMPLES, *OWN]
# What a reader runs into who is told too little.
STUCK = (NotSaidError, NotUnderstoodError, ValueError)


@cache
def sheets(name: str) -> list[tuple[Sheet, Variant]]:
    """The sheets of a network as the student gets them."""
    variants = [one.variant for one in drawn(name, SEED)]
    return [(sheet(to_markdown(sheet_page(variant))), variant) for variant in variants]


def solved(text: str, facts: Facts) -> tuple[str, list[int]]:
    """The answer, and the lines that are wrong; in place of the answer what is missing."""
    try:
        return answer(text, facts), wrong_lines(facts)
    except STUCK as fault:
        return f"{type(fault).__name__}: {fault}", []


def faults(head: str, questions: dict[int, str], variant: Variant) -> Iterator[str]:
    """The questions that are answered otherwise than in the key, each with its text."""
    facts = Facts()
    read(head, facts)
    for question in variant.questions:
        text = questions[question.number]
        found, wrong = solved(text, deepcopy(facts))
        right = str(value_figure(question.answer, question))
        if (found, wrong) != (right, wrong_in(question)):
            yield told(variant, question.number, found, right, wrong, f"{head}\n{text}")


def wrong_in(question: Question) -> list[int]:
    """The number of the line that was spoilt."""
    return [question.shown + 1] if question.kind == "find_the_error" else []


def told(variant: Variant, number: int, found: str, right: str, wrong: Any, text: str) -> str:
    """Everything that one needs to see it again."""
    return (
        f"\n{variant.network} --seed {SEED}, question {variant.code}.{number}\n"
        f"solved: {found}, wrong lines {wrong}; the key has {right}\n{text}\n"
    )


def test_there_are_a_thousand_questions():
    plans = [planned(name) for name in EXAMPLES]
    assert sum(variants * questions for variants, questions in plans) >= 1000


@pytest.mark.parametrize("name", NETWORKS)
def test_every_question_of_a_sheet_can_be_answered(name):
    variants, questions = planned(name)
    count = sum(len(variant.questions) for _, variant in sheets(name))
    assert count == variants * questions or SEED != USUAL
    found = [fault for one, v in sheets(name) for fault in faults(one.head, one.questions, v)]
    assert not found, "".join(found[:5])


# ---- by themselves, as platforms show them ---------------------------------------------------


def test_every_export_is_read():
    assert TEXTS.keys() == EXPORTS.keys()


@pytest.mark.parametrize("name", NETWORKS)
def test_every_exported_question_can_be_answered_alone(name):
    two = drawn(name, SEED)[1:3]
    figures = set_figures(two[0].drawing, (), [variant_figures(one.variant) for one in two])
    asked = {f"{one.variant.code}.{q.number}": (one.variant, q)
             for one in two for q in one.variant.questions}  # fmt: skip
    for platform, texts in TEXTS.items():
        seen = set()
        for title, text in texts(export(platform, figures).content):
            variant, question = asked[title]
            found = solved(text, Facts())
            right = str(value_figure(question.answer, question))
            assert found == (right, wrong_in(question)), platform + told(
                variant, question.number, found[0], right, found[1], text
            )
            seen.add(title)
        assert seen == asked.keys(), platform


# ---- this test can fail -----------------------------------------------------------------------

LAYER = re.compile(r"The layer \S+ is of the kind \w+(?:, with ([^?]+?),)? and takes ([^?.]+)\. ")


@pytest.mark.parametrize(
    "instead",
    [r"The model file also sets \1 here, and that stays as it is. ", ""],
    ids=["overwritten", "left out"],
)
def test_a_question_that_does_not_name_its_layer_is_not_answered(instead):
    one, variant = sheets("lenet5")[0]
    spoilt = {n: LAYER.sub(instead, text) for n, text in one.questions.items()}
    about_layers = [question for question in variant.questions if question.layer]
    assert len(about_layers) > len(variant.questions) / 2
    assert len(list(faults(one.head, spoilt, variant))) == len(about_layers)


def test_a_question_without_what_its_layer_takes_is_not_answered():
    one, variant = sheets("unet")[0]
    spoilt = {n: re.sub(r",? and takes [^?]+?\. ", ". ", t) for n, t in one.questions.items()}
    assert len(list(faults(one.head, spoilt, variant))) > len(variant.questions) / 2


SENTENCE = re.compile(r"[^.\n]+\.(?= |$)", re.MULTILINE)


def test_every_sentence_of_the_head_is_needed_somewhere():
    needed, there = set(), set()
    for name in ("branches", "sequence"):
        for one, variant in sheets(name):
            for said in SENTENCE.findall(one.head):
                begins = re.sub(r"\d+", "0", " ".join(said.split()[:4]))
                there.add(begins)
                if begins not in needed and _is_missed(said, one, variant):
                    needed.add(begins)
    assert there == needed, there - needed


def _is_missed(said: str, one: Sheet, variant: Variant) -> bool:
    """Whether some question is answered otherwise without a sentence."""
    try:
        return any(faults(one.head.replace(said, ""), one.questions, variant))
    except STUCK:
        return True
