"""HTML and PDF: text stays text, nothing is fetched, torn or cut off, nobody is left out."""

from __future__ import annotations

import importlib
import logging
import os
import re
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from explainer.errors import MissingPackageError
from explainer.maths.tree import Number, Sum, Symbol
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.render import press
from explainer.render import to_pdf as to_pdf_module
from explainer.render.drawings import draw, draw_narrow
from explainer.render.templates import style
from explainer.render.to_html import to_html
from explainer.render.to_pdf import paper_html, to_pdf
from tests.promises import pages

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
SVG = "{http://www.w3.org/2000/svg}"
POINTS_OF_MARGIN = 16 / 25.4 * 72


@cache
def html() -> str:
    """The page made by hand."""
    return to_html(pages.page())


@cache
def tree() -> ElementTree.Element:
    """The same as a tree: it has to be well-formed XML as well."""
    return ElementTree.fromstring(html().replace("<!doctype html>", "", 1))


@cache
def pdf() -> bytes:
    """The page made by hand, on paper."""
    return to_pdf(pages.page())


@pytest.fixture(scope="session")
def pdf_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PDF as a file."""
    file = tmp_path_factory.mktemp("pdf") / "page.pdf"
    file.write_bytes(pdf())
    return file


def said_by(tool: str, *arguments: str | Path) -> str:
    """What one of poppler's tools says of a PDF."""
    return subprocess.run([tool, *arguments], check=True, capture_output=True, text=True).stdout


SILENT = ("style", "title", "svg")


class Text(HTMLParser):
    """The visible text without the pictures: what is turned comes out of a PDF in pieces."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, _: object) -> None:
        self.silent += tag in SILENT

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


# ---- HTML -----------------------------------------------------------------------------


def test_html_has_no_script_and_fetches_nothing() -> None:
    names = {element.tag.rpartition("}")[2] for element in tree().iter()}
    assert not names & {"script", "img", "link", "iframe", "object", "embed", "base", "form"}
    assert not names & {"image", "use", "foreignObject"}
    for element in tree().iter():
        assert not [name for name in element.attrib if name.startswith("on")]
        assert not {"src", "srcset", "action", "data"} & set(element.attrib)
        address = element.get("href", "#")
        assert address.startswith(("#", "https://")), address
    css = "".join(element.text or "" for element in tree().iter("style"))
    assert "@import" not in css
    addresses = re.findall(r"url\(([^)]*)\)", css)
    assert all(address.startswith("data:font/woff2;base64,") for address in addresses)


def test_what_a_user_wrote_stays_text_in_html() -> None:
    shown = [element.text for element in tree().iter("bdi")]
    for text in pages.HOSTILE:
        assert text in shown
    assert tree().findtext("head/title") == f"{pages.HOSTILE[1]} worked out"


def test_links_lead_somewhere() -> None:
    ids = [element.get("id") for element in tree().iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    from urllib.parse import unquote

    for link in tree().iter("a"):
        address = link.get("href", "")
        assert not address.startswith("#") or unquote(address[1:]) in ids
    assert "gone" in "".join(tree().itertext())


def test_pictures_are_named_and_their_patterns_found() -> None:
    pictures = list(tree().iter(f"{SVG}svg"))
    # A network has a second picture, for phones.
    drawings = [figure.drawing for figure in pages.figures()]
    shown = [
        i for i, one in enumerate(drawings) for _ in draw(one, "key") + draw_narrow(one, "key")
    ]
    assert len(pictures) == len(shown) > len(pages.figures())
    for i, picture in zip(shown, pictures, strict=True):
        assert picture.get("role") == "img"
        assert picture.get("aria-label") == f"What drawing {i} shows & says."
        ids = {element.get("id") for element in picture.iter()}
        for element in picture.iter():
            fill = element.get("fill", "")
            assert not fill or fill.removeprefix("url(#").removesuffix(")") in ids


def test_tables_can_be_read_out() -> None:
    for table in tree().iter("table"):
        assert table.find("caption") is not None
        assert all(cell.get("scope") == "col" for cell in table.iterfind("thead/tr/th"))
        assert all(row.find("th").get("scope") == "row" for row in table.iterfind("tbody/tr"))  # type: ignore[union-attr]
    box = next(element for element in tree().iter("div") if element.get("class") == "scroll")
    assert box.get("tabindex") == "0"
    assert box.get("aria-label")


def test_a_mistake_is_called_wrong_in_words() -> None:
    classes = [element for element in tree().iter("div") if "slip" in element.get("class", "")]
    assert len(classes) == 2
    for slip in classes:
        hides = "hides" in slip.get("class", "")
        assert ("goes unnoticed" if hides else "wrong") in "".join(slip.itertext())


def luminance(colour: str) -> float:
    """Of a colour written #abc or #aabbcc, by WCAG."""
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mode", [0, 1, 2], ids=["light", "dark", "printed"])
@pytest.mark.parametrize("ink", ["ink", "soft", "act", "par", "slip", "ok"])
@pytest.mark.parametrize("ground", ["paper", "tint"])
def test_contrast_is_aa(mode: int, ink: str, ground: str) -> None:
    colours = dict(re.findall(r"--([\w-]+): (#\w+)", style("screen").split(":root")[mode + 1]))
    light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_long_chart_is_cut_into_pictures_that_fit_a_page() -> None:
    rows = tuple(d.BarRow((n.User(f"layer{i}"),), (i, 10**54)) for i in range(100))
    titles = (("activations", pages.words("a")), ("parameters", pages.words("p")))
    pictures = draw(d.BarChart(titles, rows), "key")  # type: ignore[arg-type]  # Literal
    assert len(pictures) == 3
    assert all(picture.height < 900 for picture in pictures)
    assert sum(picture.body.count(">layer") for picture in pictures) == 100


