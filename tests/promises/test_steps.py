"""Every line of a step equals the next, in every example's full report."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

import explainer
from explainer.maths import Tree, value_of
from explainer.maths.tree import symbols_of
from explainer.page import nodes as n
from explainer.readers import example_names

pytestmark = pytest.mark.quick


def worked_lines(page: n.Page) -> Iterator[tuple[str, tuple[Tree, ...]]]:
    """Every run of lines on the page that are said to be equal."""
    for block in page.blocks:
        match block:
            case n.Step(symbol=symbol, lines=lines) | n.Slip(symbol=symbol, lines=lines):
                yield symbol, lines
            case n.Brief(rows):
                yield from ((row.symbol, row.lines) for row in rows)


@pytest.mark.parametrize("name", example_names())
def test_every_line_equals_the_next(name: str) -> None:
    count = 0
    for symbol, lines in worked_lines(explainer.explain(f"example:{name}", detail="full").page):
        numbers = [value_of(line) for line in lines if not symbols_of(line)]
        assert len(set(numbers)) == 1, (symbol, lines)
        count += len(numbers)
    assert count >= 3


@pytest.mark.parametrize("name", example_names())
def test_no_line_is_printed_twice(name: str) -> None:
    for symbol, lines in worked_lines(explainer.explain(f"example:{name}", detail="full").page):
        assert all(a != b for a, b in pairwise(lines)), (symbol, lines)


@pytest.mark.parametrize("name", example_names())
def test_a_mistake_that_is_called_wrong_gives_another_number(name: str) -> None:
    page = explainer.explain(f"example:{name}", detail="full").page
    slips = [block for block in page.blocks if isinstance(block, n.Slip)]
    assert slips
    for slip in slips:
        numbers = [part.value for part in slip.verdict if isinstance(part, n.Num)]
        shown = value_of(slip.lines[-1])
        assert slip.hides == (set(numbers) == {shown}), slip


@pytest.mark.parametrize("name", example_names())
def test_anchors_are_unique_and_links_lead_somewhere(name: str) -> None:
    page = explainer.explain(f"example:{name}").page
    marked = [b for b in page.blocks if isinstance(b, n.Heading | n.Paragraph) and b.anchor]
    anchors = [block.anchor for block in marked]
    assert len(anchors) == len(set(anchors))
    within = {target for target in targets(page) if target.startswith("#")}
    assert {target.removeprefix("#") for target in within} <= set(anchors)


def targets(page: n.Page) -> Iterator[str]:
    """Where the links of the page's tables lead to."""
    for block in page.blocks:
        if isinstance(block, n.Table):
            for row in block.rows:
                for cell in row.cells:
                    links = [] if isinstance(cell, n.Bar) else cell
                    yield from (part.target for part in links if isinstance(part, n.Link))
