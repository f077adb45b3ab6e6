"""Text from a model file is text in Markdown too: what a reader shows is what was written."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import groupby
from typing import Literal

import markdown
import pytest

import explainer

NASTY = [
    "<script>alert(1)</script>",
    "$x$ and $$y$$",
    "a | b || c",
    "`code` and ``more``",
    "{{ 7*7 }} {% raw %}",
    "**bold** _it_ __u__ ~~s~~",
    "[link](http://example.invalid) ![i](file:///etc/passwd)",
    "# head",
    "1. item",
    "- item",
    "&amp; &#36; \\frac{1}{2} \\$",
    "www.example.invalid http://example.invalid @somebody",
    "<!-- comment --> <img src=x>",
]


class Shown(HTMLParser):
    """The text and the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, _: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def report(text: str, detail: Literal["worked", "full"] = "worked") -> str:
    """A report in which the text stands as name, as layer's name, as source and as note."""
    claim = {"quantity": "parameters", "value": 5, "source": text, "note": text}
    conv = {"out_channels": 4, "kernel_size": 3, "name": text}
    layers: list[object] = [{"conv2d": conv}, "flatten", {"linear": 10}]
    model = {"name": text, "about": text, "input": [8, 8, 3], "layers": layers, "claims": [claim]}
    return explainer.explain(model, detail=detail).markdown()


@pytest.mark.parametrize("text", NASTY)
def test_markdown_shows_it_literally(text: str) -> None:
    page = Shown()
    page.feed(markdown.markdown(report(text), extensions=["tables"]))
    shown = " ".join(" ".join(page.words).split())
    assert shown.count(" ".join(text.split())) >= 5
    known = {"a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "li", "p", "strong", "ul"}
    tables = {"table", "thead", "tbody", "tr", "th", "td"}
    assert page.tags <= known | tables


@pytest.mark.parametrize("text", NASTY)
def test_a_table_keeps_its_columns(text: str) -> None:
    for detail in ("worked", "full"):
        lines = report(text, detail).splitlines()
        bars = groupby(lines, key=lambda line: line.startswith("|"))
        tables = [list(rows) for bar, rows in bars if bar]
        assert len(tables) > 3
        assert [{row.count("|") for row in rows} for rows in tables] == [
            {rows[1].count("|")} for rows in tables
        ]


@pytest.mark.parametrize("text", NASTY)
def test_no_formula_begins_in_it(text: str) -> None:
    without = re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$", "", report(text), flags=re.DOTALL)
    assert "$" not in without
