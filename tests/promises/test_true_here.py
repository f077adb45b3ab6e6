"""What a report says is true of the network that it is about, and not of networks in general."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

import explainer
from explainer.maths.tree import Symbol, symbols_of
from explainer.page import nodes as n
from explainer.readers import read

pytestmark = pytest.mark.quick

DENSE = {
    "name": "A dense network",
    "input": 12,
    "layers": [{"linear": 5}, "relu", {"linear": {"out_features": 3, "name": "scores"}}],
}
ROW = {
    "name": "The row of samples",
    "input": "40x4",
    "batch": 8,
    "layers": [
        {"conv1d": {"out_channels": 8, "kernel_size": 5, "dilation": 2}},
        "gelu",
        {"conv1d": {"out_channels": 8, "kernel_size": 1}},
    ],
}
POOLED = {
    "name": "An image",
    "input": "8x8x2",
    "layers": [
        {"conv2d": {"out_channels": 4, "kernel_size": 1, "name": "mix"}},
        {"max_pool2d": 2},
        {"conv2d": {"out_channels": 4, "kernel_size": 3, "name": "last"}},
    ],
}
UNLIKE: list[Any] = [DENSE, ROW, POOLED, "example:unet", "example:densenet121"]
IDS = ["dense", "row", "pooled", "unet", "densenet"]


def said(model: Any, **options: Any) -> str:
    return explainer.explain(model, **{"detail": "full", **options}).markdown()


def is_symbols_table(block: Any) -> bool:
    if not isinstance(block, n.Table):
        return False
    return [part.text for part in block.columns[0].title if isinstance(part, n.Words)] == ["symbol"]


def occurring(part: Any) -> Iterator[str]:
    """The symbols of all that a page holds, but for the table that explains them."""
    if isinstance(part, n.Var | Symbol):
        yield part.name
    elif is_dataclass(part) and not is_symbols_table(part):
        if isinstance(part, n.Step | n.Slip | n.BriefLine):
            yield part.symbol
        for each in fields(part):
            yield from occurring(getattr(part, each.name))
    elif isinstance(part, tuple | list):
        for each in part:
            yield from occurring(each)


@pytest.mark.parametrize("detail", ["full", "worked"])
@pytest.mark.parametrize("model", UNLIKE, ids=IDS)
def test_the_table_of_symbols_has_only_those_that_occur(model: Any, detail: Any):
    blocks = explainer.explain(model, detail=detail).page.blocks
    tables = [block for block in blocks if isinstance(block, n.Table) and is_symbols_table(block)]
    assert tables or detail != "full"
    cells = [row.cells[0] for table in tables for row in table.rows]
    listed = {
        cell[0].name for cell in cells if isinstance(cell, tuple) and isinstance(cell[0], n.Var)
    }
    assert listed or not tables
    assert listed <= set(occurring(blocks))


@pytest.mark.parametrize("model", UNLIKE, ids=IDS)
def test_a_general_law_says_exactly_what_the_line_below_it_leaves_out(model: Any):
    steps = [
        block
        for block in explainer.explain(model, detail="full").page.blocks
        if isinstance(block, n.Step) and block.law is not None
    ]
    assert steps
    for step in steps:
        assert step.law is not None
        told = [part.name for part in step.law_note if isinstance(part, n.Var)]
        gone = set(symbols_of(step.law)) - set(symbols_of(step.lines[0]))
        assert told
        assert set(told) == gone


def test_a_stride_of_1_that_stays_is_not_said_to_be_left_out():
    text = said(POOLED)
    assert "The general law; with $p_h$ = 0, $d_h$ = 1 it is the line below:" in text
    assert "s_h$ = 1," not in text


@pytest.mark.parametrize("model", UNLIKE, ids=IDS)
def test_the_conventions_name_the_kinds_of_this_network(model: Any):
    given = said(model).partition("## Given")[2].partition("\n## ")[0]
    document = explainer.explain(model)
    kinds = {node.kind for node in document.graph.nodes}
    named = set(re.findall(r"`(\w+)`", given.partition("textbook account")[2]))
    assert named - {"inplace"} == kinds


def test_only_what_is_kept_here_is_listed():
    pooled = said(POOLED)
    assert "not the output of any layer (8-byte indices of the largest values)" in pooled
    for absent in ("masks", "statistics", "copies", "logarithms"):
        assert absent not in pooled.partition("often called small")[2].partition("\n")[0]
    assert "(logarithms of the loss's probabilities, total weight of the loss's rows)" in said(
        DENSE
    )
    tools = explainer.reconcile(POOLED).markdown()
    assert "bytes are something else: 8-byte indices of the largest values." in tools
    assert "All of these are outputs of layers." in explainer.reconcile(ROW).markdown()


def test_the_gradients_of_the_images_are_named_where_the_recipe_counts_them():
    """By hand: 64 images of 50·50·3 values, 4 bytes each."""
    text = said("example:small-cnn-50")
    assert f"so {64 * 50 * 50 * 3 * 4:,} bytes of these gradients are theirs" in text
    assert "136,094,536 bytes" in text
    assert "of these gradients are theirs" not in said("example:totals-recipe")


def test_no_batch_is_said_to_begin_at_one():
    """By hand: POOLED has 12 + 148 parameters, and 8·8·(2 + 4) + 4·4·4 + 2·2·4 values an image."""
    assert "From a batch of" not in said(POOLED)
    assert "With every batch, even with a single image," in said(POOLED)
    # DENSE has 5·13 + 3·6 = 83 parameters, and 12 + 5 + 3 = 20 values: 5 images are 100.
    assert "From a batch of 5 on, the activations" in said(DENSE)


def test_one_times_as_much_is_as_much():
    """The matrix of a 1×1 kernel at stride 1 is its input: 8·8·2 values."""
    full = said(POOLED, detail="full")
    assert "These are as many values as the input has, 128." in full
    assert "That is 1 times" not in full


@pytest.mark.parametrize("model", UNLIKE, ids=IDS)
def test_a_wrong_number_is_off_by_a_factor(model: Any):
    text = said(model, detail="full")
    assert "which is too small by a factor of" in text
    assert not re.search(r"times too|[0-9] too (much|little)", text)


PAGES = {
    "report": lambda: said(DENSE, detail="full"),
    "layer": lambda: said(DENSE, layer="scores"),
    "compare": lambda: explainer.compare(DENSE, ROW).markdown(),
    "tools": lambda: explainer.reconcile(DENSE).markdown(),
    "slip": lambda: explainer.diagnose(DENSE, "scores.weights", 18).markdown(),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_name_stands_in_its_own_place_or_is_quoted(page: str):
    """With an article of its own it can't be a part of a sentence."""
    text = PAGES[page]()
    assert "A dense network" in text
    for found in re.finditer("A dense network|The row of samples", text):
        before = text[max(0, found.start() - 12) : found.start()]
        assert not re.search(r"[\w,;] $", before), text[found.start() - 60 : found.end() + 20]


