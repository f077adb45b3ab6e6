"""Where something was published: words, or words with the address of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from explainer.language import later, sentence
from explainer.readers.expect import (
    described,
    expect_keys,
    expect_list,
    expect_mapping,
    expect_prose,
    expect_text,
    refuse,
)
from explainer.spec import ClaimSpec, Given, Source

SOURCE = ("text", "link")
# An address that a page may lead to, and nothing else: no other scheme, no blank, no quotes.
ADDRESS = re.compile(r"https?://[^\s<>\"'`\\{}|^]{1,500}")


def read_sources(given: Given) -> tuple[Source, ...]:
    """One source, or a list of them."""
    if not isinstance(given.value, tuple):
        return (read_source(given),)
    return tuple(map(read_source, expect_list(given, "source")))


def read_source(given: Given) -> Source:
    """A source: its words, or `{text: …, link: https://…}`."""
    if not isinstance(given.value, Mapping):
        return Source(expect_prose(given, "source"))
    advice = later("hint.write_so", written="source: {text: …, link: https://…}")
    source = expect_mapping(given, "source", advice)
    expect_keys(source, SOURCE, "source")
    if "text" not in source:
        refuse(given, sentence("value.lacks", what="source", key="text"), advice)
    text = expect_prose(source["text"], "source.text")
    return Source(text, _read_link(source["link"]) if "link" in source else "")


def _read_link(given: Given) -> str:
    link = expect_text(given, "source.link").strip()
    if not ADDRESS.fullmatch(link):
        fault = sentence("model.link", value=described(given))
        refuse(given, fault, sentence("model.link_try"))
    return link


def linked(claims: Iterable[ClaimSpec], sources: Sequence[Source]) -> tuple[ClaimSpec, ...]:
    """The claims, each source with its address wherever the same words stand."""
    claims = tuple(claims)
    cited = (*sources, *(claim.source for claim in claims if claim.source is not None))
    known = {source.text: source for source in reversed(cited) if source.link}
    return tuple(
        replace(claim, source=known.get(claim.source.text, claim.source)) if claim.source else claim
        for claim in claims
    )
