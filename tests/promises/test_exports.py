"""Exports: played as the platforms do, each mistake's number gets its own feedback."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from explainer.exercises.draw import drawing_of
from explainer.exports import EXPORTS, export
from explainer.exports.answers import decimal_text, wrong_answers
from explainer.memory.plan import plan_for
from explainer.readers import read
from explainer.readers.from_mapping import read_mapping
from explainer.render.exercises_json import set_figures, variant_figures
from tests.promises import platforms

HOSTILE = 'A <b>"net"</b> & {~=#:} ]]> $x$ ::'


@cache
def exercises(name: str = "lenet5") -> dict[str, Any]:
    spec = read(f"example:{name}")
    return figures(spec, name)


def figures(spec: Any, stem: str) -> dict[str, Any]:
    drawing = drawing_of(
        spec, plan_for(spec), questions=6, variants=3, seed=7, stem=stem, model=f"example:{stem}"
    )
    variants = [variant_figures(drawing.variant(number)) for number in (1, 2, 3)]
    made: dict[str, Any] = set_figures(drawing, drawing.variant(1).rejected, variants)
    return made


def hostile() -> dict[str, Any]:
    names = ("conv <i>1</i>", "f{c}=1~#:")
    layers = [
        {"conv2d": {"out_channels": 8, "kernel_size": 3, "name": "conv_1"}},
        {"max_pool2d": {"kernel_size": 2}},
        {"conv2d": {"out_channels": 12, "kernel_size": 3, "name": "conv_2"}},
        "flatten",
        {"linear": {"out_features": 50, "name": "fc"}},
        {"linear": {"out_features": 10, "name": "out"}},
    ]
    spec = read_mapping({"name": "net", "input": "32x32x3", "layers": layers})
    text = json.dumps(figures(spec, "net"))
    for name, other in zip(("conv_1", "fc"), names, strict=True):
        text = text.replace(f"layer {name}", f"layer {json.dumps(other)[1:-1]}")
    loaded: dict[str, Any] = json.loads(text)
    return loaded | {"model": HOSTILE}


def asked(whole: dict[str, Any]) -> list[dict[str, Any]]:
    return [question for variant in whole["variants"] for question in variant["questions"]]


@pytest.fixture(params=["lenet5", "small-cnn-50", "hostile"])
def whole(request):
    return hostile() if request.param == "hostile" else exercises(request.param)


def test_the_json_has_what_the_contract_names(whole):
    assert json.loads(export("json", whole).content) == whole
    for variant in whole["variants"]:
        for question in variant["questions"]:
            assert {"quantity", "text", "answer", "mistakes"} <= set(question)
            for mistake in question["mistakes"]:
                assert {"name", "value", "feedback"} <= set(mistake)


@pytest.mark.parametrize("name", ["moodle", "gift"])
def test_moodle_gives_each_mistake_its_feedback(whole, name):
    play = {"moodle": platforms.moodle, "gift": platforms.gift}[name]
    content = export(name, whole).content
    for index, question in enumerate(asked(whole)):
        assert play(content, index, decimal_text(question["answer"])).right
        for wrong in wrong_answers(question):
            reply = play(content, index, wrong.value)
            assert (reply.right, reply.feedback) == (False, wrong.feedback)
        if "choices" not in question:
            reply = play(content, index, "123456789.25")
            assert not reply.right
            assert "no slip that is known" in reply.feedback


def test_moodle_has_the_right_answer_first(whole):
    for question in ET.fromstring(export("moodle", whole).content):
        shares = [answer.get("fraction") for answer in question.findall("answer")]
        assert not shares or (shares[0] == "100" and set(shares[1:]) <= {"0"})


def test_canvas_gives_each_mistake_its_feedback(whole):
    found = {item.get("ident"): item for item in platforms.items(export("qti", whole).content)}
    for variant in whole["variants"]:
        for question in variant["questions"]:
            ident = f"q_{variant['code']}_{question['number']}"
            twin = found[f"{ident}_choice"]
            right = decimal_text(question["answer"])
            told = {wrong.value: wrong.feedback for wrong in wrong_answers(question)}
            for value in (right, *told):
                chosen = platforms.choice(twin, value)
                assert chosen
                reply = platforms.qti(twin, chosen)
                assert reply.right == (value == right)
                assert value == right or reply.feedback == told[value]
                if "choices" not in question:
                    typed = platforms.qti(found[ident], value)
                    assert typed.right == (value == right)
                    assert value == right or typed.feedback == told[value]


def test_in_the_twin_the_right_number_is_not_always_first(whole):
    firsts = set()
    for item in platforms.items(export("qti", whole).content):
        if str(item.get("ident")).endswith("_choice"):
            label = next(item.iter(f"{platforms.QTI}response_label"))
            firsts.add(platforms.qti(item, str(label.get("ident"))).right)
    assert firsts == {True, False}


def test_the_notebook_gives_each_mistake_its_feedback(whole):
    content = export("ipynb", whole).content
    rounds = max(len(wrong_answers(question)) for question in asked(whole))
    for number in range(-1, rounds):
        answers, expected = {}, {}
        for variant in whole["variants"]:
            for question in variant["questions"]:
                name = f"answer_{variant['code']}_{question['number']}"
                known = wrong_answers(question)
                if number < 0:
                    answers[name], expected[name] = decimal_text(question["answer"]), "Right."
                elif number < len(known):
                    answers[name], expected[name] = known[number].value, known[number].feedback
        told = platforms.notebook(content, answers)
        assert {name: told[name] for name in expected} == expected


def test_the_notebook_takes_numbers_as_python_writes_them():
    whole = exercises()
    question = next(q for q in asked(whole) if isinstance(q["answer"], int))
    content = export("ipynb", whole).content
    name = f"answer_01_{question['number']}"
    for given in (question["answer"], float(question["answer"]), f"{question['answer']:,}"):
        assert platforms.notebook(content, {name: given})[name] == "Right."


def test_the_notebook_shows_no_answer():
    whole = exercises()
    content = export("ipynb", whole).content.decode()
    for question in asked(whole):
        for mistake in question["mistakes"]:
            assert mistake["name"] not in content
            assert mistake["feedback"] not in content


def test_the_csv_has_a_row_for_each_number(whole):
    rows = list(csv.DictReader(io.StringIO(export("csv", whole).content.decode(), newline="")))
    expected = [
        (str(value), name)
        for question in asked(whole)
        for value, name in [(question["answer"], "")]
        + [(m["value"], m["name"]) for m in question["mistakes"]]
    ]
    assert [(row["value"], row["mistake"]) for row in rows] == expected


@pytest.mark.parametrize("name", list(EXPORTS))
def test_the_same_exercises_give_the_same_bytes(name):
    assert export(name, exercises()).content == export(name, exercises()).content


def test_what_is_lost_is_told_in_whole_sentences():
    for name in EXPORTS:
        for sentence in export(name, exercises()).lost:
            assert sentence[0].isupper()
            assert sentence.endswith(".")


SENTINEL = 76_543_217
TOLD = {
    "solution": "worked solutions",
    "marks": "points of a question",
    "network": "each network is built again",
    "collisions": "can't be told apart",
}


def content(name: str, whole: dict[str, Any]) -> str:
    made = export(name, whole).content
    if name == "qti":
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            made = b"".join(map(package.read, package.namelist()))
    return made.decode()


@pytest.mark.parametrize("field", TOLD)
@pytest.mark.parametrize("name", [name for name in EXPORTS if name != "json"])
def test_what_an_export_leaves_out_is_told(name, field):
    whole = json.loads(json.dumps(exercises()))
    for variant in whole["variants"]:
        for one in [variant] if field == "network" else variant["questions"]:
            one[field] = [SENTINEL] if field == "collisions" else SENTINEL
            one[field] = str(SENTINEL) if field in ("network", "solution") else one[field]
    told = any(TOLD[field] in sentence for sentence in export(name, whole).lost)
    assert told != (str(SENTINEL) in content(name, whole))


def test_numbers_beyond_floats_are_named():
    whole = json.loads(json.dumps(exercises()))
    whole["variants"][0]["questions"][0]["answer"] = 2**60 + 1
    assert any("01.1" in sentence for sentence in export("moodle", whole).lost)
