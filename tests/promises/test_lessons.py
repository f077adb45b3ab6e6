"""Each lesson: an example, the mistakes, exercises; and every number comes from the program."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import explainer
from explainer.layers import LAYERS
from explainer.memory.units import rounded_text
from explainer.mistakes.catalogue import catalogue
from explainer.resources import resource
from explainer.website.lessons.exercises import Exercise
from explainer.website.lessons.functions import Functions
from explainer.website.lessons.pages import html_of, lead, lesson_files, lesson_paths, slug, title
from explainer.website.networks import Network, networks_of

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
    known = (resource("site") / "assets" / "diagnose.js").read_text(encoding="utf-8")
    layer, _, quantity = one.asked.rpartition(".")
    nodes = {node.name: node for node in one.work.graph.nodes}
    assert f'"{one.asked}"' in known or quantity in nodes[layer].values


@pytest.mark.parametrize("one", every_exercise())
def test_a_mistake_that_shows_in_an_exercise_is_named(one):
    from explainer.website.lessons.cases import step_at

    step = step_at(one.work, *one.place)
    for slip in step.slips:
        if slip.hides or one.unit or not isinstance(slip.value, int):
            continue
        said, mistakes = verdict(one, f"{slip.value}")
        assert said == "explained"
        assert slip.mistake.name in mistakes


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
