"""Each lesson: an example, the mistakes, exercises; and every number comes from the program."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import explainer
from explainer.errors import UsageError
from explainer.layers import LAYERS
from explainer.maths.decimals import rounded_text
from explainer.mistakes.catalogue import catalogue
from explainer.network.units import UNITS_OF_MEMORY, in_unit
from explainer.render.templates import lesson_environment
from explainer.resources import resource
from explainer.website.lessons.exercises import Exercise, exercise_form, exercises_script
from explainer.website.lessons.functions import Functions
from explainer.website.lessons.glossary import address_of, words
from explainer.website.lessons.pages import html_of, lead, lesson_files, lesson_paths, slug, title
from explainer.website.networks import Network, networks_of
from explainer.website.reference_pages import glossary_page

TOPICS = (
    "output-size-of-a-convolution", "output-size-of-pooling", "weights-and-biases",
    "activations-and-batch", "training-memory", "inference-memory", "im2col", "units",
    "the-seven-parts", "why-tools-disagree", "vgg-16-and-the-24m",
)  # fmt: skip
PARTS = ("A worked example", "Try it", "Mistakes", "Exercises", "Read next")
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
NUMBER = re.compile(r"(?<![\w.,])\d[\d,.]*\d|(?<![\w.,])\d")
# What a unit is by definition; and years.
DEFINED = {"1,000", "1,024", "1,000,000"}
YEAR = re.compile(r"(19|20)\d\d")
SMALL = 100
LESSON = pytest.mark.parametrize("path", lesson_paths(), ids=slug)


@cache
def rendered(path: Path) -> tuple[str, tuple[Exercise, ...]]:
    """The lesson as HTML, and its exercises."""
    functions = Functions(networks_of([]))
    return str(html_of(path, functions)), tuple(functions.exercises)


def every_exercise() -> list[Any]:
    return [
        pytest.param(one, id=f"{slug(path)}-{number}")
        for path in lesson_paths()
        for number, one in enumerate(rendered(path)[1], 1)
    ]


def test_the_lessons_are_these_in_this_order():
    assert tuple(map(slug, lesson_paths())) == TOPICS


@LESSON
def test_a_lesson_begins_with_its_title_and_its_question(path):
    assert path.read_text(encoding="utf-8").startswith(f"# {title(path)}\n\n")
    assert "?" in lead(path)
    assert "{{" not in lead(path)


@LESSON
def test_the_example_comes_before_the_mistakes_and_these_before_the_exercises(path):
    text = path.read_text(encoding="utf-8")
    places = [text.index(f"\n## {part}\n") for part in PARTS]
    assert places == sorted(places)
    example, mistakes, exercises = places[0], places[2], places[3]
    assert re.search(r"\{\{ (step|tool)\(", text[example:mistakes])
    assert not re.search(r"\{\{ (slip|claim|unit_slips)\(", text[:mistakes])
    assert re.search(r"\{\{ (live|whole|units)\(", text[:mistakes])
    right = r"\{\{ (step|law|layers|moments|matrices|saved|timeline|seven|accounts|tools?)\("
    assert not re.search(right, text[mistakes:exercises])
    assert text.count("{{ slip(", mistakes, exercises) >= 2
    assert "### Where a mistake hides" in text[mistakes:exercises]
    assert "](" in text[places[4] :]


@LESSON
def test_there_are_two_exercises_or_more_each_with_its_own_number(path):
    _, exercises = rendered(path)
    assert len(exercises) >= 2
    assert len(set(exercises)) == len(exercises)


@LESSON
def test_every_number_is_worked_out_or_stands_in_a_source(path):
    text = EXPRESSION.sub("", path.read_text(encoding="utf-8"))
    text = re.sub(r"\]\([^)]*\)", "]", text)
    unknown = [found for found in NUMBER.findall(text) if not is_allowed(found)]
    assert unknown == []


def is_allowed(text: str) -> bool:
    small = text.isdecimal() and int(text) <= SMALL
    return small or text in DEFINED or bool(YEAR.fullmatch(text)) or text in quoted()


@cache
def quoted() -> set[str]:
    """The figures that the examples quote from their sources, or say of them."""
    folder = resource("examples")
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))]
    return {found for text in texts for found in re.findall(r"\d[\d,.]*\d", text)}


@LESSON
def test_nothing_is_divided_where_it_would_be_rounded(path):
    expressions = EXPRESSION.findall(path.read_text(encoding="utf-8"))
    assert [one for one in expressions if re.search(r"[^/]/[^/]", re.sub('"[^"]*"', "", one))] == []


@LESSON
def test_nothing_is_left_of_the_markdown(path):
    html, _ = rendered(path)
    assert not re.search(r"\{\{|\}\}|[\ue000\ue001]|\*\*|\]\(", html)


@LESSON
def test_every_id_is_there_once(path):
    html, _ = rendered(path)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("one", every_exercise())
def test_the_right_answer_of_an_exercise_is_right(one):
    assert verdict(one, answer(one))[0] in ("right", "right as rounded")


@pytest.mark.parametrize("one", every_exercise())
def test_the_page_can_check_what_an_exercise_asks(one):
    assert f'"name":"{one.asked}"' in exercises_script([one])


@pytest.mark.parametrize("one", every_exercise())
def test_a_mistake_that_shows_in_an_exercise_is_named(one):
    from explainer.website.lessons.cases import step_at

    step = step_at(one.work, *one.place)
    for slip in step.slips:
        if slip.hides or one.unit or not isinstance(slip.value, int):
            continue
        said, mistakes = verdict(one, f"{slip.value}")
        assert said in ("explained", "rounded early")
        assert slip.mistake.name in mistakes


@pytest.mark.parametrize("one", [one for one in every_exercise() if one.values[0].unit])
def test_the_solution_of_an_exercise_in_a_unit_divides_by_that_unit_and_by_no_other(one):
    solution = re.sub(r"<[^>]+>", " ", exercise_form(one, 1).partition("The solution")[2])
    divisor = UNITS_OF_MEMORY[one.unit]
    assert f"÷ {divisor:,} is, rounded, {in_unit(int(one.right * divisor), one.unit)} " in solution
    assert set(re.findall(r"\b[KMG]i?B\b", solution)) == {one.unit}


@pytest.mark.parametrize("one", [one for one in every_exercise() if one.values[0].unit])
def test_what_an_exercise_gives_is_not_worked_out_again(one):
    text, _, solution = exercise_form(one, 1).partition("The solution")
    if one.asked == "totals.parameters":
        assert "biases" not in solution
    assert f" of {one.work.plan.bytes_per_value} bytes" in re.sub(r"<[^>]+>", "", text)


# Words that a reader may not know yet, as lessons write them.
LINKED = {
    "tap": "taps?", "backward pass": "backward pass", "gradient": "gradients?",
    "momentum": "momentum", "optimizer": "optimizers?", "workspace": "workspaces?",
    "liveness": "liveness|alive", "peak": "peaks?", "kernel": "kernels?", "stride": "strides?",
    "padding": "padding", "dilation": "dilation", "storage": "storages?", "slots": "slots",
    "in place": "in place", "dense layer": "dense layers?", "feature map": "feature maps?",
    "volume": "volumes?", "loss": "loss", "tensor": "tensors?", "softmax": "softmax",
    "im2col": "im2col", "channel": "channels?",
}  # fmt: skip
# Headings, code, links to other pages and what others are quoted with.
NOT_LINKED = re.compile(r"^#[^\n]*$|`[^`\n]*`|\[[^\]]*\]\([^)]*\)|“[^”]*”", re.MULTILINE)


@LESSON
def test_the_first_use_of_a_word_leads_to_the_glossary(path):
    body = path.read_text(encoding="utf-8").split("\n\n", 2)[2]
    for word, written in LINKED.items():
        found = re.search(rf"\{{\{{ term\(\"{word}\"", body)
        before = NOT_LINKED.sub("", EXPRESSION.sub("", body[: found.start() if found else None]))
        used = re.search(rf"(?<![\w-])(?:{written})(?![\w-])", before, re.IGNORECASE)
        assert used is None, (word, before[max(used.start() - 40, 0) : used.end() + 40])
        assert body.count(f'{{{{ term("{word}"') <= 1


def test_a_word_that_the_glossary_lacks_is_an_error():
    with pytest.raises(UsageError, match="glossary"):
        address_of("no such word")
    with pytest.raises(UsageError, match="no such word"):
        lesson_environment().from_string('{{ term("no such word") }}').render(
            Functions(networks_of([])).every()
        )


def test_the_glossary_is_in_alphabetical_order_and_has_each_word_once():
    assert list(words()) == sorted(set(words()), key=str.lower)


def test_the_glossary_page_has_every_word_at_the_address_that_lessons_link_to():
    page = glossary_page()
    for word in words():
        assert page.count(f'<dt id="{address_of(word).partition("#")[2]}">') == 1


def answer(one: Exercise) -> str:
    return rounded_text(one.right, 2 if one.unit else 0)


def verdict(one: Exercise, value: str) -> tuple[str, set[str]]:
    """What the command says of an answer."""
    knobs: dict[str, Any] = dict(change.split("=") for change in one.changes)
    if "batch" in knobs:
        knobs["batch"] = int(knobs["batch"])
    found = explainer.diagnose(f"example:{one.key}", one.asked, value, one.unit, **knobs).found[0]
    return found.verdict, {name for way in found.explanations for name in way.mistakes}


def test_every_link_leads_to_a_page():
    networks = networks_of([])
    pages = {f"lessons/{slug(path)}.html" for path in lesson_paths()} | {"lessons/index.html"}
    pages |= {f"mistakes/{entry.name}.html" for entry in catalogue()} | {"mistakes/index.html"}
    pages |= {"glossary.html"}
    pages |= {f"kinds/{kind}.html" for kind in LAYERS} | {"networks/index.html", "check.html"}
    for net in networks:
        own = net.pages.values() if net.live else ()
        pages |= {f"networks/{net.key}/{page}" for page in ("index.html", *own)}
    for path in lesson_paths():
        html, _ = rendered(path)
        for found in map(unescape, re.findall(r'href="([^"]+)"', html)):
            if found.startswith(("https://", "#")):
                continue
            target = found.partition("#")[0]
            there = target.removeprefix("../") if "../" in target else f"lessons/{target}"
            assert there in pages, (slug(path), found)


def test_a_site_of_other_networks_has_the_lessons_with_scripts_of_their_own(tmp_path):
    model = tmp_path / "vgg16.yaml"
    model.write_text("input: 8x8x3\nlayers:\n  - conv2d: {out_channels: 2, kernel_size: 3}\n")
    files = dict(lesson_files([Network("vgg16", str(model))]))
    for path in lesson_paths():
        html = files[f"lessons/{slug(path)}.html"]
        assert "networks/vgg16" not in html
        for script in re.findall(r'src="\.\./(lessons/data/[^"]+)"', html):
            assert script in files
        assert '"../data/' not in html


def test_the_list_has_every_lesson_with_its_question():
    text = dict(lesson_files(networks_of([])))["lessons/index.html"]
    for path in lesson_paths():
        assert f'href="{slug(path)}.html"' in text
