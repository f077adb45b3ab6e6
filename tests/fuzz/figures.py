"""The numbers of a report, read back from Markdown, HTML and PDF and held against the page."""

from __future__ import annotations

import io
import json
import re

from explainer.library.explain import Document
from tests.promises.test_same_numbers import (
    Words,
    assert_in_order,
    numbers_of,
    read_back,
)


def assert_same_figures(document: Document) -> None:
    """Markdown and HTML hold the numbers of the page in order; JSON's totals are among them."""
    expected = _expected(document)
    markdown = read_back(document.markdown().replace("{,}", ","))
    assert_in_order(expected, markdown)
    words = Words()
    words.feed(document.html().replace("<wbr/>", ""))
    assert_in_order(expected, read_back(" ".join(words.text)))
    if document.asked.layer is None:
        there = set(markdown)
        for name, value in json.loads(document.json())["totals"].items():
            if name in ("activations", "parameters") and value is not None:
                assert f"{value:,}" in there, (name, value)


def assert_pdf_has_figures(document: Document) -> None:
    """Every number of the page stands in the PDF, as pypdf reads it."""
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(document.pdf())).pages
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))
    missing = {number for number in _expected(document) if number not in text}
    assert not missing, sorted(missing)[:10]


def _expected(document: Document) -> list[str]:
    """The numbers of the page; a minus is spelled by each format in its way."""
    return [number.lstrip("-") for number in numbers_of(document.page)]
