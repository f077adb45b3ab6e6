"""A source as it stands on a page: its words, which lead to its address where one is known."""

from __future__ import annotations

from explainer.page import nodes as n
from explainer.spec import Source


def cited(source: Source) -> n.Inlines:
    """The words of a source, as a link where it has an address."""
    words = (n.User(source.text),)
    return (n.Link(words, source.link),) if source.link else words
