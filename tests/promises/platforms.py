"""Plays the learning platforms: each takes an answer, and gives back a score and a feedback."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import redirect_stdout
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import nbformat

QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


@dataclass(frozen=True)
class Reply:
    """What a student gets back."""

    right: bool
    feedback: str


def moodle(content: bytes, index: int, answer: str) -> Reply:
    """The first answer that fits counts, as in Moodle's numerical and multichoice questions."""
    questions = [q for q in ET.fromstring(content) if q.get("type") != "category"]
    question = questions[index]
    for one in question.findall("answer"):
        value = one.findtext("text") or ""
        fits = value == "*" or value == answer
        if question.get("type") == "numerical" and value != "*":
            off = Decimal(one.findtext("tolerance") or "0")
            fits = abs(Decimal(answer) - Decimal(value)) <= off
        if fits:
            told = unescape(one.findtext("feedback/text") or "")
            return Reply(one.get("fraction") == "100", told)
    raise AssertionError("no answer fits")


ANSWER = re.compile(r"([=~])(?:%(\d+)%)?((?:\\.|[^#\\])*)#((?:\\.|[^\\\t])*)")


QUESTION = re.compile(r"::(?:\\.|[^\\:])+::((?:\\.|[^\\{}])*)\{((?:\\.|[^\\{}])*)\}")


def gift(content: bytes, index: int, answer: str) -> Reply:
    """Reads GIFT strictly: special signs count only without a backslash."""
    text = content.decode()
    parts = [p for p in text.strip().split("\n\n") if not p.startswith("$CATEGORY")]
    match = re.fullmatch(
        r"::(?:\\.|[^\\:])+::((?:\\.|[^\\{}])*)\{((?:\\.|[^\\{}])*)\}", parts[index]
    )
    assert match, parts[index]
    body = match[2]
    numerical = body.startswith("#")
    for sign, weight, value, feedback in ANSWER.findall(body[1:] if numerical else body):
        told = re.sub(r"\\([~=#{}:\\])", r"\1", feedback.strip())
        value = re.sub(r"\\(.)", r"\1", value).strip()
        if numerical and sign == "~":
            return Reply(False, told)
        if numerical:
            number, _, off = value.partition(":")
            if abs(Decimal(answer) - Decimal(number)) <= Decimal(off):
                return Reply(weight == "100", told)
        elif value == answer:
            return Reply(sign == "=", told)
    raise AssertionError("no answer fits")


def items(content: bytes) -> list[ET.Element]:
    """The items of a QTI package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        manifest = ET.fromstring(package.read("imsmanifest.xml"))
        file = next(e.get("href") for e in manifest.iter() if e.tag.endswith("}file"))
        assert file
        return list(ET.fromstring(package.read(file)).iter(f"{QTI}item"))


def qti(item: ET.Element, answer: str) -> Reply:
    """Response conditions in order; the first that holds ends it, unless it says to go on."""
    for condition in item.iter(f"{QTI}respcondition"):
        variable = condition.find(f"{QTI}conditionvar")
        assert variable is not None
        if all(_holds(part, answer) for part in variable):
            shown = condition.find(f"{QTI}displayfeedback")
            assert shown is not None
            feedback = next(
                f
                for f in item.iter(f"{QTI}itemfeedback")
                if f.get("ident") == shown.get("linkrefid")
            )
            told = feedback.find(f".//{QTI}mattext")
            score = condition.findtext(f"{QTI}setvar")
            assert told is not None
            return Reply(score == "100", unescape(told.text or ""))
    raise AssertionError("no condition holds")


def choice(item: ET.Element, answer: str) -> str | None:
    """The identifier of the choice with that text, without its unit."""
    for label in item.iter(f"{QTI}response_label"):
        text = label.find(f".//{QTI}mattext")
        if text is not None and (text.text or "").split(" ")[0] == answer:
            return label.get("ident")
    return None


def _holds(part: ET.Element, answer: str) -> bool:
    name = part.tag.removeprefix(QTI)
    if name == "other":
        return True
    if name == "or":
        return any(_holds(inner, answer) for inner in part)
    if name == "and":
        return all(_holds(inner, answer) for inner in part)
    text = part.text or ""
    if name == "varequal":
        return text == answer
    return (
        Decimal(answer) >= Decimal(text) if name == "vargte" else Decimal(answer) <= Decimal(text)
    )


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
