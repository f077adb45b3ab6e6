"""The references as pages: the same Markdown that stands in the repository, site/reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import markdown
from markupsafe import Markup

from explainer.language import sentence
from explainer.website.hand_written import all_hand_written
from explainer.website.page import written

COMMENT = re.compile(r"^<!-- .*? -->\n", re.MULTILINE)
CODE = re.compile(r"<code>[^<]*</code>")
BREAK = re.compile(r"(?<=[\w\]]\.)(?=\w)|(?<=_)(?=\w)")
PAGE = re.compile(r'(href="[\w-]+)\.md(?=["#])')
EXTENSIONS = ("tables", "fenced_code", "toc", "sane_lists")
HERE = "reference/index.html"


def reference_files() -> Iterator[tuple[str, str]]:
    """A page for each reference, and the list of them."""
    paths = all_hand_written("reference")
    rows = [(f"{path.stem}.html", _title(path), _lead(path)) for path in paths]
    title, told = sentence("site.references"), sentence("site.references_lead")
    yield HERE, written("list", HERE, title, lead=told, parts=[("", "", rows)])
    trail = (("index.html", title),)
    for path in paths:
        here = f"reference/{path.stem}.html"
        yield here, written("base", here, _title(path), content=html_of(path), trail=trail)


def html_of(path: Path) -> Markup:
    """The page's content: our own text."""
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    html = PAGE.sub(r"\1.html", markdown.markdown(text, extensions=EXTENSIONS))
    html = _reachable(html, _title(path))
    return Markup('<div class="reference">{}</div>').format(Markup(html))


def _reachable(html: str, title: str) -> str:
    """What is wider than a phone scrolls by itself, also from the keyboard; each with a name."""
    number = count(1)

    def region(found: re.Match[str]) -> str:
        name = sentence("site.reference_table", title=title, number=next(number))
        head = f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">'
        return f"{head}{CODE.sub(_breakable, found[0])}</div>"

    html = re.sub(r"<table>.*?</table>", region, html, flags=re.DOTALL)
    return html.replace("<pre>", '<pre tabindex="0">')


def _breakable(code: re.Match[str]) -> str:
    """A long key may break behind its dots; a bar was written so that it ends no cell."""
    return BREAK.sub("<wbr />", code[0].replace("\\|", "|"))


def _title(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def _lead(path: Path) -> str:
    """Its first paragraph."""
    return " ".join(path.read_text(encoding="utf-8").split("\n\n")[1].replace("`", "").split())
