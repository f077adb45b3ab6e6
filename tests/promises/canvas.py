"""Reads a QTI 1.2 package as the two importers of Canvas do, and takes an answer.

New Quizzes, by instructure/qti: lib/qti/v1/models/interactions/numeric_interaction.rb (every
`respcondition` with a `setvar` of SCORE is an answer, whatever it sets), models/numerics/ (which
comparisons make an exact answer or a margin; all else is refused), base_interaction.rb
(canvas_item_feedback, answer_feedback) and choice_interaction.rb.

Classic quizzes, by instructure/canvas-lms, gems/plugins/qti_exporter/lib/qti/:
numeric_interaction.rb (every condition with an `or`, or else an `and`, is an answer of full
credit; a margin is the distance to `varlte`), choice_interaction.rb and
assessment_item_converter.rb (get_feedback), on what instructure/QTIMigrationTool makes of the
item: several comparisons are an `and`.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree as ET

QTI = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
OWN_FEEDBACK = {
    "general_fb": "neutral",
    "correct_fb": "correct",
    "general_incorrect_fb": "incorrect",
}


@dataclass(frozen=True)
class Item:
    """An item after its import.

    answers: of a number the bounds of each answer that gets full credit, of choices their texts.
    choices: the texts in their order. feedback: by `correct`, `incorrect`, `neutral`; told: what
    is said to a single choice, by its text.
    """

    name: str
    kind: str
    text: str
    answers: tuple[tuple[Decimal, Decimal], ...] | tuple[str, ...]
    choices: tuple[str, ...]
    feedback: dict[str, str]
    told: dict[str, str]

    def right(self, answer: str) -> bool:
        """Whether the answer gets the points: within an answer's bounds, or one of the texts."""
        return any(
            given == answer if isinstance(given, str) else given[0] <= Decimal(answer) <= given[1]
            for given in self.answers
        )


def new_quizzes(content: bytes) -> dict[str, Item]:
    """By their names."""
    return {str(item.get("ident")): _item(item, _new_answer) for item in _items(content)}


def classic(content: bytes) -> dict[str, Item]:
    """By their names."""
    return {str(item.get("ident")): _item(item, _classic_answer) for item in _items(content)}


def _items(content: bytes) -> list[ET.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        manifest = ET.fromstring(package.read("imsmanifest.xml"))
        file = next(str(e.get("href")) for e in manifest.iter() if e.tag.endswith("}file"))
        return ET.fromstring(package.read(file)).findall(".//q:item", QTI)


def _item(item: ET.Element, read: object) -> Item:
    assert callable(read)
    fields = {
        field.findtext("q:fieldlabel", "", QTI): field.findtext("q:fieldentry", "", QTI)
        for field in item.iterfind(".//q:qtimetadatafield", QTI)
    }
    conditions = item.findall(".//q:respcondition", QTI)
    texts = {
        str(label.get("ident")): _text(label)
        for label in item.iterfind(".//q:render_choice/q:response_label", QTI)
    }
    if item.find(".//q:render_fib[@fibtype='Decimal']", QTI) is not None:
        found = [answer for answer in map(read, conditions) if answer is not None]
    else:
        found = [texts[_equal(c)] for c in conditions if c.find(".//q:setvar", QTI) is not None]
    presentation = item.find("q:presentation", QTI)
    assert presentation is not None
    return Item(
        name=str(item.get("title")),
        kind=fields["question_type"],
        text=_text(presentation),
        answers=tuple(found),
        choices=tuple(texts.values()),
        feedback={
            OWN_FEEDBACK[name]: text
            for name, text in _feedbacks(item).items()
            if name in OWN_FEEDBACK
        },
        told={texts[choice]: text for choice, text in _told(item, conditions).items()},
    )


def _new_answer(condition: ET.Element) -> tuple[Decimal, Decimal] | None:
    if condition.find("q:setvar[@varname='SCORE']", QTI) is None:
        return None
    equal, least, most = (
        condition.find(f".//q:{tag}", QTI) for tag in ("varequal", "vargte", "varlte")
    )
    if least is None or most is None:
        raise AssertionError("Unsupported Numeric Type")
    low, high = Decimal(str(least.text)), Decimal(str(most.text))
    if equal is None:
        return low, high
    middle = Decimal(str(equal.text))
    exact = {equal.text == least.text, equal.text == most.text}
    if len(exact) > 1:
        raise AssertionError("Unsupported Numeric Type")
    return middle - (middle - low), middle + (middle - low)


def _classic_answer(condition: ET.Element) -> tuple[Decimal, Decimal] | None:
    either = condition.find(".//q:or", QTI)
    if either is not None:
        equal, most = either.find(".//q:varequal", QTI), either.find("q:and/q:varlte", QTI)
        if equal is None:
            return None
        middle = Decimal(str(equal.text))
        margin = Decimal(str(most.text)) - middle if most is not None else Decimal(0)
        return middle - margin, middle + margin
    if len(condition.findall("q:conditionvar/*", QTI)) > 1:
        bounds = [condition.findtext(f".//q:{tag}", None, QTI) for tag in ("vargte", "varlte")]
        if any(bounds):
            low, high = (Decimal(bound) if bound else None for bound in bounds)
            return low or Decimal("-Infinity"), high or Decimal("Infinity")
    return None


def _equal(condition: ET.Element) -> str:
    equal = condition.find("q:conditionvar/q:varequal", QTI)
    assert equal is not None
    return str(equal.text)


def _told(item: ET.Element, conditions: list[ET.Element]) -> dict[str, str]:
    """The feedback of single choices: what a condition shows that names one directly."""
    texts, found = _feedbacks(item), {}
    for condition in conditions:
        shown = condition.find("q:displayfeedback", QTI)
        equal = condition.find("q:conditionvar/q:varequal[@respident]", QTI)
        if shown is not None and equal is not None and shown.get("linkrefid") not in OWN_FEEDBACK:
            found[str(equal.text)] = texts[str(shown.get("linkrefid"))]
    return found


def _feedbacks(item: ET.Element) -> dict[str, str]:
    return {
        str(feedback.get("ident")): str(feedback.findtext("*/*/q:mattext", "", QTI))
        for feedback in item.iterfind("q:itemfeedback", QTI)
    }


def _text(parent: ET.Element) -> str:
    text = parent.find("q:material/q:mattext", QTI)
    assert text is not None
    assert text.get("texttype") == "text/html"
    return str(text.text)
