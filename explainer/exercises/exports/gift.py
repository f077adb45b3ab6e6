r"""GIFT: Moodle's text format, with a feedback for each wrong number, and the worked solution.

    ::name::[html]question {#=%100%1792:0#Right. =%0%640:0#input depth forgotten ~#… ####solution}

All texts of a question are HTML by the mark before the first of them. `####` opens the general
feedback, and of numbers the first within its tolerance counts; `~#` takes what is left.
(readquestion, escapedchar_pre and parse_text_with_format in question/format/gift/format.php of
moodle/moodle; GIFT.pegjs of fuhrmanator/GIFT-grammar-PEG.js reads it alike.)
Source: https://docs.moodle.org/en/GIFT_format
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from explainer.exercises.exports import Export
from explainer.exercises.exports.answers import (
    EXACT_IN_MOODLE,
    choices,
    questions,
    title,
    too_large,
    wrong_answers,
)
from explainer.exercises.exports.markup import html, xml_text
from explainer.language import sentence

SPECIAL = re.compile(r"([\\~=#{}:])")


def write(exercises: Mapping[str, Any]) -> Export:
    """The questions, one after the other, a category for each variant."""
    parts: list[str] = []
    last = None
    for variant, question in questions(exercises):
        if variant["code"] != last:
            last = variant["code"]
            parts.append(f"$CATEGORY: {_line(exercises['model'].replace('/', '//'))}/{last}")
        parts.append(_question(question, title(exercises, variant, question["number"])))
    names = ("marks", "collisions", "origin")
    lost = (*(sentence(f"export.{name}") for name in names), *too_large(exercises, EXACT_IN_MOODLE))
    return Export(("\n\n".join(parts) + "\n").encode(), lost)


def _question(question: Mapping[str, Any], name: str) -> str:
    text = escaped(html(question["text"]))
    rows = _choices(question) if "choices" in question else _numbers(question)
    rows.append(f"####{escaped(xml_text(question['solution_html']))}")
    kind = "" if "choices" in question else "#"
    body = "".join(f"\n\t{row}" for row in rows)
    return f"::{escaped(_line(name))}::[html]{text} {{{kind}{body}\n}}"


def _numbers(question: Mapping[str, Any]) -> list[str]:
    told = _feedback(sentence("export.right"))
    right = f"=%100%{question['answer']}:{question['tolerance']}{told}"
    wrong = [
        f"=%0%{known.value}:{known.tolerance}{_feedback(known.feedback)}"
        for known in wrong_answers(question)
    ]
    return [right, *wrong, f"~{_feedback(sentence('export.not_explained'))}"]


def _choices(question: Mapping[str, Any]) -> list[str]:
    return [
        f"{'=' if right else '~'}{escaped(html(choice))}{_feedback(told)}"
        for choice, right, told in choices(question)
    ]


def _feedback(told: str) -> str:
    return f"#{escaped(html(told))}"


def escaped(text: str) -> str:
    """A text in which no sign is one of the format's own, and line breaks are written out."""
    flat = SPECIAL.sub(r"\\\1", text.replace("\r", ""))
    return flat.replace("\n", "\\n")


def _line(text: str) -> str:
    return " ".join(xml_text(text).split())
