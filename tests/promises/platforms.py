"""Plays the learning platforms: each takes an answer, and gives back a score and a feedback.

Canvas has a file of its own, canvas.py.
"""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import nbformat


@dataclass(frozen=True)
class Reply:
    """What a student gets back."""

    right: bool
    feedback: str


def moodle_questions(content: bytes) -> list[ET.Element]:
    """Every question of a quiz, without the categories."""
    return [q for q in ET.fromstring(content) if q.get("type") != "category"]


def moodle(content: bytes, index: int, answer: str) -> Reply:
    """The first answer that fits counts, as in Moodle's numerical and multichoice questions.

    A tolerance is widened by 10^-14 of the number (get_tolerance_interval in
    question/type/numerical/question.php of moodle/moodle).
    """
    question = moodle_questions(content)[index]
    for one in question.findall("answer"):
        value = one.findtext("text") or ""
        fits = value == "*" or value == answer
        if question.get("type") == "numerical" and value != "*":
            number = float(value)
            off = float(one.findtext("tolerance") or "0") + 10.0**-14 * max(1, abs(number))
            fits = number - off <= float(answer) <= number + off
        if fits:
            told = unescape(one.findtext("feedback/text") or "")
            return Reply(one.get("fraction") == "100", told)
    raise AssertionError("no answer fits")


# ---- GIFT -----------------------------------------------------------------------------
#
# As readquestion of question/format/gift/format.php (moodle/moodle) reads a question: escaped
# signs are taken out of the way first, then the parts are found by the signs that are left.

SIGNS = ":#={}~"


@dataclass(frozen=True)
class GiftQuestion:
    """A question as Moodle has it after the import; all its texts are in that format."""

    name: str
    form: str
    text: str
    numbers: bool
    answers: list[tuple[float, str, str]]
    """The share of the points, the answer with its tolerance, the feedback."""
    general_feedback: str


def gift(content: bytes) -> list[GiftQuestion]:
    """Every question of the file, without the categories; blank lines part them."""
    text = content.decode()
    parts = [part for part in re.split(r"\n\s*\n", text.strip()) if part[:1] != "$"]
    return [_gift_question(part) for part in parts]


def _gift_question(part: str) -> GiftQuestion:
    assert not any(line.strip().startswith("//") for line in part.split("\n")), "a comment"
    text = _hidden(part)
    assert text.startswith("::")
    name, text = text[2:].split("::", 1)
    start, end = text.index("{"), text.index("}")
    assert text[end + 1 :].strip() == "", "words behind the answers make a gap in the text"
    stem, body = text[:start], text[start + 1 : end].strip()
    body, _, general = body.rpartition("####") if "####" in body else (body, "", "")
    form, stem = _form(stem.strip(), "moodle")
    numbers = body.startswith("#")
    answers = _gift_numbers(body[1:], form) if numbers else _gift_choices(body, form)
    assert _form(general, form)[0] == form
    return GiftQuestion(_shown(name), form, _shown(stem), numbers, answers, _shown(general))


def _gift_numbers(body: str, form: str) -> list[tuple[float, str, str]]:
    body, _, rest = body.partition("~")
    found = [_gift_answer(one.strip(), 100, form) for one in body.split("=") if one.strip()]
    return [*found, (0.0, "*", _gift_answer(rest, 0, form)[2])] if rest else found


def _gift_choices(body: str, form: str) -> list[tuple[float, str, str]]:
    found = []
    for one in body.replace("=", "~=").split("~"):
        if one.strip():
            right = one.strip().startswith("=")
            found.append(_gift_answer(one.strip().removeprefix("="), 100 * right, form))
    assert sum(share == 100 for share, _, _ in found) == 1
    return found


def _gift_answer(one: str, share: float, form: str) -> tuple[float, str, str]:
    weight = re.match(r"%-*([0-9]{1,2}\.?[0-9]*)%", one)
    if weight:
        share, one = float(weight[1]), one[weight.end() :]
    answer, _, told = one.partition("#")
    assert _form(told, form)[0] == _form(answer, form)[0] == form
    return share, _shown(_form(answer, form)[1]), _shown(_form(told, form)[1])


def _form(text: str, default: str) -> tuple[str, str]:
    match = re.match(r"\s*\[(html|moodle|plain|markdown)\]", text)
    return (match[1], text[match.end() :]) if match else (default, text)


def _hidden(text: str) -> str:
    """Escaped signs as places that nothing else is written as; an escaped n is a line break."""
    text = text.replace("\\\\", "\1backslash\2")
    for number, sign in enumerate(SIGNS):
        text = text.replace(f"\\{sign}", f"\1{number}\2")
    return text.replace("\\n", "\1break\2")


def _shown(text: str) -> str:
    for number, sign in enumerate(SIGNS):
        text = text.replace(f"\1{number}\2", sign)
    return text.replace("\1break\2", "\n").replace("\1backslash\2", "\\").strip()


def play_gift(content: bytes, index: int, answer: str) -> Reply:
    """The first answer that fits counts."""
    question = gift(content)[index]
    for share, value, told in question.answers:
        number, _, off = value.partition(":")
        if value == "*" or (
            abs(Decimal(answer) - Decimal(number)) <= Decimal(off)
            if question.numbers
            else value == answer
        ):
            return Reply(share == 100, unescape(told))
    raise AssertionError("no answer fits")


def notebook(content: bytes, answers: dict[str, Any]) -> dict[str, str]:
    """Runs the cells with these answers; what each check printed, by the answer's name."""
    book = nbformat.reads(content.decode(), as_version=4)
    nbformat.validate(book)
    space: dict[str, Any] = {}
    told: dict[str, str] = {}
    for cell in book.cells:
        if cell.cell_type != "code":
            continue
        name = cell.id.replace("check", "answer").replace("-", "_")
        out = io.StringIO()
        with redirect_stdout(out):
            exec(cell.source, space)
        if cell.id.startswith("answer"):
            space[name] = answers.get(name)
        elif cell.id.startswith("check-"):
            told[name] = out.getvalue().strip()
    return told
