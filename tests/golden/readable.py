"""HTML, or XML with HTML inside, as a reader sees it: one line a block, and a drawing's labels."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

BLOCKS = re.compile(
    "address|article|aside|blockquote|br|button|caption|dd|details|div|dl|dt|fieldset|figcaption|"
    "figure|footer|form|g|h[1-6]|header|hr|label|legend|li|main|mtr|nav|ol|output|p|pre|section|"
    "select|summary|svg|table|tbody|tfoot|thead|title|tr|ul"
)
HEADING = re.compile("h[1-6]")
ANCHORED = re.compile("h[1-6]|section|div|details|li")
# What stands between these and what is before them, or two texts would run together.
APART = {"td": " | ", "th": " | ", "option": " / ", "text": " ", "tspan": " ", "mtext": " "}
UNSEEN = {"style", "script", "template"}
SPOKEN = ("aria-label", "alt", "placeholder")
# Elements of MathML whose two children stand one over, or below, the other.
BETWEEN = {"mfrac": "/", "msub": "_", "msup": "^"}
EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta", "mspace"})
XML_BLOCK = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


class Reader(HTMLParser):
    """Gathers the lines."""

    def __init__(self, *, xml: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._xml = xml
        self.lines: list[str] = [""]
        self._unseen = 0
        self._open: list[str] = []
        self._first: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line where a block begins, and say what is only in attributes."""
        given = dict(attrs)
        self._unseen += tag in UNSEEN
        if self._xml or BLOCKS.fullmatch(tag):
            self._end_of_line()
        if self.lines[-1]:
            self.lines[-1] += APART.get(tag, "")
        if given.get("id") and ANCHORED.fullmatch(tag):
            self._end_of_line()
            self.lines += [f'<a id="{given["id"]}"></a>', ""]
        if HEADING.fullmatch(tag):
            self.lines[-1] = "#" * int(tag[1]) + " "
        if tag == "li":
            self.lines[-1] = "- "
        if tag == "mrow" and self._parent() == "mfrac":
            self.lines[-1] += "("
        spoken = [given[name] for name in SPOKEN if given.get(name) not in (None, "Formula")]
        if tag == "input":
            spoken.append(f"[{given.get('value') or ''}]")
        self.lines[-1] += "".join(f"({text}) " for text in spoken)
        if tag not in EMPTY:
            self._open.append(tag)
            self._first.append(True)

    def handle_endtag(self, tag: str) -> None:
        """End the line where a block ends, and the first of two parts of a formula."""
        while self._open and self._open[-1] != tag:
            self._close()
        if self._open:
            self._close()
        self._unseen -= tag in UNSEEN
        if tag == "mrow" and self._parent() == "mfrac":
            self.lines[-1] += ")"
        if self._parent() in BETWEEN and self._first[-1]:
            self.lines[-1] += BETWEEN[self._parent()]
            self._first[-1] = False
        if self._xml or BLOCKS.fullmatch(tag):
            self._end_of_line()

    def handle_data(self, data: str) -> None:
        """Text, with each of its gaps as one space."""
        if not self._unseen:
            text = re.sub(r"\s+", " ", data)
            line = self.lines[-1]
            self.lines[-1] += text.lstrip() if not line or line.endswith(" ") else text

    def _parent(self) -> str:
        return self._open[-1] if self._open else ""

    def _close(self) -> None:
        self._open.pop()
        self._first.pop()

    def _end_of_line(self) -> None:
        self.lines[-1] = self.lines[-1].rstrip()
        if self.lines[-1].strip("-#"):
            self.lines.append("")


def readable(markup: str) -> str:
    """The text."""
    if markup.startswith("<?xml"):  # in it HTML is only text, and becomes markup when it is read
        return readable(_lines(XML_BLOCK.sub(lambda block: escape(block[1]), markup), xml=True))
    return _lines(markup, xml=False)


def _lines(markup: str, *, xml: bool) -> str:
    reader = Reader(xml=xml)
    reader.feed(markup)
    reader.close()
    lines = [line.rstrip() for line in reader.lines if line.strip()]
    return ("<br/>\n" if xml else "\n").join(lines) + "\n"
