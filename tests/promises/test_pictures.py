"""The pictures of a report: they show what the account says, and nothing that isn't so."""

from __future__ import annotations

import re
from html import unescape

import pytest

from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.plan import Plan
from explainer.page import nodes as n
from explainer.readers import read
from explainer.render.drawings import draw
from explainer.render.literal import plain
from explainer.report.made_of import made_of
from explainer.results.results import Results

pytestmark = pytest.mark.quick


def example(name: str) -> Graph:
    return build(read(f"example:{name}"))


def work(model: str, **plan: object) -> Results:
    return Results(Case(example(model), Plan(**plan)))  # type: ignore[arg-type]  # a test's options


def figure(blocks: list[n.Block]) -> n.Figure:
    (found,) = blocks
    assert isinstance(found, n.Figure)
    return found


def texts(drawing: n.Drawing) -> list[str]:
    """What is written in a picture."""
    (picture,) = draw(drawing, "key")
    return [unescape(said) for said in re.findall(r"<text[^>]*>([^<]*)</text>", picture.body)]


# ---- what training is made of -----------------------------------------------------------


def test_vgg_16_is_made_of_three_large_parts_and_two_small_ones():
    drawn = figure(made_of(work("vgg16")))
    assert isinstance(drawn.drawing, n.Parts)
    sizes = {part.use: part.size for part in drawn.drawing.parts}
    learnt, values = 138_357_544 * 4, 15_237_608 * 4
    assert sizes == {
        "parameters": learnt, "gradients": learnt, "optimizer": learnt,
        "kept": values, "passing": values,
    }  # fmt: skip
    # 3 · 553.4 MB and 2 · 61.0 MB of 1,782.2 MB
    assert "93.2 %" in plain(drawn.sentence)
    assert "6.8 %" in plain(drawn.sentence)
    assert {"values 3.4 %", "values' gradients 3.4 %", "31.1 %"} <= {*texts(drawn.drawing)}


def test_a_network_without_anything_to_train_has_no_parts():
    nothing = build(read({"name": "zero", "input": "2x2x1", "layers": ["relu"]}))
    assert made_of(Results(Case(nothing, Plan())))
    empty = {"name": "none", "totals": {"activations": 0, "parameters": 0}}
    assert made_of(Results(Case(build(read(empty)), Plan()))) == []


def test_a_share_that_is_not_nothing_is_not_called_nothing():
    parts = (n.Part((n.Words("much"),), 10**6, "kept"), n.Part((n.Words("few"),), 1, "other"))
    assert "few < 0.1 %" in texts(n.Parts(parts))


@pytest.mark.parametrize("count", range(1, 7))
def test_no_name_of_a_part_reaches_over_the_picture_or_another(count):
    sizes = [7**i for i in range(count)]
    drawing = n.Parts(
        tuple(n.Part((n.Words(f"part {i}"),), s, "kept") for i, s in enumerate(sizes))
    )
    assert len([text for text in texts(drawing) if text.startswith("part")]) == count