# ---- PDF ------------------------------------------------------------------------------


def test_what_a_user_wrote_stays_text_in_pdf(pdf_file: Path) -> None:
    shown = "".join(said_by("pdftotext", pdf_file, "-").split())
    for text in pages.HOSTILE[:-1]:
        assert "".join(text.split()) in shown
    assert f"Title:           {pages.HOSTILE[1]} worked out" in said_by("pdfinfo", pdf_file)


def test_every_number_of_the_html_is_in_the_pdf(pdf_file: Path) -> None:
    numbers = set(NUMBER.findall(" ".join(Text(html()).parts)))
    # A number too long for its place goes on in the next line.
    shown = "".join(said_by("pdftotext", pdf_file, "-").split())
    assert len(numbers) > 150
    assert not [number for number in numbers if number.rstrip(",") not in shown]


def test_nothing_is_cut_off(pdf_file: Path) -> None:
    boxes = said_by("pdftotext", "-bbox", pdf_file, "-")
    sides = re.findall(r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)"', boxes)
    assert min(float(left) for left, _ in sides) >= POINTS_OF_MARGIN - 1
    assert max(float(right) for _, right in sides) <= 595.276 - POINTS_OF_MARGIN + 1


def test_a_step_and_its_heading_are_not_torn(tmp_path: Path) -> None:
    file = tmp_path / "steps.pdf"
    count = 40
    file.write_bytes(to_pdf(pages.many_steps(count)))
    sheets = said_by("pdftotext", file, "-").split("\f")[1:]
    assert len(sheets) > 6
    for i in range(1, count + 1):
        heading, value = f"layer{i}x", f"{576 * (1_000 + i):,}"
        assert [s for s in sheets if heading in s] == [s for s in sheets if value in s]


def test_the_pdf_is_tagged_and_its_fonts_are_ours(pdf_file: Path) -> None:
    assert "Tagged:          yes" in said_by("pdfinfo", pdf_file)
    fonts = said_by("pdffonts", pdf_file).splitlines()[2:]
    assert fonts
    assert all(re.match(r"[A-Z]{6}\+STIX-Two-(Text|Math)", font) for font in fonts)
    structure = said_by("pdfinfo", "-struct", pdf_file)
    assert structure.count("Figure") == len(pages.figures())
    assert structure.count("Table") >= 3


