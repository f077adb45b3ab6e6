"""GIFT: Moodle's text format, with a feedback for each wrong number.

    ::name::question {#=1792:0#right ~%0%640:0#input depth forgotten}

Source: https://docs.moodle.org/en/GIFT_format
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from explainer.document.sentences import plain, worded
from explainer.exports import Export
from explainer.exports.answers import questions, title, tolerance, too_large, wrong_answers

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
    large = too_large(exercises)
    lost = [plain(f"export.{name}") for name in ("solution", "marks", "collisions", "origin")]
    if large:
        lost.append(worded("export.floats", questions=", ".join(large)))
    return Export(("\n\n".join(parts) + "\n").encode(), tuple(lost))


def _question(question: Mapping[str, Any], name: str) -> str:
    text = escaped(question["text"])
    body = _choice(question) if "choices" in question else _number(question)
    return f"::{escaped(name)}::{text} {{{body}\n}}"


def _number(question: Mapping[str, Any]) -> str:
    off = tolerance(question)
    rows = [f"=%100%{question['answer']}:{off}#{escaped(plain('export.right'))}"]
    rows += [
        f"=%0%{known.value}:{off}#{escaped(known.feedback)}" for known in wrong_answers(question)
    ]
    rows.append(f"~#{escaped(plain('export.not_explained'))}")
    return "#" + "".join(f"\n\t{row}" for row in rows)


def _choice(question: Mapping[str, Any]) -> str:
    told = {known.value: known.feedback for known in wrong_answers(question)}
    rows = []
    for choice in question["choices"]:
        sign = "=" if choice == question["answer"] else "~"
        said = plain("export.right") if sign == "=" else told.get(choice, "")
        rows.append(f"{sign}{escaped(choice)}#{escaped(said)}")
    return "".join(f"\n\t{row}" for row in rows)


def escaped(text: str) -> str:
    """A text in which no sign is one of the format's own, and line breaks are written out."""
    flat = SPECIAL.sub(r"\\\1", text.replace("\r", ""))
    return flat.replace("\n", "\\n")


def _line(text: str) -> str:
    return " ".join(text.split())
