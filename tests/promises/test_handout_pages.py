"""Sheets keep every answer back, in every format; keys have them all."""

from __future__ import annotations

import io
import re
from fractions import Fraction
from functools import cache

import pytest
from pypdf import PdfReader

from explainer.exercises import Variant
from explainer.exercises.pages.handout import key_page, sheet_page
from explainer.exercises.text_numbers import numbers_shown
from explainer.language import sentence
from explainer.render.to_html import to_html
from explainer.render.to_markdown import to_markdown
from explainer.render.to_pdf import to_pdf
from tests.promises.test_exercises import drawn

NAMES = ("lenet5", "small-cnn-50", "resnet18")
LEAST = 1000  # a smaller number may stand on a sheet for another reason


@cache
def variants() -> tuple[Variant, ...]:
    return tuple(variant for name in NAMES for variant in drawn(name).variants[:3])


def pdf_text(content: bytes) -> str:
    reader = PdfReader(io.BytesIO(content))
    inside = " ".join(str(value) for value in (reader.metadata or {}).values())
    contents = [page.get_contents() for page in reader.pages]
    streams = b"".join(content.get_data() for content in contents if content is not None)
    text = " ".join(page.extract_text() for page in reader.pages)
    return f"{inside} {text} {streams.decode('latin-1')}"


def digits(text: str) -> str:
    """The text with its grouped numbers ungrouped."""
    return re.sub(r"(?<=\d)(?:,|\{,\}|\u202f|\u2009)(?=\d{3})", "", text)


@pytest.mark.parametrize("render", [to_markdown, to_html, to_pdf], ids=["md", "html", "pdf"])
def test_no_answer_and_no_mistake_stands_on_a_sheet(render):
    for variant in variants():
        made = render(sheet_page(variant))
        text = digits(pdf_text(made) if isinstance(made, bytes) else made)
        shown = {value for q in variant.questions for value in numbers_shown(q)}
        for question in variant.questions:
            answer = question.answer
            if question.kind != "fits" and answer >= LEAST and answer not in shown:
                whole = str(answer) if isinstance(answer, int) else f"{float(Fraction(answer))}"
                assert not re.search(rf"(?<!\d){re.escape(whole)}(?!\d)", text)
            for wrong in question.mistakes:
                assert wrong.mistakes[0] not in text
                assert sentence(f"mistake.{wrong.mistakes[0]}") not in text


def test_a_key_has_every_answer_and_every_mistake():
    for variant in variants():
        text = digits(to_markdown(key_page(variant)))
        for question in variant.questions:
            if isinstance(question.answer, int) and question.kind != "fits":
                assert str(question.answer) in text
            for wrong in question.mistakes:
                assert sentence(f"mistake.{wrong.mistakes[0]}") in text


def test_every_page_bears_variant_and_seed():
    for paper in ("A4", "letter"):
        reader = PdfReader(io.BytesIO(to_pdf(sheet_page(variants()[0]), paper=paper)))
        for page in reader.pages:
            assert "Variant 01 · seed 7" in page.extract_text()
        width = float(reader.pages[0].mediabox.width)
        assert round(width) == {"A4": 595, "letter": 612}[paper]


def test_an_ordinary_sheet_takes_two_pages():
    for variant in variants()[:3]:
        assert len(PdfReader(io.BytesIO(to_pdf(sheet_page(variant)))).pages) == 2


def test_a_student_is_named_literally():
    page = sheet_page(variants()[0], "<b>Ann</b> & *Bob*")
    assert "&lt;b&gt;Ann&lt;/b&gt; &amp; *Bob*" in to_html(page)
    assert "<b>Ann" not in to_markdown(page)


def test_the_same_sheet_has_the_same_bytes():
    page = sheet_page(variants()[0])
    assert to_pdf(page) == to_pdf(page)


def test_every_unit_that_a_sheet_names_is_explained_on_it():
    for variant in variants():
        text = to_markdown(sheet_page(variant))
        for unit in ("kB", "KiB", "MB", "MiB", "GiB"):
            assert not re.search(rf"\b{unit}\b", text) or f"ne {unit} " in text


def test_a_key_ends_a_size_in_the_unit_that_was_asked_for():
    sizes = 0
    for variant in drawn("lenet5", variants=3, questions=11).variants:
        text = to_markdown(key_page(variant))
        for question in variant.questions:
            if (unit := question.unit) in ("KiB", "MiB"):
                rounded = f"{float(question.answer):,.1f}"
                assert f"{unit}, which is {rounded} {unit} when it is rounded" in text
                sizes += 1
        assert not re.search(r"\\text\{[KM]iB\} &=(?:(?!aligned).)*values", text, re.DOTALL)
    assert sizes


def test_a_sum_over_the_network_has_its_layers_in_the_key():
    found = 0
    for variant in drawn("lenet5", variants=8).variants:
        if any(question.quantity == "totals.weights" for question in variant.questions):
            text = digits(to_markdown(key_page(variant)))
            nodes = [node for node in variant.case.graph.nodes if node.count("weights")]
            for node in nodes:
                assert f"| {node.name} | {node.count('weights')} |" in text
            found += 1
    assert found


def test_who_has_to_add_up_stored_values_is_told_which_are_stored():
    found = 0
    for variant in drawn("lenet5", variants=6, questions=3).variants:
        assert "store nothing of their own" not in to_markdown(sheet_page(variant))
    for variant in drawn("lenet5", variants=6, questions=4).variants:
        if any(question.quantity == "totals.activations" for question in variant.questions):
            text = to_markdown(sheet_page(variant))
            assert "except those of tanh, tanh_1, tanh_2, flatten, tanh_3" in text
            found += 1
    assert found


# (budget − what is taken whatever the batch is) / what an image takes is a ratio, so a number.
# A network that is given no images is said to take examples.
DIVISION = re.compile(
    r"([\d,]+) bytes are taken, and each (image|example) takes ([\d,]+) bytes more: "
    r"\(([\d,]+) − ([\d,]+)\) / ([\d,]+) is ([\d,.]+), so the largest batch is ([\d,]+)\."
)


@pytest.mark.parametrize("name", [*NAMES, "char_lstm"])
def test_a_key_divides_for_the_largest_batch(name):
    for variant in drawn(name).variants[:3]:
        (question,) = (q for q in variant.questions if q.kind == "largest_batch")
        found = DIVISION.search(to_markdown(key_page(variant)))
        assert found
        fixed, given, *others = found.groups()
        assert given == ("example" if name == "char_lstm" else "image")
        numbers = [Fraction(text.replace(",", "")) for text in (fixed, *others)]
        fixed, image, available, fixed_again, image_again, ratio, batch = numbers
        assert (fixed, image) == (fixed_again, image_again)
        assert available == question.given["memory"] * 2**20
        assert batch == question.answer == (available - fixed) // image == int(ratio)
        assert abs(ratio - (available - fixed) / image) <= Fraction(1, 20)


@pytest.mark.parametrize("name", [*NAMES, "char_lstm"])
def test_a_key_has_no_letters_for_what_the_network_has_not(name):
    """No values besides, and no optimizer whose state is a sum."""
    for variant in drawn(name).variants[:3]:
        key = to_markdown(key_page(variant))
        assert not re.search(r"\bM\b \\cdot|\\cdot M\b|\\text\{state\}", key)