def test_figures_in_the_pdf_have_alternative_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint = press._load()
    monkeypatch.setitem(weasyprint.DEFAULT_OPTIONS, "uncompressed_pdf", True)
    told = re.findall(rb"/Alt \((What drawing \d+ shows & says\.)\)", to_pdf(pages.page()))
    assert len(told) == len(pages.figures())


def test_paper_sizes() -> None:
    page = pages.many_steps(1)
    assert mediabox(to_pdf(page)) == "595.276 x 841.89"
    assert mediabox(to_pdf(page, paper="letter")) == "612 x 792"


def text_of(printed: bytes) -> str:
    """The text of a PDF."""
    made = subprocess.run(["pdftotext", "-", "-"], input=printed, check=True, capture_output=True)
    return made.stdout.decode()


def mediabox(printed: bytes) -> str:
    """The size of the first page, as pdfinfo tells it."""
    made = subprocess.run(["pdfinfo", "-"], input=printed, check=True, capture_output=True)
    return re.search(r"Page size: +([\d.]+ x [\d.]+)", made.stdout.decode())[1]  # type: ignore[index]


def test_the_contents_and_the_bookmarks(pdf_file: Path) -> None:
    first = said_by("pdftotext", "-l", "1", "-layout", pdf_file, "-")
    assert re.search(r"Steps( \.)+ +\d", first)
    assert re.search(r"conv1_1 · conv2d( ?\.)+ +\d", first)
    assert re.search(r"page 1 of \d+", first)


