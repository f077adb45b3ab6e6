"""The site in a mechanical second language: no English word is left on its pages.

What stays is no sentence of ours: identifiers (kinds, settings, quantities), units and names.
Lessons, glossary and changelog are one file a language, and no part of this.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from explainer.layers import LAYERS
from explainer.website.makers import _pages
from explainer.website.network_pages import network_files
from explainer.website.networks import Network
from tests.pseudo import speaking_pseudo

MODEL = """
name: Щит
input: 20x20x3
layers:
  - conv2d: {filters: 8, kernel_size: 3, name: ж1}
  - relu: {name: ж2}
  - max_pool2d: {kernel_size: 2, name: ж3}
  - flatten: {name: ж5}
  - linear: {out_features: 10, name: ж4}
"""
WRITTEN_BY_HAND = {"glossary.html", "changelog.html"}
NOT_READ = {"script", "style", "math", "code", "option", "bdi", "svg", "pre"}
EMPTY = {"meta", "link", "input", "br", "wbr", "hr"}
NAMES = {
    "explain",
    "input",
    "yaml",
    "json",
    "pdf",
    "vgg",
    "weights",
    "kB",
    "MB",
    "GB",
    "KiB",
    "MiB",
    "GiB",
}


class Read(HTMLParser):
    """Gathers what is read, or read out, of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.within: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EMPTY:
            self.within.append(tag)
        self.found += [value or "" for name, value in attrs if name == "aria-label"]

    def handle_endtag(self, tag: str) -> None:
        while self.within and self.within.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not NOT_READ & set(self.within):
            self.found.append(data)


def english_in(page: str) -> set[str]:
    """The words of a page in plain letters that are no names."""
    reader = Read()
    reader.feed(page)
    names = {word for layer in LAYERS.values() for word in (layer.kind, *_settings(layer))}
    text = re.sub(r"https?://\S+", "", " ".join(reader.found))
    found = re.findall(r"(?<!\w)[A-Za-z][A-Za-z0-9_]+(?!\w)", text)
    return {word for word in found if word not in names and word.casefold() not in NAMES} - NAMES


def _settings(layer: object) -> list[str]:
    return [each.name for each in layer.settings]  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("site")
    (folder / "net.yaml").write_text(MODEL, encoding="utf-8")
    (folder / "templates").mkdir()
    with speaking_pseudo(folder / "templates"):
        net = Network("net", str(folder / "net.yaml"))
        made = [*network_files(net, pdf=False), *_pages((net,))]
    return {path: str(text) for path, text in made if path.endswith(".html")}


def test_no_page_has_an_english_word(pages) -> None:
    left = {path: english_in(page) for path, page in pages.items() if path not in WRITTEN_BY_HAND}
    assert len(left) > 8
    assert not {path: words for path, words in left.items() if words}


def test_a_page_names_its_language(pages) -> None:
    assert all('<html lang="de">' in page for page in pages.values())


def test_an_english_word_would_be_found() -> None:
    assert english_in('<p>Ẽĩń<b aria-label="Layers">relu</b> <i>of it</i></p>') == {
        "Layers", "of", "it",
    }  # fmt: skip
