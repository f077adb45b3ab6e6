"""No page has a hole in a sentence: no name left out, no slot left open, no value of Python.

Every page of every example is read, with every option and every pair of options. All pairs on
all examples take an hour: they are read with EXPLAIN_COMPLETE=1. Otherwise the pairs are dealt
out over the networks that are quick to work out, so that each pair is read on one of them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

import explainer
from explainer.exercises.draw import drawing_of
from explainer.exercises.exports import EXPORTS, export
from explainer.exercises.figures.exercises import set_figures, variant_figures
from explainer.exercises.pages.handout import key_page, sheet_page
from explainer.library.diagnose import diagnose_class
from explainer.mistakes.answers.diagnosis import Answer
from explainer.page import nodes as n
from explainer.readers import example_names, read
from explainer.render.to_html import to_html
from explainer.render.to_markdown import to_markdown
from explainer.results.checked_case import case_of
from tests.every_kind import EXAMPLES, input_of
from tests.every_pair import Choice, choices, pairs, written
from tests.promises.sites import built
from tests.proofreading import holes_in_html, holes_in_markdown, holes_in_page, holes_in_text

COMPLETE = bool(os.environ.get("EXPLAIN_COMPLETE"))
QUICK = (
    *("lenet5", "seven-parts", "small-cnn-50", "tiny-cnn-512"),
    *("alexnet", "vgg16", "unet", "resnet18"),
)
LARGE = sorted({*example_names()} - {*QUICK, "totals-recipe"})
# What takes long in a large network is read there in the complete run alone.
LONG = {"checkpoint", "sensitivity", "fits", "devices"}
RUNS: tuple[dict[str, Any], ...] = (
    {}, {"batch": 1}, {"batch": 7, "optimizer": "adam"}, {"dtype": "float16"}, {"dtype": "int8"},
    {"optimizer": "sgd", "loss": "none"}, {"optimizer": "adafactor"}, {"dtype": "mixed_float16"},
)  # fmt: skip


def is_refused(run: dict[str, Any], *names: str) -> bool:
    """Bare totals have no shapes, on which Adafactor's state depends."""
    return run.get("optimizer") == "adafactor" and "totals-recipe" in names


def holes(page: n.Page) -> list[str]:
    """Of the page itself, and of what readers get to see of it."""
    return holes_in_page(page) + holes_in_markdown(to_markdown(page))


def of(name: str) -> tuple[Choice, ...]:
    return choices(explainer.explain(f"example:{name}").graph)


def share(name: str) -> list[dict[str, Any]]:
    """Which of the pairs are read for an example."""
    if COMPLETE or name == "totals-recipe":
        return pairs(of(name))
    if name in LARGE:
        asked = pairs(tuple(choice for choice in of(name) if choice[0] not in LONG))
        return [{}, *asked[1 + LARGE.index(name) :: 3 * len(LARGE)]]
    return [{}, *pairs(of(name))[1 + QUICK.index(name) :: len(QUICK)]]


def test_the_pairs_that_are_dealt_out_are_all_pairs() -> None:
    every = {tuple(asked) for asked in pairs(of("lenet5"))}
    assert {tuple(asked) for name in QUICK for asked in share(name)} == every
    assert len(pairs(of("lenet5"))) > 400


@pytest.mark.parametrize("name", example_names())
def test_no_report_has_a_hole(name: str) -> None:
    found: dict[str, dict[str, Any]] = {}
    for asked in share(name):
        document = written(f"example:{name}", asked)
        for hole in holes(document.page) if document else ():
            found.setdefault(hole, asked)
    assert not found


@pytest.mark.parametrize("number", range(8))
def test_no_kind_of_layer_leaves_a_hole(number: int) -> None:
    """Each kind by itself, with the settings that bring out each of its sentences."""
    asked: dict[str, Any] = {
        "batch": 3,
        "optimizer": "adam",
        "sensitivity": True,
        "fits": "1MB",
        "devices": 2,
    }
    for kind, shapes, settings in EXAMPLES[number::8]:
        if len(shapes) > 1:
            continue
        model = {"input": input_of(kind, shapes[0]), "layers": [{kind: settings}, "relu"]}
        runs: tuple[dict[str, Any], ...] = ({}, {**asked, "checkpoint": "best", "detail": "full"})
        for run in runs:
            assert not holes(explainer.explain(model, **run).page)


