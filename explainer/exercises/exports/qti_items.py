"""The items of a QTI 1.2 assessment: a number to type, and its multiple-choice twin.

What the importers of Canvas read, by their sources:

- Of a numerical item, instructure/qti (New Quizzes) takes every `respcondition` with a `setvar` of
  SCORE for an answer, whatever score it sets: `varequal`, `vargte` and `varlte` anywhere in it
  (lib/qti/v1/models/interactions/numeric_interaction.rb, models/numerics/), all three alike for
  an exact answer and apart for a margin. instructure/canvas-lms takes every condition with an
  `or` or an `and` for an answer of full credit, once instructure/QTIMigrationTool has turned the
  item into QTI 2.1 (gems/plugins/qti_exporter/lib/qti/numeric_interaction.rb). So there is one
  condition, for the right number: the number directly, where other readers look for it, and
  then the number or its margin, as Canvas itself writes it (lib/cc/qti/qti_items.rb).
- Of its feedback both find `correct_fb`, `general_incorrect_fb` and `general_fb`
  (canvas_item_feedback in base_interaction.rb of the one, get_feedback in
  assessment_item_converter.rb of the other). So what is said to each wrong number is listed in
  `general_incorrect_fb`.
- Of a choice item both read the conditions with the choice directly under `conditionvar`: those
  that set a score are right, and each may show a feedback of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree as ET

from explainer.exercises.exports.answers import choices, decimal_text, with_unit, wrong_answers
from explainer.exercises.exports.markup import html, xml_text
from explainer.exercises.luck import Luck
from explainer.language import sentence

RIGHT, WRONG = "correct_fb", "general_incorrect_fb"


def number_item(section: ET.Element, question: Mapping[str, Any], ident: str, name: str) -> None:
    """An item that takes a number; whoever is wrong reads which slip gives which number."""
    item, presentation = _begin(section, question, ident, name, "numerical_question")
    response = ET.SubElement(presentation, "response_str", ident="response1", rcardinality="Single")
    fib = ET.SubElement(response, "render_fib", fibtype="Decimal")
    ET.SubElement(fib, "response_label", ident="answer1")
    processing = _processing(item)
    condition = ET.SubElement(processing, "respcondition", {"continue": "No"})
    _is_right(ET.SubElement(condition, "conditionvar"), question)
    _score(condition, 100)
    _display(condition, RIGHT)
    other = ET.SubElement(processing, "respcondition", {"continue": "Yes"})
    ET.SubElement(ET.SubElement(other, "conditionvar"), "other")
    _display(other, WRONG)
    _feedbacks(item, {RIGHT: html(sentence("export.right")), WRONG: _slips(question)})


def _is_right(variable: ET.Element, question: Mapping[str, Any]) -> None:
    """The number as it is, or within the tolerance on both sides."""
    value = decimal_text(question["answer"])
    _compare(variable, "varequal", value)
    either = ET.SubElement(variable, "or")
    _compare(either, "varequal", value)
    both = ET.SubElement(either, "and")
    off = Fraction(question["tolerance"])
    for tag, bound in (("vargte", Fraction(value) - off), ("varlte", Fraction(value) + off)):
        _compare(both, tag, decimal_text(str(bound)) if off else value)


def _slips(question: Mapping[str, Any]) -> str:
    """What is said to each wrong number that is known."""
    known = wrong_answers(question)
    if not known:
        return html(sentence("export.wrong"))
    items = "".join(
        f"<li><strong>{html(with_unit(one.shown, question))}</strong>: {html(one.feedback)}</li>"
        for one in known
    )
    return f"<p>{html(sentence('export.known_slips'))}</p><ul>{items}</ul>"


def choice_item(section: ET.Element, question: Mapping[str, Any], ident: str, name: str) -> None:
    """The twin: the right number among the wrong ones, in an order that the item's name gives."""
    item, presentation = _begin(section, question, ident, name, "multiple_choice_question")
    offered = choices(question) if "choices" in question else _distractors(question, ident)
    response = ET.SubElement(presentation, "response_lid", ident="response1", rcardinality="Single")
    render = ET.SubElement(response, "render_choice")
    processing = _processing(item)
    told: dict[str, str] = {}
    for number, (text, right, feedback) in enumerate(offered, 1):
        choice = f"choice{number}"
        _material(ET.SubElement(render, "response_label", ident=choice), html(text))
        condition = ET.SubElement(processing, "respcondition", {"continue": "No"})
        _compare(ET.SubElement(condition, "conditionvar"), "varequal", choice)
        if right:
            _score(condition, 100)
        _display(condition, f"{choice}_fb")
        told[f"{choice}_fb"] = html(feedback)
    _feedbacks(item, told)


def _distractors(question: Mapping[str, Any], ident: str) -> list[tuple[str, bool, str]]:
    """The right number and the wrong ones with their unit, and what is said to each."""
    right = (decimal_text(question["answer"]), True, sentence("export.right"))
    wrong = [(known.shown, False, known.feedback) for known in wrong_answers(question)]
    shuffled = Luck(ident).shuffled([right, *wrong])
    return [(with_unit(text, question), is_it, told) for text, is_it, told in shuffled]


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
    _material(presentation, html(question["text"]))
    return item, presentation


def _processing(item: ET.Element) -> ET.Element:
    processing = ET.SubElement(item, "resprocessing")
    outcomes = ET.SubElement(processing, "outcomes")
    ET.SubElement(
        outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal"
    )
    return processing


def _compare(parent: ET.Element, tag: str, value: str) -> None:
    ET.SubElement(parent, tag, respident="response1").text = value


def _score(condition: ET.Element, score: int) -> None:
    ET.SubElement(condition, "setvar", action="Set", varname="SCORE").text = str(score)


def _display(condition: ET.Element, feedback: str) -> None:
    ET.SubElement(condition, "displayfeedback", feedbacktype="Response", linkrefid=feedback)


def _feedbacks(item: ET.Element, told: Mapping[str, str]) -> None:
    for ident, text in told.items():
        feedback = ET.SubElement(item, "itemfeedback", ident=ident)
        _material(ET.SubElement(feedback, "flow_mat"), text)


def _material(parent: ET.Element, markup: str) -> None:
    material = ET.SubElement(parent, "material")
    ET.SubElement(material, "mattext", texttype="text/html").text = markup
