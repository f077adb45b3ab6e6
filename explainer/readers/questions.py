"""The questions of a model file, each with what answers it: `{ask: …, show: […], fits: 2GB}`."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.errors import UsageError
from explainer.language import later, sentence
from explainer.network.sizes import bytes_of
from explainer.readers.expect import (
    expect_keys,
    expect_list,
    expect_mapping,
    expect_name,
    expect_prose,
    expect_text,
    refuse,
)
from explainer.spec import Given, QuestionSpec

QUESTION = ("ask", "show", "set", "fits", "claims", "answer")
MOST_QUESTIONS = 40
EXAMPLE = "{ask: …, show: [training.total]}"


def read_questions(given: Given) -> tuple[QuestionSpec, ...]:
    """The questions in their order; what they name is looked up when the network is known."""
    asked = expect_list(given, "questions", later("hint.write_so", written=f"- {EXAMPLE}"))
    if len(asked) > MOST_QUESTIONS:
        fault = sentence("question.many", count=len(asked), most=str(MOST_QUESTIONS))
        refuse(given, fault, sentence("question.many_try"))
    return tuple(map(_read_question, asked))


def _read_question(given: Given) -> QuestionSpec:
    advice = later("hint.write_so", written=EXAMPLE)
    question = expect_mapping(given, later("question.noun"), advice)
    expect_keys(question, QUESTION, later("question.noun_within"))
    if "ask" not in question:
        refuse(given, sentence("question.lacks"), advice)
    if len(question) == 1:
        ways = ", ".join(QUESTION[1:])
        refuse(given, sentence("question.no_answer", keys=ways), advice)
    return QuestionSpec(
        ask=expect_prose(question["ask"], "ask"),
        show=_names(question, "show", "[training.total]"),
        set=_changes(question["set"]) if "set" in question else {},
        fits=_read_size(question["fits"]) if "fits" in question else None,
        claims=_names(question, "claims", "[conv1.weights]"),
        answer=expect_prose(question["answer"], "answer") if "answer" in question else "",
        place=given.place,
    )


def _names(question: Mapping[str, Given], key: str, example: str) -> tuple[Given, ...]:
    """The names in a list; what they are called by is checked, and no more."""
    if key not in question:
        return ()
    names = expect_list(question[key], key, later("hint.write_so", written=f"{key}: {example}"))
    for name in names:
        expect_name(name, key)
    return names


def _changes(given: Given) -> Mapping[str, Given]:
    advice = later("hint.write_so", written="set: {conv1.kernel_size: 11}")
    changes = expect_mapping(given, "set", advice)
    if not changes:
        refuse(given, sentence("question.sets_nothing"), advice)
    return changes


def _read_size(given: Given) -> int:
    """Bytes of memory, as `--fits` takes them."""
    try:
        return bytes_of(expect_text(given, "fits"))
    except UsageError as error:
        fault, *advice = error.sentences
        refuse(given, fault, " ".join(advice), sentence("question.label"))
