"""A second language is a second catalogue: with a mechanical one, no English word is left.

What stays is what is no sentence of ours: identifiers (kinds, settings, options, quantities,
symbols), units, sources, and users' text, which here is in Cyrillic.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

import explainer
from explainer.exercises.draw import drawing_of
from explainer.exercises.pages.handout import key_page, sheet_page
from explainer.language import current, speaking
from explainer.layers import LAYERS
from explainer.library.explain import Report
from explainer.network.optimizers import optimizer_names
from explainer.network.units import BYTES
from explainer.readers import example_names, read
from explainer.render.to_html import to_html
from explainer.render.to_markdown import to_markdown
from explainer.results.checked_case import case_of
from explainer.website import hand_written as handwriting
from explainer.website.build import build_site
from explainer.website.hand_written import all_hand_written, hand_written
from tests.pseudo import marked, speaking_pseudo

MODEL = """
name: Щит
about: Жджи.
input: 65x64x3
layers:
  - conv2d: {filters: 8, kernel_size: 3, stride: 2, name: ж1}
  - batch_norm2d: {name: ж2}
  - relu: {name: ж3}
  - max_pool2d: {kernel_size: 3, stride: 2, padding: 1, name: ж4}
  - conv2d: {filters: 8, kernel_size: 3, padding: 1, name: ж5}
  - relu: {name: ж6}
  - add: {from: [ж4, ж6], name: ж7}
  - dropout: {p: 0.5, name: ж8}
  - flatten: {name: ж9}
  - linear: {out_features: 10, name: ж10}
  - softmax: {name: ж11}
claims:
  - {quantity: ж1.weights, value: "0.072", unit: K, source: Жджи}
  - {quantity: parameters, value: "1", unit: MB, source: Жджи}
"""
ASKED: dict[str, Any] = {
    "batch": 8, "dtype": "mixed_float16", "optimizer": "adafactor", "freeze": ["ж1"],
    "accumulate": 2, "threads": 4, "fits": "8 GiB", "devices": 4, "sensitivity": True,
    "set": ["ж10.out_features=20"],
}  # fmt: skip
# What is a name and no word: of units, of what others wrote, of the input, of GitHub's boxes.
NAMES = [
    "kB",
    "KiB",
    "MB",
    "MiB",
    "GB",
    "GiB",
    "TB",
    "TiB",
    "K",
    "M",
    "G",
    "input",
    "WARNING",
    "NOTE",
    "de",
    "https",
    "http",
    "CUDA",
    "cuDNN",
    "im2col",
    "torch",
    "nn",
    "explain",
    "diagnose",
    "set",
    "yaml",
    "example",
]
QUANTITIES = [
    "weights",
    "biases",
    "parameters",
    "activations",
    "macs",
    "output",
    "training",
    "total",
    "totals",
    "H_out",
]
WORD = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture(scope="module", autouse=True)
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Everything here is said in the pseudo-language, after English was spoken."""
    explainer.explain("example:lenet5", batch=2).html()
    with speaking_pseudo(tmp_path_factory.mktemp("templates")):
        yield


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file with that model, in the working folder."""
    (tmp_path / "ж.yaml").write_text(MODEL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return "ж.yaml"


def names() -> set[str]:
    """The words of identifiers."""
    settings = {each.name for layer in LAYERS.values() for each in layer.settings}
    said = {*LAYERS, *settings, *optimizer_names(), *BYTES, *ASKED, *NAMES, *QUANTITIES}
    return {word for name in said for word in WORD.findall(name)}


def quoted() -> set[str]:
    """The words of what others published, and of whom."""
    told: list[str] = []
    for name in example_names():
        spec = read(f"example:{name}")
        told += [spec.name, *(f"{each.value} {each.unit} {each.source}" for each in spec.claims)]
    return {word for text in told for word in WORD.findall(text)}


def markdown_words(text: str) -> str:
    """Markdown without code, addresses, and what formulas are made of: commands and symbols."""
    text = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]*>|https?://\S+", " ", text, flags=re.DOTALL)
    text = re.sub(r"\\text\{([^{}]*)\}( *_ ?\{\\text\{[^{}]*\}\})?", _unit, text)
    text = re.sub(r"_ ?\{\\text\{[^{}]*\}\}|_ ?\{\w+\}", " ", text)
    return re.sub(r"\\(begin|end)\{\w+\}|\\[a-z]+", " ", text)


def _unit(found: re.Match[str]) -> str:
    """What stands in a formula as text: a symbol's name, or a unit, which begins with a blank."""
    return found[1] if found[1].startswith((" ", "~")) else " "