def test_the_accounts_are_not_said_to_be_apart_where_a_table_joins_them():
    text = said(POOLED)
    assert "never mixed" not in text
    assert read(POOLED).name
    assert "The seventh is what a framework may add." in text


def test_no_line_ends_between_a_number_and_its_unit():
    """On paper a line ended between 58.1 and MiB."""
    page = explainer.explain(POOLED).html()
    text = re.sub(r"<(svg|style|math)\b.*?</\1>|<[^>]*>", "", page, flags=re.DOTALL)
    units = "bytes|kB|MB|GB|KiB|MiB|GiB|%"
    assert re.search(rf"[0-9]\N{{NO-BREAK SPACE}}(?:{units})", text)
    assert not re.search(rf"[0-9] (?:{units})", text)


def test_what_is_there_anyway_is_what_this_network_has():
    """DENSE has no buffers, but labels; POOLED has neither."""
    assert "what is there anyway: parameters, inputs and labels." in said(DENSE)
    assert "what is there anyway: parameters, images." in said(POOLED)
    for told in (said(POOLED), said(POOLED, checkpoint=2)):
        assert "labels" not in told
    one = {"input": "4x4x2", "layers": [{"conv2d": {"out_channels": 2, "kernel_size": 3}}]}
    assert "there anyway (parameters, images), so nothing is kept beside it." in said(one)
    normed = {"input": "4x4x2", "layers": ["batch_norm2d"]}
    assert "what is there anyway: parameters, buffers, images." in said(normed)


def test_the_letters_of_the_sums_are_those_that_occur():
    assert "of that kind: A of stored values." in said({"input": "4x4x2", "layers": ["relu"]})
    letters = "W of weights, B of biases, A of stored values, C of multiply-accumulates."
    assert f"of that kind: {letters}" in said(DENSE)


def test_two_totals_that_round_to_one_share_differ_in_bytes():
    """A step by the textbook and in PyTorch, as the JSON has them."""
    figures = json.loads(explainer.explain("example:vgg16").json())["memory"]
    more = figures["framework"]["peak"]["total"] - figures["textbook"]["training"]["total"]
    word = "more" if more > 0 else "less"
    assert f"PyTorch needs {abs(more):,} bytes {word} than the textbook says" in said(
        "example:vgg16"
    )


LETTERS = "A letter with a kind's name"


@pytest.mark.parametrize("name", ["vgg16", "vit_b_16", "char_lstm", "resnet18"])
def test_letters_are_told_only_where_they_stand(name):
    """In a table of blocks the addends are its rows, and no kind has a sum of its own."""
    page = said(f"example:{name}", detail="worked")
    sums = page.partition("## Totals")[2].partition("\n## ")[0]
    letters = {letter for letter in "WBA" if f"{letter}_{{\\text{{" in sums}
    told = sums.partition(LETTERS)[2].partition("\n")[0]
    assert {letter for letter in "WBA" if f"{letter} of " in told} == letters
    added = [line for line in sums.splitlines() if line.startswith("- ")]
    assert ("a product standing for" in sums) == any("\\cdot" in line for line in added)


def test_blocks_are_counted_and_called_alike_where_they_are():
    told = said("example:vit_b_16", detail="worked")
    assert "This is the first of 12 blocks, which are alike." in told


def test_an_lstm_tells_its_gates_and_the_law_of_several_layers():
    page = said("example:char_lstm", detail="worked")
    layer = page.partition("\n### lstm\n")[2].partition("\n### ")[0]
    assert "`gates_and_cell` (100×5120)" in layer
    assert r"$\text{gates}$ = 4" in layer.partition("\n**")[0]
    for quantity in (r"\text{weights}_ {x}", r"\text{weights}_ {h}", r"\text{inside}"):
        laws = [line for line in layer.splitlines() if line.startswith(f"{quantity} &= ")]
        assert r"\text{layers}" in laws[0]
        assert r"\text{layers}" not in laws[1]