@pytest.mark.parametrize("path", sorted((Path(__file__).parent.parent / "golden").glob("*.yaml")))
def test_no_odd_network_leaves_a_hole(path: Path) -> None:
    asked = pairs(choices(explainer.explain(path).graph))
    for each in asked if COMPLETE else asked[::11]:
        document = written(str(path), each)
        assert not document or not holes(document.page), each


def test_no_report_has_a_hole_in_html() -> None:
    for name in ("lenet5", "seven-parts", "totals-recipe"):
        asked: dict[str, Any] = {
            "fits": "80GB",
            "sensitivity": True,
            "devices": 2,
            "device": "cuda",
        }
        assert not holes_in_html(explainer.explain(f"example:{name}", **asked).html())


def test_the_gradient_of_the_loss_has_a_moment_of_its_own() -> None:
    """No layer makes it: the sentence has to say so, and not leave a name out."""
    network, loss = "example:seven-parts", "cross_entropy"
    text = explainer.explain(network, loss=loss).markdown()
    assert "while the gradient of the loss is made: 30,136,336 bytes" in text
    for segments in (1, "best"):
        text = explainer.explain(network, loss=loss, checkpoint=segments).markdown()
        assert "begins, while the gradient of the loss is made." in text


def test_a_layer_that_pads_with_same_is_called_by_its_name() -> None:
    layer = {"conv2d": {"name": "stem", "filters": 4, "kernel_size": 3, "padding": "same"}}
    layer["conv2d"]["strides"] = 2
    text = explainer.explain({"input": "9x9x3", "layers": [layer]}, detail="full").markdown()
    assert "stem pads with `same` at a stride above 1" in text


def test_a_file_without_a_name_to_see_names_no_network_blank(tmp_path: Path) -> None:
    path = tmp_path / " .yaml"
    path.write_text("input: 4x4x3\nlayers: [relu]\n", encoding="utf-8")
    assert explainer.explain(path).markdown().startswith("# network: how much memory, and why\n")


@pytest.mark.parametrize("first", example_names())
def test_no_comparison_has_a_hole(first: str) -> None:
    names = example_names()
    place = names.index(first)
    for step, run in enumerate(RUNS):
        others = names if COMPLETE else [names[(place + step) % len(names)]]
        for other in others:
            if is_refused(run, first, other):
                continue
            assert not holes(explainer.compare(f"example:{first}", f"example:{other}", **run).page)


@pytest.mark.parametrize("name", example_names())
def test_no_reconciliation_has_a_hole(name: str) -> None:
    runs = RUNS if COMPLETE else (RUNS[example_names().index(name) % len(RUNS)],)
    for run in runs:
        if is_refused(run, name):
            continue
        assert not holes(explainer.reconcile(f"example:{name}", **run).page)


def test_no_mistake_has_a_hole() -> None:
    assert not holes(explainer.mistakes().page)
    for entry in explainer.mistakes().entries:
        assert not holes(explainer.mistakes(entry.name).page)


def answers(name: str) -> list[Answer]:
    """Right, in a wrong unit, explained by one mistake and by none, and no number at all."""
    graph = explainer.explain(f"example:{name}").graph
    total = json.loads(explainer.explain(f"example:{name}").json())["totals"]["parameters"]
    asked = [
        Answer("totals.parameters", str(total)),
        Answer("totals.parameters", str(total), "MB"),
        Answer("totals.parameters", f"{total / 10**6:.1f}"),
        Answer("totals.parameters", str(total + 1)),
        Answer("totals.activations", "7"),
        Answer("training.total", "3 GB"),
        Answer("inference.total", "12 kB"),
        Answer("totals.macs", "1"),
    ]
    for node in [node for node in graph.nodes if node.count("weights")][:2]:
        weights = node.count("weights")
        asked += [
            Answer(f"{node.name}.weights", str(weights)),
            Answer(f"{node.name}.weights", str(weights + node.count("biases"))),
            Answer(f"{node.name}.parameters", str(weights)),
            Answer(f"{node.name}.output", "×".join(map(str, node.output))),
            Answer(f"{node.name}.output", "13x13x7"),
        ]
        if len(node.output) == 3:
            sizes = (node.output[0] + 1, node.output[1] + 1, node.output[2])
            asked.append(Answer(f"{node.name}.output", "x".join(map(str, sizes))))
    return asked


