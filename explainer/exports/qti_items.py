"""The items of a QTI 1.2 assessment: a number to type, and its multiple-choice twin."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree as ET

from explainer.document.sentences import plain
from explainer.exercises.luck import Luck
from explainer.exports.answers import decimal_text, tolerance, wrong_answers
from explainer.exports.markup import html, xml_text

RIGHT, OTHER = "right_fb", "other_fb"


def number_item(section: ET.Element, question: Mapping[str, Any], ident: str, name: str) -> None:
    """An item that takes a number; each known wrong number has its feedback."""
    item, presentation = _begin(section, question, ident, name, "numerical_question")
    response = ET.SubElement(presentation, "response_str", ident="response1", rcardinality="Single")
    fib = ET.SubElement(response, "render_fib", fibtype="Decimal")
    ET.SubElement(fib, "response_label", ident="answer1")
    processing = _processing(item)
    off = Fraction(tolerance(question))
    _condition(processing, decimal_text(question["answer"]), off, 100, RIGHT)
    known = wrong_answers(question)
    for number, wrong in enumerate(known, 1):
        _condition(processing, wrong.value, off, 0, f"wrong{number}_fb")
    other = ET.SubElement(processing, "respcondition", {"continue": "Yes"})
    ET.SubElement(ET.SubElement(other, "conditionvar"), "other")
    _display(other, OTHER)
    told = {RIGHT: plain("export.right")}
    told |= {f"wrong{n}_fb": wrong.feedback for n, wrong in enumerate(known, 1)}
    _feedbacks(item, told | {OTHER: plain("export.not_explained")})


def choice_item(section: ET.Element, question: Mapping[str, Any], ident: str, name: str) -> None:
    """The twin: the right number among the wrong ones, in an order that the item's name gives."""
    item, presentation = _begin(section, question, ident, name, "multiple_choice_question")
    known = {wrong.value: wrong.feedback for wrong in wrong_answers(question)}
    right = decimal_text(question["answer"])
    values = [*question.get("choices", Luck(ident).shuffled([right, *known]))]
    response = ET.SubElement(presentation, "response_lid", ident="response1", rcardinality="Single")
    render = ET.SubElement(response, "render_choice")
    for number, value in enumerate(values, 1):
        label = ET.SubElement(render, "response_label", ident=f"choice{number}")
        _material(label, f"{value} {question['unit']}".strip())
    processing = _processing(item)
    told: dict[str, str] = {}
    for number, value in enumerate(values, 1):
        condition = ET.SubElement(processing, "respcondition", {"continue": "No"})
        variable = ET.SubElement(condition, "conditionvar")
        ET.SubElement(variable, "varequal", respident="response1").text = f"choice{number}"
        if value == right:
            _score(condition, 100)
        feedback = f"choice{number}_fb"
        _display(condition, feedback)
        told[feedback] = plain("export.right") if value == right else known.get(value, "")
    _feedbacks(item, told)


def _begin(
    section: ET.Element, question: Mapping[str, Any], ident: str, name: str, kind: str
) -> tuple[ET.Element, ET.Element]:
    item = ET.SubElement(section, "item", ident=ident, title=xml_text(name))
    fields = ET.SubElement(ET.SubElement(item, "itemmetadata"), "qtimetadata")
    for label, entry in (("question_type", kind), ("points_possible", str(question["marks"]))):
        field = ET.SubElement(fields, "qtimetadatafield")
        ET.SubElement(field, "fieldlabel").text = label
        ET.SubElement(field, "fieldentry").text = entry
    presentation = ET.SubElement(item, "presentation")
    _material(presentation, question["text"])
    return item, presentation


def _processing(item: ET.Element) -> ET.Element:
    processing = ET.SubElement(item, "resprocessing")
    outcomes = ET.SubElement(processing, "outcomes")
    ET.SubElement(
        outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal"
    )
    return processing


def _condition(
    processing: ET.Element, value: str, off: Fraction, score: int, feedback: str
) -> None:
    """The number as it is, or within the tolerance on both sides."""
    condition = ET.SubElement(processing, "respcondition", {"continue": "No"})
    variable = ET.SubElement(condition, "conditionvar")
    either = ET.SubElement(variable, "or")
    ET.SubElement(either, "varequal", respident="response1").text = value
    both = ET.SubElement(either, "and")
    for sign, tag in ((-1, "vargte"), (1, "varlte")):
        bound = Fraction(value) + sign * off
        text = decimal_text(str(bound))
        ET.SubElement(both, tag, respident="response1").text = text
    if score:
        _score(condition, score)
    _display(condition, feedback)


def _score(condition: ET.Element, score: int) -> None:
    ET.SubElement(condition, "setvar", action="Set", varname="SCORE").text = str(score)


def _display(condition: ET.Element, feedback: str) -> None:
    ET.SubElement(condition, "displayfeedback", feedbacktype="Response", linkrefid=feedback)


def _feedbacks(item: ET.Element, told: Mapping[str, str]) -> None:
    for ident, text in told.items():
        feedback = ET.SubElement(item, "itemfeedback", ident=ident)
        _material(ET.SubElement(feedback, "flow_mat"), text)


def _material(parent: ET.Element, text: str) -> None:
    material = ET.SubElement(parent, "material")
    ET.SubElement(material, "mattext", texttype="text/html").text = html(text)
