"""The search index: of each page its address, title, words and numbers, as a script."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import unescape
from typing import Any

TAG = re.compile(r"<[^>]*>")
# Within a sentence: what stands behind such a tag goes on without a space.
INLINE = re.compile(r"</?(?:a|strong|em|code|span|bdi|wbr|time)\b[^>]*>")
MATHS = re.compile(r"<math\b.*?</math>", re.DOTALL)
MAIN = re.compile(r'<main id="content">(.*?)</main>', re.DOTALL)
TITLE = re.compile(r"<title>(.*?) · explain</title>", re.DOTALL)
LIVE = re.compile(r"<(form|noscript|svg)\b.*?</\1>", re.DOTALL)
# What stands above the text and says where it is: no words of the page.
ABOVE = re.compile(r'<p class="trail">.*?</p>|<h1\b.*?</h1>', re.DOTALL)
FACT = re.compile(r'<strong data-fact="[^"]*">([\d,]+)</strong>')
NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+|\d{1,3}(?:,\d{3})+|\d{3,}")
# Enough of a page to find it by; the numbers are all kept.
WORDS = 400


def entry_of(path: str, html: str) -> list[Any] | None:
    """What the index holds of a page; None for one that isn't searched.

    Its address, title, first words, numbers, and the numbers that stand at its top.
    """
    main, title = MAIN.search(html), TITLE.search(html)
    if main is None or title is None or path == "search.html":
        return None
    numbers = {n.replace(",", "") for n in NUMBER.findall(_text(main[1]))}
    facts = {fact.replace(",", "") for fact in FACT.findall(main[1])}
    words = _text(MATHS.sub(" ", LIVE.sub(" ", ABOVE.sub(" ", main[1]))))
    rest = sorted(numbers - facts, key=lambda n: (len(n), n))
    return [path, unescape(title[1]), words[:WORDS], rest, sorted(facts)]


def _text(markup: str) -> str:
    return " ".join(unescape(TAG.sub(" ", INLINE.sub("", markup))).split())


def index_script(pages: Sequence[list[Any]]) -> str:
    """The script, the pages by their addresses."""
    ordered = sorted(pages, key=lambda page: str(page[0]))
    text = json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f"explain.index={text};\n"
