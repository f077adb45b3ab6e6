"""Every output holds the same numbers in the same order: they are read back and compared."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

import explainer
from explainer.maths import Exact, Tree
from explainer.maths import tree as t
from explainer.options.extent import Detail
from explainer.page import nodes as n
from explainer.render.maths.numerals import numeral

EXAMPLES = ["lenet5", "alexnet"]
DETAILS = ["handout", "worked", "full"]
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def numbers_of(page: n.Page) -> Iterator[str]:
    """The numbers of the steps, the mistakes and the tables, as a reader meets them."""
    for block in page.blocks:
        yield from in_block(block)


def in_block(block: n.Block) -> Iterator[str]:
    """The numbers of a block and of those inside it."""
    match block:
        case n.Abreast(cells=cells):
            for inner in (each for cell in cells for each in cell):
                yield from in_block(inner)
        case n.Step(lines=lines) | n.Slip(lines=lines):
            yield from (number for line in lines for number in in_tree(line))
        case n.Brief(lines=quantities):
            yield from (x for each in quantities for line in each.lines for x in in_tree(line))
        case n.Slips(items=slips):
            yield from (x for slip in slips for line in slip.lines for x in in_tree(line))
        case n.Table(rows=rows, footer=footer):
            for row in (*rows, *footer):
                for cell in row.cells:
                    if not isinstance(cell, n.Bar):
                        yield from (
                            x
                            for p in cell
                            if isinstance(p, n.Num)
                            for x in shown(p.value).split("/")
                        )


def in_tree(tree: Tree) -> list[str]:
    """The numbers of a formula, from left to right."""
    found: list[str] = []

    def look(part: Tree) -> Tree:
        if isinstance(part, t.Number):
            found.extend(shown(part.value).split("/"))  # a fraction is read as two numbers
        return t.rebuilt(part, look)

    look(tree)
    return found


def shown(value: Exact) -> str:
    """A number as it is printed."""
    return numeral(value) or f"{numeral(value.numerator)}/{numeral(value.denominator)}"


def read_back(text: str) -> list[str]:
    """The numbers of a text, a grouping comma kept and a comma that ends a word dropped."""
    return [found.rstrip(",") for found in NUMBER.findall(text)]


class Words(HTMLParser):
    """The text of a page's body, without style."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, _: object) -> None:
        self.silent += tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text.append(data)


def assert_in_order(expected: list[str], found: list[str]) -> None:
    """Every expected number occurs, in order; others (sentences, charts) may stand between."""
    rest = iter(found)
    for index, number in enumerate(expected):
        assert number in rest, (
            f"number {index}, {number}, is missing behind {expected[max(0, index - 5) : index]}"
        )


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_markdown_and_html_hold_the_same_numbers(name: str, detail: Detail) -> None:
    document = explainer.explain(f"example:{name}", detail=detail)
    expected = list(numbers_of(document.page))
    assert len(expected) > (40 if detail == "handout" else 100)
    assert_in_order(expected, read_back(document.markdown().replace("{,}", ",")))
    words = Words()
    words.feed(document.html())
    assert_in_order(expected, read_back(" ".join(words.text)))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_pdf_holds_the_same_numbers(name: str, tmp_path: Path) -> None:
    document = explainer.explain(f"example:{name}")
    file = tmp_path / "report.pdf"
    file.write_bytes(document.pdf())
    made = subprocess.run(
        ["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True
    )
    expected = list(numbers_of(document.page))
    found = set(read_back(made.stdout))
    assert not [number for number in expected if number not in found]
