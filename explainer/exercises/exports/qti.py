"""QTI 1.2, as Canvas takes it: numerical items, and a twin of choices where slips are known.

The package is a zip with imsmanifest.xml and one assessment. In the twin the wrong numbers
are the distractors, each with a feedback of its own; qti_items.py says what importers read.
Source: https://www.imsglobal.org/question/qtiv1p2/imsqti_asi_bindv1p2.html
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from explainer.exercises.exports import Export
from explainer.exercises.exports.answers import (
    EXACT_IN_CANVAS,
    questions,
    title,
    too_large,
    wrong_answers,
)
from explainer.exercises.exports.markup import xml_text
from explainer.exercises.exports.qti_items import choice_item, number_item
from explainer.language import sentence

NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
CONTENT = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
# A zip holds dates; the same exercises give the same bytes.
DATE = (2020, 1, 1, 0, 0, 0)


def write(exercises: Mapping[str, Any]) -> Export:
    """The package."""
    stem = "assessment"
    parts = {
        "imsmanifest.xml": _manifest(stem),
        f"{stem}/{stem}.xml": _assessment(exercises),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, DATE), content)
    names = ("own_feedback", "marks_of_lines", "collisions", "solution", "origin")
    lost = (*(sentence(f"export.{name}") for name in names), *too_large(exercises, EXACT_IN_CANVAS))
    return Export(out.getvalue(), lost)


def _assessment(exercises: Mapping[str, Any]) -> bytes:
    root = ET.Element("questestinterop", xmlns=NAMESPACE)
    name = xml_text(f"{exercises['model']} {exercises['seed']}")
    ident = hashlib.sha256(name.encode()).hexdigest()[:16]
    assessment = ET.SubElement(root, "assessment", ident=f"explain_{ident}", title=name)
    last, section = None, assessment
    for variant, question in questions(exercises):
        if variant["code"] != last:
            last = variant["code"]
            section = ET.SubElement(assessment, "section", ident=f"variant_{last}", title=last)
        called = title(exercises, variant, question["number"])
        ident = f"q_{variant['code']}_{question['number']}"
        if "choices" not in question:
            number_item(section, question, ident, called)
        if "choices" in question or wrong_answers(question):
            choice_item(section, question, f"{ident}_choice", called)
    return _bytes(root)


def _manifest(stem: str) -> bytes:
    root = ET.Element("manifest", xmlns=CONTENT, identifier="explain_exercises")
    ET.SubElement(root, "metadata")
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    resource = ET.SubElement(resources, "resource", identifier=stem, type="imsqti_xmlv1p2")
    ET.SubElement(resource, "file", href=f"{stem}/{stem}.xml")
    return _bytes(root)


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