def html_words(text: str) -> str:
    """The text and the labels of HTML, without style, code, addresses and symbols."""
    text = re.sub(r"<(style|script|code|mi|msub|var|i)\b.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r'<a href="https.*?</a>', "", text, flags=re.DOTALL)
    labels = re.findall(r'(?:aria-label|title|alt)="([^"]*)"', text)
    return "\n".join([*labels, re.sub(r"<[^>]*>", "\n", text)])


def left(text: str, *more: set[str]) -> dict[str, str]:
    """The plain words in it that are no name of ours, each with where it stands."""
    known = names().union(*more)
    found: dict[str, str] = {}
    for line in text.split("\n"):
        for word in WORD.findall(line):
            if word not in known:
                found.setdefault(word, line.strip()[:120])
    return found


REPORTS: dict[str, Callable[[str], Report]] = {
    "everything asked": lambda model: explainer.explain(model, **ASKED),
    "in full": lambda model: explainer.explain(model, detail="full", checkpoint="best"),
    "whole numbers": lambda model: explainer.explain(model, dtype="int8"),
    "compared": lambda model: explainer.compare(model, model, batch=2),
    "other tools": lambda model: explainer.reconcile(model),
    "diagnosed": lambda model: explainer.diagnose(model, "ж1.weights", "72"),
}


@pytest.fixture(params=REPORTS)
def report(request: pytest.FixtureRequest, model: str) -> Report:
    return REPORTS[request.param](model)


def test_markdown_and_html_have_no_english_word(report):
    assert report.language == current() == "de"
    assert not left(markdown_words(report.markdown()))
    assert not left(html_words(report.html()))


def test_numbers_are_written_as_the_language_writes_them(model):
    page = explainer.explain(model, batch=1728).markdown()
    assert "1.728" in page
    assert not re.search(r"\d,\d{3},\d{3}|\d\{,\}\d{3}\{,\}", page)


def test_the_catalogue_of_mistakes_has_only_english_that_is_quoted():
    found = explainer.mistakes()
    assert not left(markdown_words(found.markdown()), quoted())
    assert not left(html_words(found.html()), quoted())


def test_sheets_and_keys_have_no_english_word(model):
    case = case_of(read(model), {})
    drawing = drawing_of(
        case.graph.spec, case.plan, questions=8, variants=1, seed=1, stem="ж", model="ж.yaml"
    )
    for page_of in (sheet_page, key_page):
        page = page_of(drawing.variant(1), "Щиц")
        assert not left(markdown_words(to_markdown(page)))
        assert not left(html_words(to_html(page)))


def test_paper_has_no_english_word(model):
    """Its symbols are letters behind each other, so only whole words of ours are looked for."""
    pdf = explainer.explain(model, layer="ж1").pdf()
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert marked("page") in pages[0]
    assert not {word for text in pages for word in ("page", "Contents", "row") if word in text}


def test_english_is_spoken_again_where_it_is_asked_for(model):
    assert "worked out" in explainer.explain(model, language="en").markdown()
    assert "worked out" not in explainer.explain(model).markdown()


def test_the_site_has_no_english_word_but_what_is_written_by_hand(model, tmp_path):
    """Lessons, glossary, references and changelog are files of their own in each language."""
    build_site(tmp_path / "out", [model], pdf=False, jobs=1, told=lambda *_: None)
    by_hand = re.compile("lessons/|glossary|reference/|changelog|mistakes/")
    pages = [str(path.relative_to(tmp_path / "out")) for path in tmp_path.glob("out/**/*.html")]
    written = [page for page in pages if not by_hand.search(page)]
    assert len(written) > 20
    for page in written:
        text = (tmp_path / "out" / page).read_text(encoding="utf-8")
        assert not left(html_words(text)), page
        assert '<html lang="de">' in text


def test_a_lesson_is_one_file_a_language(tmp_path, monkeypatch):
    for name in ("lessons/01-a.md", "lessons/02-b.md", "de/lessons/02-b.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"# {name}", encoding="utf-8")
    monkeypatch.setattr(handwriting, "resource", lambda _: tmp_path)
    assert all_hand_written("lessons") == [
        tmp_path / "lessons/01-a.md",
        tmp_path / "de/lessons/02-b.md",
    ]
    with speaking("en"):
        assert hand_written("lessons/02-b.md") == tmp_path / "lessons/02-b.md"
