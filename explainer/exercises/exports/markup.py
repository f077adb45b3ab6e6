"""Plain text as the markup that platforms take, without what XML can't hold."""

from __future__ import annotations

import re
from html import escape

from explainer.render.to_platform_html import inert

# XML 1.0 has no place for these.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def xml_text(text: str) -> str:
    """The text without characters that XML can't hold; each leaves a mark."""
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def html(text: str) -> str:
    """A text as HTML, its lines below each other; no sign of it begins markup or a formula."""
    return "<br/>".join(escape(inert(xml_text(line))) for line in text.split("\n"))
