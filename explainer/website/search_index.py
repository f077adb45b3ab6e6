"""The search index: of each page its address, title, words and numbers, as a script."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import unescape
from typing import Any

TAG = re.compile(r"<[^>]*>")
MATHS = re.compile(r"<math\b.*?</math>", re.DOTALL)
MAIN = re.compile(r'<main id="content">(.*?)</main>', re.DOTALL)
TITLE = re.compile(r"<title>(.*?) · explain</title>", re.DOTALL)
LIVE = re.compile(r"<(form|noscript|svg)\b.*?</\1>", re.DOTALL)
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d{3,}")
# Enough of a page to find it by; the numbers are all kept.
WORDS = 400


def entry_of(path: str, html: str) -> list[Any] | None:
    """What the index holds of a page; None for one that isn't searched."""
    main, title = MAIN.search(html), TITLE.search(html)
    if main is None or title is None or path == "search.html":
        return None
    numbers = {n.replace(",", "") for n in NUMBER.findall(_text(main[1]))}
    words = _text(MATHS.sub(" ", LIVE.sub(" ", main[1]))).lower()
    return [path, unescape(title[1]), words[:WORDS], sorted(numbers, key=lambda n: (len(n), n))]


def _text(markup: str) -> str:
    return " ".join(unescape(TAG.sub(" ", markup)).split())


def index_script(pages: Sequence[list[Any]]) -> str:
    """The script, the pages by their addresses."""
    ordered = sorted(pages, key=lambda page: str(page[0]))
    text = json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f"explain.index={text};\n"