@pytest.mark.parametrize("name", example_names() if COMPLETE else ("lenet5", "totals-recipe"))
def test_no_diagnosis_has_a_hole(name: str) -> None:
    asked = answers(name)
    for one in asked:
        found = explainer.diagnose(f"example:{name}", one.quantity, one.value, one.unit)
        assert not holes(found.page)
    strange = [Answer("totals.parameters", "no idea", student="Ada"), Answer("totals.macs", "")]
    assert not holes(diagnose_class(f"example:{name}", [*asked, *strange]).page)


@pytest.mark.parametrize("name", sorted({*example_names()} - {"totals-recipe"}))
def test_no_sheet_no_key_and_no_export_has_a_hole(name: str) -> None:
    spec = read(f"example:{name}")
    plan = case_of(spec, {"batch": 8}).plan
    drawing = drawing_of(
        spec, plan, questions=5, variants=9, seed=12, stem=name, model=f"example:{name}"
    )
    figures = []
    for number in range(1, 25 if COMPLETE else 2 if name in LARGE else 4):
        variant = drawing.variant(number)
        for page in (sheet_page(variant), sheet_page(variant, "Ada"), key_page(variant, "Ada")):
            assert not holes(page)
        figures.append(variant_figures(variant))
        for question in figures[-1]["questions"]:
            assert not holes_in_text(question["text"])
    for platform in EXPORTS:
        for told in export(platform, set_figures(drawing, (), figures)).lost:
            assert not holes_in_text(told)


def test_no_page_of_a_site_has_a_hole(tmp_path: Path) -> None:
    built(tmp_path, *(f"example:{name}" for name in (example_names() if COMPLETE else ["lenet5"])))
    pages = [*tmp_path.rglob("*.html")]
    assert len(pages) > 100
    found = {h: path.name for path in pages for h in holes_in_html(path.read_text("utf-8"))}
    assert not found


@pytest.mark.parametrize(
    ("text", "holes"),
    [
        ("The most is alive in the backward pass, at : 30 bytes.", 1),
        ("The most is alive in the backward pass, at .", 1),
        ("It takes None bytes.", 1), ("It is {layer}.", 1), ("It takes , or 3.", 1),
        ("The layers (): 3.", 1), ("The Fraction(1, 3) of it.", 1),
        ("None of these is a hole: f(), 1.5, a: b, 3 − 1, … and “so”.", 0),
    ],
)  # fmt: skip
def test_a_hole_is_seen(text: str, holes: int) -> None:
    page = n.Page("A page", (n.Paragraph((n.Words(text),)),))
    assert len(holes_in_page(page)) == holes
    assert len(holes_in_markdown(to_markdown(page))) == holes
    assert len(holes_in_html(to_html(page))) == holes


def test_two_blanks_are_seen() -> None:
    assert holes_in_text("Of  it.")


@pytest.mark.parametrize(
    "block",
    [
        n.Paragraph(()), n.Heading(4, (n.Words(" "),)), n.Listing(((n.User(""),),)),
        n.Paragraph((n.Words("Of "), n.Strong((n.User(""),)), n.Words("it."))),
        n.Table((), (n.Column((n.Words("a"),)),), ()),
        n.Table((n.Words("a"),), (n.Column(()),), ()),
        n.Table((n.Words("a"),), (), (n.Row(((),)),)),
        n.Facts((n.Fact((n.Num(1),), ()),)), n.Paragraph((n.Words("So. "),)),
    ],
)  # fmt: skip
def test_an_empty_part_is_seen(block: n.Block) -> None:
    assert holes_in_page(n.Page("A page", (block,)))
