r"""Moodle XML: numerical questions with a feedback for each wrong number, the right one first.

Moodle takes the answers of a numerical question in their order, and the first within its
tolerance counts; `*` takes what is left. (In moodle/moodle: get_matching_answer in
question/type/numerical/question.php; import_numerical and import_multichoice in
question/format/xml/format.php.)
The general feedback is HTML, in which the MathJax filter sets `\(…\)`.
Source: https://docs.moodle.org/en/Moodle_XML_format
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

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
    names = ("marks_of_lines", "collisions", "origin")
    lost = (*(sentence(f"export.{name}") for name in names), *too_large(exercises, EXACT_IN_MOODLE))
    return Export(content + b"\n", lost)


def _category(quiz: ET.Element, path: str) -> None:
    element = ET.SubElement(quiz, "question", type="category")
    _text(ET.SubElement(element, "category"), f"$course$/top/{path}")


def _question(quiz: ET.Element, question: Mapping[str, Any], name: str) -> None:
    chosen = "choices" in question
    element = ET.SubElement(quiz, "question", type="multichoice" if chosen else "numerical")
    _text(ET.SubElement(element, "name"), name)
    _text(ET.SubElement(element, "questiontext", format="html"), html(question["text"]))
    _text(ET.SubElement(element, "generalfeedback", format="html"), question["solution_html"])
    ET.SubElement(element, "defaultgrade").text = str(question["marks"])
    ET.SubElement(element, "penalty").text = "0"
    ET.SubElement(element, "hidden").text = "0"
    (_choices if chosen else _numbers)(element, question)


def _choices(element: ET.Element, question: Mapping[str, Any]) -> None:
    ET.SubElement(element, "single").text = "true"
    ET.SubElement(element, "shuffleanswers").text = "true"
    ET.SubElement(element, "answernumbering").text = "none"
    for choice, right, told in choices(question):
        _feedback(_answer(element, html(choice), right, "html"), told)


def _numbers(element: ET.Element, question: Mapping[str, Any]) -> None:
    right = sentence("export.right")
    _number(element, str(question["answer"]), True, right, question["tolerance"])
    for wrong in wrong_answers(question):
        _number(element, wrong.value, False, wrong.feedback, wrong.tolerance)
    _number(element, "*", False, sentence("export.not_explained"), "0")
    ET.SubElement(element, "unitgradingtype").text = "0"
    ET.SubElement(element, "showunits").text = "3"


def _number(element: ET.Element, value: str, right: bool, told: str, tolerance: str) -> None:
    answer = _answer(element, value, right, "moodle_auto_format")
    ET.SubElement(answer, "tolerance").text = tolerance
    _feedback(answer, told)


def _answer(element: ET.Element, value: str, right: bool, form: str) -> ET.Element:
    answer = ET.SubElement(element, "answer", fraction="100" if right else "0", format=form)
    _text(answer, value)
    return answer


def _feedback(answer: ET.Element, told: str) -> None:
    _text(ET.SubElement(answer, "feedback", format="html"), html(told))


def _text(element: ET.Element, text: str) -> None:
    ET.SubElement(element, "text").text = xml_text(text)
