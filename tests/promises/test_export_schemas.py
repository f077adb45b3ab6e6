"""Exports against the schemas of their formats; each schema must refuse something, too."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import jsonschema
import nbformat
import pytest
from lxml import etree

from explainer.exercises.exports import export
from tests.promises.test_exports import asked, exercises, hostile

SCHEMAS = Path(__file__).with_name("schemas")


@pytest.fixture(params=["lenet5", "small-cnn-50", "vgg16", "hostile"])
def whole(request):
    return hostile() if request.param == "hostile" else exercises(request.param)


def schema(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMAS / f"{name}.rng"))


def moodle(whole):
    return etree.fromstring(export("moodle", whole).content)


def assessment(whole):
    with zipfile.ZipFile(io.BytesIO(export("qti", whole).content)) as package:
        return etree.fromstring(package.read("assessment/assessment.xml"))


def test_moodle_xml_keeps_to_its_schema(whole):
    schema("moodle").assertValid(moodle(whole))


def test_qti_keeps_to_its_schema(whole):
    schema("qti12").assertValid(assessment(whole))


def test_every_feedback_that_qti_links_to_is_there(whole):
    for item in assessment(whole).iter("{*}item"):
        told = [feedback.get("ident") for feedback in item.iter("{*}itemfeedback")]
        assert len(told) == len(set(told))
        assert {shown.get("linkrefid") for shown in item.iter("{*}displayfeedback")} == set(told)


def test_json_keeps_to_its_schema(whole):
    rules = json.loads((SCHEMAS / "exercises.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(rules)
    jsonschema.validate(json.loads(export("json", whole).content), rules)


def test_the_notebook_keeps_to_its_schema(whole):
    nbformat.validate(nbformat.reads(export("ipynb", whole).content.decode(), as_version=4))


def test_the_schemas_refuse_what_is_wrong():
    whole = exercises()
    quiz, test = moodle(whole), assessment(whole)
    tolerance = next(quiz.iter("tolerance"))
    tolerance.text = "a little"
    assert not schema("moodle").validate(quiz)
    response = next(test.iter("{*}response_str"))
    response.set("rcardinality", "One")
    assert not schema("qti12").validate(test)
    rules = json.loads((SCHEMAS / "exercises.json").read_text(encoding="utf-8"))
    asked(whole)[0].pop("answer")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(whole, rules)
    exercises.cache_clear()


def test_a_question_stands_alone_in_a_file(whole):
    """Who reads it without the sheet knows the bytes of a value, the rule and the network."""
    for question in asked(whole):
        text = question["text"]
        if question["unit"] not in ("", "values", "rows", "images"):
            assert "A value takes" in text
        if question["quantity"].startswith("training"):
            assert "Training keeps" in text
        if not question["layer"] and question["kind"] == "value":
            assert "The network takes" in text
        assert "  " not in text.replace("\n", "")
