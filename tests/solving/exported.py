"""A question's text as each platform gets it, by the question's title; markup is parsed."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator

import markdown
import nbformat
from lxml import etree, html

QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
Titled = Iterator[tuple[str, str]]


def of_json(content: bytes) -> Titled:
    """The texts as they are."""
    exercises = json.loads(content)
    for variant in exercises["variants"]:
        for question in variant["questions"]:
            yield f"{variant['code']}.{question['number']}", question["text"]


def of_csv(content: bytes) -> Titled:
    """The text of each question's first row."""
    for row in csv.DictReader(io.StringIO(content.decode())):
        if row["right"] == "yes":
            yield f"{row['variant']}.{row['question']}", row["text"]


def of_moodle(content: bytes) -> Titled:
    """The HTML in the XML."""
    for question in etree.fromstring(content).iter("question"):
        if question.get("type") != "category":
            name, text = question.findtext("name/text"), question.findtext("questiontext/text")
            assert name
            assert text
            yield _number(name), of_html(text)


GIFT = re.compile(r"::((?:\\.|[^\\:])+)::(\[\w+\])?((?:\\.|[^\\{}])*)\{", re.DOTALL)


def of_gift(content: bytes) -> Titled:
    """What stands before the braces: HTML if it says so; a sign behind a backslash is the sign."""
    for question in content.decode().split("\n\n"):
        match = GIFT.match(question)
        if match:
            text = re.sub(r"\\(.)", r"\1", match[3].replace("\\n", "\n")).strip()
            yield _number(match[1]), of_html(text) if match[2] == "[html]" else text


def of_qti(content: bytes) -> Titled:
    """Every item, the numerical ones and those with choices."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        (name,) = (n for n in package.namelist() if n.endswith(".xml") and "manifest" not in n)
        root = etree.fromstring(package.read(name))
    for item in root.iter(f"{QTI}item"):
        text = item.findtext(f"{QTI}presentation/{QTI}material/{QTI}mattext")
        assert text
        yield _number(item.get("title") or ""), of_html(text)


def of_ipynb(content: bytes) -> Titled:
    """The Markdown cells with a heading of their own; the first line is the title."""
    book = nbformat.reads(content.decode(), as_version=4)
    for cell in book.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            title, _, text = of_html(markdown.markdown(cell.source)).strip().partition("\n")
            yield _number(title), text.strip()


def of_html(text: str) -> str:
    """The words, with line breaks where HTML has them."""
    root = html.fragment_fromstring(text, create_parent="div")
    for element in root.iter("br", "p", "div", "li", "h2"):
        element.tail = "\n" + (element.tail or "").removeprefix("\n")
    return str(root.text_content())


def _number(title: str) -> str:
    """`LeNet-5 01.3` without the network."""
    return title.rpartition(" ")[2]


TEXTS: dict[str, Callable[[bytes], Titled]] = {
    "json": of_json,
    "csv": of_csv,
    "moodle": of_moodle,
    "gift": of_gift,
    "qti": of_qti,
    "ipynb": of_ipynb,
}
