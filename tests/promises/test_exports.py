"""Exports: played as the platforms do, each mistake's number gets its own feedback."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import floor
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from explainer.exercises.draw import drawing_of
from explainer.exercises.exports import EXPORTS, export
from explainer.exercises.exports.answers import decimal_text, with_unit, wrong_answers
from explainer.exercises.figures.exercises import set_figures, variant_figures
from explainer.exercises.question import Question, WrongAnswer
from explainer.network.plan import plan_for
from explainer.readers import read
from explainer.readers.from_mapping import read_mapping
from tests.promises import canvas, platforms

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


def shortened() -> dict[str, Any]:
    """A copy of a set with one question of a number."""
    whole: dict[str, Any] = json.loads(json.dumps(exercises()))
    variant = whole["variants"][0]
    variant["questions"] = [q for q in variant["questions"] if "choices" not in q][:1]
    variant["questions"][0]["number"] = 1
    return whole | {"variants": [variant]}


A_QUESTION = Question(
    number=1,
    kind="value",
    quantity="c1.H_out",
    layer="c1",
    answer=9,
    unit="values",
    marks=1,
    steps=(),
    mistakes=(),
)


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


PLAY = {"moodle": platforms.moodle, "gift": platforms.play_gift}


@pytest.mark.parametrize("name", PLAY)
def test_moodle_gives_each_mistake_its_feedback(whole, name):
    content = export(name, whole).content
    for index, question in enumerate(asked(whole)):
        assert PLAY[name](content, index, decimal_text(question["answer"])).right
        for wrong in wrong_answers(question):
            reply = PLAY[name](content, index, wrong.value)
            assert (reply.right, reply.feedback) == (False, wrong.feedback)
        if "choices" not in question:
            reply = PLAY[name](content, index, "123456789.25")
            assert not reply.right
            assert "no known slip" in reply.feedback


def test_of_moodles_numbers_the_right_one_is_first(whole):
    for question in ET.fromstring(export("moodle", whole).content):
        if question.get("type") == "numerical":
            shares = [answer.get("fraction") for answer in question.findall("answer")]
            assert shares[0] == "100"
            assert set(shares[1:]) == {"0"}


def yes_or_no(whole: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    return [pair for pair in enumerate(asked(whole)) if "choices" in pair[1]]


def test_where_a_choice_stands_does_not_tell_whether_it_is_right():
    """Yes and no in one order, whatever is right, and shuffled by the platform that can."""
    whole = exercises("small-cnn-50")
    for index, question in yes_or_no(whole):
        question["answer"] = ("yes", "no")[index % 4 < 2]
        question["mistakes"] = question["mistakes"][:1]
        question["mistakes"][0]["value"] = ("yes", "no")[question["answer"] == "yes"]
    assert {q["answer"] for _, q in yes_or_no(whole)} == {"yes", "no"}
    quiz = [q for q in ET.fromstring(export("moodle", whole).content) if q[0].tag == "name"]
    gift = platforms.gift(export("gift", whole).content)
    items = canvas.new_quizzes(export("qti", whole).content)
    twins = [item for name, item in items.items() if item.kind == "multiple_choice_question"]
    for index, question in yes_or_no(whole):
        shares = [(a.findtext("text"), a.get("fraction")) for a in quiz[index].findall("answer")]
        right = question["answer"] == "yes"
        assert shares == [("yes", ("0", "100")[right]), ("no", ("100", "0")[right])]
        assert quiz[index].findtext("shuffleanswers") == "true"
        assert [answer[1] for answer in gift[index].answers] == ["yes", "no"]
        assert twins[index].choices == ("yes", "no")
        assert twins[index].answers == (question["answer"],)
    exercises.cache_clear()


def test_every_choice_is_offered_and_answered_even_without_a_mistake():
    whole = json.loads(json.dumps(exercises("small-cnn-50")))
    for index, question in yes_or_no(whole):
        question["mistakes"] = []
        (other,) = {*question["choices"]} - {question["answer"]}
        for name in PLAY:
            reply = PLAY[name](export(name, whole).content, index, other)
            assert (reply.right, reply.feedback) == (False, "This is not right.")


@pytest.mark.parametrize("read", [canvas.new_quizzes, canvas.classic])
def test_canvas_marks_the_right_number_and_no_other(whole, read):
    found = read(export("qti", whole).content)
    for variant in whole["variants"]:
        for question in variant["questions"]:
            if "choices" in question:
                continue
            item = found[f"q_{variant['code']}_{question['number']}"]
            assert item.kind == "numerical_question"
            assert item.right(decimal_text(question["answer"]))
            assert len(item.answers) == 1
            assert item.feedback["correct"] == "Right."
            for wrong in wrong_answers(question):
                assert not item.right(wrong.value)
                told = f"<strong>{with_unit(wrong.shown, question)}</strong>: {wrong.feedback}</li>"
                assert told in item.feedback["incorrect"]


@pytest.mark.parametrize("read", [canvas.new_quizzes, canvas.classic])
def test_in_the_twin_each_mistake_has_its_feedback(whole, read):
    found = read(export("qti", whole).content)
    for variant in whole["variants"]:
        for question in variant["questions"]:
            twin = found[f"q_{variant['code']}_{question['number']}_choice"]
            right = with_unit(decimal_text(question["answer"]), question)
            told = {with_unit(w.shown, question): w.feedback for w in wrong_answers(question)}
            assert twin.answers == (right,)
            assert sorted(twin.choices) == sorted({right, *told, *question.get("choices", ())})
            assert twin.told[right] == "Right."
            assert {text: twin.told[text] for text in told} == told


@pytest.mark.parametrize("read", [canvas.new_quizzes, canvas.classic])
def test_around_zero_no_more_is_right_than_the_tolerance_allows(read):
    """The lower bound of 0.0 is -0.05; it was written as -1.95."""
    item = read(export("qti", one_number("0.0", 1)).content)["q_01_1"]
    told = {text: item.right(text) for text in ("0.0", "-0.05", "0.05", "-0.06", "-1", "-1.95")}
    assert told == dict.fromkeys(("0.0", "-0.05", "0.05"), True) | dict.fromkeys(
        ("-0.06", "-1", "-1.95"), False
    )


def test_a_number_without_known_slips_has_no_twin_that_offers_it_alone():
    whole = one_number(12, 0)
    whole["variants"][0]["questions"] = whole["variants"][0]["questions"][:1]
    items = canvas.new_quizzes(export("qti", whole).content)
    assert [item.kind for item in items.values()] == ["numerical_question"]
    assert next(iter(items.values())).feedback["incorrect"] == "This is not right."


def test_in_the_twin_the_right_number_is_not_always_first(whole):
    items = canvas.new_quizzes(export("qti", whole).content)
    twins = [item for item in items.values() if item.choices]
    assert {twin.right(twin.choices[0]) for twin in twins} == {True, False}


# ---- slips whose number is no whole number ------------------------------------------------


def typed(value: Fraction, off: Fraction) -> set[str]:
    """What students write for a number: rounded, and cut off, as far as that is no other number."""
    found = set()
    for decimals in range(1, 7):
        for units in (floor(value * 10**decimals), floor(value * 10**decimals + Fraction(1, 2))):
            number = Fraction(units, 10**decimals)
            if abs(number - value) <= off:
                found.add(f"{units // 10**decimals}.{units % 10**decimals:0{decimals}}")
    return found


@pytest.mark.parametrize("others", [(), ("4", "10", "11"), ("12376", "12377")])
@pytest.mark.parametrize("value", ["111392/9", "19/2", "32/3"])
def test_a_slip_that_is_no_whole_number_is_hit_as_students_type_it(value, others):
    whole, base = shortened(), exercises()["variants"][0]["questions"][0]["mistakes"][0]
    question = whole["variants"][0]["questions"][0]
    numbers = [Fraction(value), *map(Fraction, others)]
    slips = [WrongAnswer((f"slip_{n}",), number, ()) for n, number in enumerate(numbers)]
    asking = replace(A_QUESTION, answer=9, mistakes=tuple(slips))
    question |= {"answer": 9, "tolerance": "0", "decimals": 0, "unit": "values"}
    question["mistakes"] = [
        base
        | {
            "value": str(number),
            "name": f"slip_{n}",
            "feedback": f"Slip {n}.",
            "tolerance": decimal_text(str(asking.tolerance_at(number))),
        }
        for n, number in enumerate(numbers)
    ]
    off = Fraction(question["mistakes"][0]["tolerance"])
    assert off >= Fraction(1, 10)
    tried = typed(Fraction(value), off)
    assert len(tried) > 5
    for text in tried:
        for name in PLAY:
            assert PLAY[name](export(name, whole).content, 0, text).feedback == "Slip 0."
        answered = platforms.notebook(export("ipynb", whole).content, {"answer_01_1": text})
        assert answered["answer_01_1"] == "Slip 0."
    for n, other in enumerate(others, 1):
        for name in PLAY:
            assert PLAY[name](export(name, whole).content, 0, other).feedback == f"Slip {n}."
    for name in PLAY:
        assert PLAY[name](export(name, whole).content, 0, "9").right
    item = canvas.new_quizzes(export("qti", whole).content)["q_01_1"]
    assert item.right("9")
    assert not any(map(item.right, tried))
    assert f"<strong>{decimal_text(value, 2)}</strong>: Slip 0." in item.feedback["incorrect"]


def test_tolerances_worked_by_hand():
    """9.5 is half from 9 and 10, so only its tenths are its own; 12376.89 is alone for a while."""
    for value, others, off in (
        ("19/2", (9, 5, 10, 18), "1/10"),
        ("111392/9", (9, 5), "1"),
        ("111392/9", (9, 12376), "1/2"),
        ("111392/9", (9, 12377), "1/10"),
        ("32/3", (9, "65/6"), "1/100"),
        ("7", (9, "13/2"), "0"),
    ):
        slips = tuple(WrongAnswer(("slip",), Fraction(n), ()) for n in (value, *others[1:]))
        asking = replace(A_QUESTION, answer=others[0], mistakes=slips)
        assert asking.tolerance_at(Fraction(value)) == Fraction(off)


def test_numbers_that_lie_close_look_different_in_the_twin():
    whole = one_number(9, 0)
    slips = ("2251/250", "9001/1000", "28/3")
    whole["variants"][0]["questions"][0]["mistakes"] = [
        {"name": slip, "value": slip, "tolerance": off, "feedback": slip}
        for slip, off in zip(slips, ("0.001", "0.0001", "0.1"), strict=True)
    ]
    twin = canvas.new_quizzes(export("qti", whole).content)["q_01_1_choice"]
    assert set(twin.choices) == {"9", "9.004", "9.001", "9.33"}


@pytest.mark.parametrize("name", ["lenet5", "small-cnn-50", "vgg16"])
def test_no_number_counts_as_two(name):
    for question in asked(exercises(name)):
        if "choices" in question:
            continue
        known = [(question["answer"], question["tolerance"])]
        known += [(wrong.value, wrong.tolerance) for wrong in wrong_answers(question)]
        spans = sorted((Fraction(v) - Fraction(t), Fraction(v) + Fraction(t)) for v, t in known)
        for (_, end), (begin, _) in pairwise(spans):
            assert end <= begin if question["decimals"] else end < begin


# ---- notebooks ----------------------------------------------------------------------------


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
    given = question["answer"]
    for told in (given, float(given), f"{given:,}", f"{given}.0", Decimal(given), Fraction(given)):
        assert platforms.notebook(content, {name: told})[name] == "Right."


def one_number(answer: int | str, decimals: int) -> dict[str, Any]:
    """Exercises of one question with that answer, and no mistakes."""
    whole = shortened()
    question = whole["variants"][0]["questions"][0]
    question |= {"answer": answer, "decimals": decimals, "mistakes": [], "unit": "values"}
    question["tolerance"] = "0.05" if decimals else "0"
    return whole


@pytest.mark.parametrize(
    ("answer", "decimals", "given", "right"),
    [
        ("11.3", 1, 11.25, True),  # half is rounded up, as on the sheets
        ("11.2", 1, 11.25, False),
        ("11.8", 1, "11.846", True),
        (10**16, 0, 1e16, True),
        (10**17 + 1, 0, 10**17 + 1, True),
        (10**17 + 1, 0, 10**17, False),
        (9, 0, 9.5, False),
        (10, 0, 9.96, False),
        (9, 0, Fraction(27, 3), True),
    ],
)
def test_the_notebook_takes_a_number_for_what_it_is(answer, decimals, given, right):
    content = export("ipynb", one_number(answer, decimals)).content
    told = platforms.notebook(content, {"answer_01_1": given})["answer_01_1"]
    assert told.startswith("Right." if right else "This is not right")


@pytest.mark.parametrize("given", ["11,8", (11, 8), "about 9", "9 KiB", "1,00", "", "1/0"])
def test_the_notebook_says_what_is_no_number(given):
    """`11,8` is not 118."""
    content = export("ipynb", one_number(118, 0)).content
    told = platforms.notebook(content, {"answer_01_1": given})["answer_01_1"]
    assert told == f"{given!r} is no number. Write it as in 1234 or 12.5."


def test_the_notebook_takes_yes_and_no_in_pythons_words():
    whole = exercises()
    content = export("ipynb", whole).content
    index, question = yes_or_no(whole)[0]
    name = f"answer_01_{index + 1}"
    for given in (question["answer"], question["answer"].upper(), question["answer"] == "yes"):
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
        (decimal_text(value), name)
        for question in asked(whole)
        for value, name in [(question["answer"], "")]
        + [(m["value"], m["name"]) for m in question["mistakes"]]
    ]
    assert [(row["value"], row["mistake"]) for row in rows] == expected


NOT_IN_XML = "a\x07b\x0bc\ufffe"


@pytest.mark.parametrize("name", ["moodle", "gift", "qti"])
def test_a_character_that_xml_has_no_place_for_breaks_no_file(name):
    whole = json.loads(json.dumps(exercises())) | {"model": NOT_IN_XML}
    for question in asked(whole):
        question["text"] = question["solution_html"] = NOT_IN_XML
        for mistake in question["mistakes"]:
            mistake["feedback"] = NOT_IN_XML
    made = export(name, whole).content
    if name == "moodle":
        assert "a\ufffdb\ufffdc\ufffd" in str(ET.fromstring(made).findtext(".//category/text"))
        names = [q.findtext("name/text", "") for q in platforms.moodle_questions(made)]
        assert all(called.startswith("a\ufffdb\ufffdc\ufffd 0") for called in names)
    if name == "gift":
        assert platforms.gift(made)[0].text == "a\ufffdb\ufffdc\ufffd"
    if name == "qti":
        assert canvas.new_quizzes(made)["q_01_1"].text == "a\ufffdb\ufffdc\ufffd"


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
            if field == "solution":
                one["solution_html"] = str(SENTINEL)
    told = any(TOLD[field] in sentence for sentence in export(name, whole).lost)
    assert told != (str(SENTINEL) in content(name, whole))


@pytest.mark.parametrize(
    ("name", "answer", "decimals", "named"),
    [
        ("moodle", 5 * 10**13, 0, False),
        ("moodle", 5 * 10**13 + 1, 0, True),
        ("gift", 2**60 + 1, 0, True),
        ("gift", "5000000000000.1", 1, True),
        ("qti", 10**14 + 1, 0, False),
        ("qti", 2**53, 0, False),
        ("qti", 2**53 + 1, 0, True),
        ("ipynb", 2**60 + 1, 0, False),
    ],
)
def test_numbers_that_a_platform_takes_for_their_neighbours_are_named(
    name, answer, decimals, named
):
    lost = export(name, one_number(answer, decimals)).lost
    assert any("neighbours: 01.1" in sentence for sentence in lost) == named


def test_a_number_is_taken_for_its_neighbour_where_it_is_said():
    content = export("moodle", one_number(10**14 + 2, 0)).content
    assert platforms.moodle(content, 0, str(10**14 + 1)).right
    content = export("moodle", one_number(5 * 10**13, 0)).content
    assert not platforms.moodle(content, 0, str(5 * 10**13 - 1)).right
