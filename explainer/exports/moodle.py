"""Moodle XML: numerical questions with a feedback for each wrong number, the right one first.

Source: https://docs.moodle.org/en/Moodle_XML_format
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from explainer.document.sentences import plain, worded
from explainer.exports import Export
from explainer.exports.answers import (
    questions,
    title,
    tolerance,
    too_large,
    wrong_answers,
)
from explainer.exports.markup import html, pre


def write(exercises: Mapping[str, Any]) -> Export:
    """A quiz: a category for each variant, its questions in order."""
    quiz = ET.Element("quiz")
    last = None
    for variant, question in questions(exercises):
        if variant["code"] != last:
            last = variant["code"]
            _category(quiz, f"{exercises['model'].replace('/', '//')}/{last}")
        _question(quiz, question, title(exercises, variant, question["number"]))
    ET.indent(quiz)
    content = ET.tostring(quiz, encoding="utf-8", xml_declaration=True)
    large = too_large(exercises)
    lost = [plain(f"export.{name}") for name in ("marks_of_lines", "collisions", "origin")]
    if large:
        lost.append(worded("export.floats", questions=", ".join(large)))
    return Export(content + b"\n", tuple(lost))


def _category(quiz: ET.Element, path: str) -> None:
    element = ET.SubElement(quiz, "question", type="category")
    _text(ET.SubElement(element, "category"), f"$course$/top/{path}")


def _question(quiz: ET.Element, question: Mapping[str, Any], name: str) -> None:
    chosen = "choices" in question
    element = ET.SubElement(quiz, "question", type="multichoice" if chosen else "numerical")
    _text(ET.SubElement(element, "name"), name)
    _text(ET.SubElement(element, "questiontext", format="html"), html(question["text"]))
    _text(ET.SubElement(element, "generalfeedback", format="html"), pre(question["solution"]))
    ET.SubElement(element, "defaultgrade").text = str(question["marks"])
    ET.SubElement(element, "penalty").text = "0"
    ET.SubElement(element, "hidden").text = "0"
    if chosen:
        ET.SubElement(element, "single").text = "true"
        ET.SubElement(element, "shuffleanswers").text = "false"
        ET.SubElement(element, "answernumbering").text = "none"
    _answer(element, question, str(question["answer"]), 100, plain("export.right"))
    for wrong in wrong_answers(question):
        _answer(element, question, wrong.value, 0, wrong.feedback)
    if not chosen:
        _answer(element, question, "*", 0, plain("export.not_explained"))
        ET.SubElement(element, "unitgradingtype").text = "0"
        ET.SubElement(element, "showunits").text = "3"


def _answer(
    element: ET.Element, question: Mapping[str, Any], value: str, share: int, told: str
) -> None:
    form = "html" if "choices" in question else "moodle_auto_format"
    answer = ET.SubElement(element, "answer", fraction=str(share), format=form)
    ET.SubElement(answer, "text").text = value
    if "choices" not in question:
        ET.SubElement(answer, "tolerance").text = tolerance(question)
    _text(ET.SubElement(answer, "feedback", format="html"), html(told))


def _text(element: ET.Element, text: str) -> None:
    ET.SubElement(element, "text").text = text