def test_weasyprint_understands_every_rule(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        to_pdf(pages.page())
    assert not caplog.messages


def test_nothing_can_be_fetched() -> None:
    weasyprint = press._load()
    fetch = press._sealed(weasyprint, {"font:x": b"wOF2"})
    assert fetch("font:x").read() == b"wOF2"
    assert fetch("data:,a").read() == b"a"
    for address in (
        "file:///etc/hostname",
        "http://localhost/",
        "https://a/",
        "ftp://a/",
        "font:y",
    ):
        with pytest.raises(ValueError, match="disallowed"):
            fetch(address)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    to_pdf(pages.many_steps(1))
    assert not list(tmp_path.iterdir())


def test_same_page_same_bytes() -> None:
    program = (
        "import hashlib, sys; from tests.promises import pages;"
        "from explainer.render.to_html import to_html; from explainer.render.to_pdf import to_pdf;"
        "page = pages.page();"
        "print(hashlib.sha256(to_html(page).encode() + to_pdf(page)).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program],
            check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }  # fmt: skip
    assert len(runs) == 1


OTHER_SCRIPTS = {
    "全连接层": "fonts-droid-fallback",
    "свёртка": "",
    "שכבה": "fonts-noto-core",
    "ชั้น": "fonts-noto-core",
    "🦉": "fonts-noto-color-emoji",
    "𓀀": "fonts-noto-core",
}


@pytest.mark.parametrize("text", OTHER_SCRIPTS)
def test_a_script_is_printed_or_its_font_is_asked_for(text: str) -> None:
    page = n.Page("Scripts", (n.Heading(1, (n.User(text),), "top"),))
    assert f"<bdi>{text}</bdi>" in to_html(page)
    try:
        shown = text_of(to_pdf(page))
    except MissingPackageError as error:
        shown = str(error)
        assert OTHER_SCRIPTS[text]
        assert shown.endswith(OTHER_SCRIPTS[text])
    assert not set(text) - set(shown)


def test_what_nobody_can_print_is_shown_by_its_number() -> None:
    page = n.Page("a\x00b", (n.Heading(1, (n.User("bell\x07, \ue000, \ud800, \uffff"),), "top"),))
    ElementTree.fromstring(to_html(page).replace("<!doctype html>", "", 1))
    shown = " ".join(text_of(to_pdf(page)).split())
    assert "bell⟨U+0007⟩, ⟨U+E000⟩, ⟨U+D800⟩, ⟨U+FFFF⟩" in shown


@pytest.mark.parametrize(
    ("fault", "advice"),
    [
        (OSError("cannot load library 'libpango'"), f"{press.INSTALL} libpango-1.0-0 libpangoft2"),
        (ImportError("No module named 'weasyprint'"), "pip install"),
    ],
)
def test_a_missing_weasyprint_is_one_clear_error(
    fault: Exception, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise fault

    monkeypatch.setattr(press, "_imported", fail)
    press._load.cache_clear()
    with pytest.raises(MissingPackageError, match=advice):
        to_pdf(pages.many_steps(1))
    press._load.cache_clear()


def test_loading_weasyprint_starts_no_processes() -> None:
    program = (
        "import sys; started = []; events = ('subprocess.Popen', 'os.posix_spawn', 'os.fork');"
        "sys.addaudithook(lambda event, _: started.append(event) if event in events else None);"
        "from explainer.render.press import _load; _load(); import ctypes.util;"
        "print(len(started), ctypes.util.find_library.__module__)"
    )
    made = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], check=True, capture_output=True, text=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert made.stdout.split() == ["0", "ctypes.util"]


def test_no_badge_stands_alone_on_a_line(tmp_path: Path) -> None:
    """Wherever a line ends: every length of what stands before it is tried."""
    blocks: list[n.Block] = [n.Heading(2, pages.words("Badges"), "badges")]
    for length in range(2, 120, 2):
        sums = Sum(tuple(Number(10**6 + i) for i in range(length // 10 + 1)))
        blocks.append(
            n.Slip("slip", pages.words("A slip"), "x" * (length % 10 + 1), (sums, Number(length)),
                   pages.words("It gives more."), pages.words("Why."), hides=False)
        )  # fmt: skip
        told = pages.words(f"{'a ' * length}{length} MB")
        exact = pages.words("It is less.")
        blocks.append(n.Claim(told, exact, "wrong", pages.words("Too much."), (), ()))
    file = tmp_path / "badges.pdf"
    file.write_bytes(to_pdf(n.Page("Badges", tuple(blocks))))
    lines = said_by("pdftotext", "-layout", file, "-").splitlines()
    badges = [line for line in lines if "WRONG" in line]
    assert len(badges) > 100
    assert not [line for line in badges if line.strip() == "WRONG"]


def test_no_subscript_is_broken_on_paper(tmp_path: Path) -> None:
    """Nor is a value's unit on another line: every length of what stands before is tried."""
    name = Symbol("bytes_of_activation_gradients")
    blocks: list[n.Block] = []
    for length in range(60):
        formula = n.Maths(Sum((Symbol("b"), name)))
        parts = (n.Words("a " * length), formula, n.Words(" and"), n.Words(" so on" * 9))
        blocks.append(n.Paragraph(parts))
        steps = (Number(10**length), Number(10**length))
        blocks.append(n.Brief((n.BriefLine("x", steps, pages.words("values")),)))
    file = tmp_path / "subscripts.pdf"
    file.write_bytes(to_pdf(n.Page("Subscripts", tuple(blocks))))
    said = said_by("pdftotext", "-layout", file, "-")
    assert said.count("of activation gradients") == 60
    assert not re.search(r"^\s*values\s*$", said, re.MULTILINE)


def test_rules_that_a_page_does_not_need_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(to_pdf_module, "rules_for", lambda body, style: style)
    assert to_pdf(pages.page()) == pdf()


def test_a_label_of_a_picture_is_set_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint by itself sets letter by letter; other pages that it prints keep that."""
    drawing = importlib.import_module("weasyprint.draw.text")
    node, set_one, found = (
        importlib.import_module("weasyprint.svg").Node,
        drawing.draw_first_line,
        [],
    )

    def watched(stream: object, box: Any, *rest: object) -> Any:
        found.append(box.text)
        return set_one(stream, box, *rest)

    monkeypatch.setattr(drawing, "draw_first_line", watched)
    before = node.text
    to_pdf(
        n.Page(
            "Kernels",
            (n.Figure(pages.kernels()[0], pages.words("A kernel."), pages.words("It says.")),),
        )
    )
    assert {"given", "made", "weights & more"} <= {*found}
    assert node.text is before


def test_a_name_in_other_letters_stands_apart_on_paper() -> None:
    blocks = (n.Paragraph((n.User("conv1"), n.User("طبقة"))),)
    assert "<p>conv1<bdi>طبقة</bdi></p>" in paper_html(n.Page("Names", blocks), "A4")
