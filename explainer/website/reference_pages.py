"""The pages to look things up in: mistakes, words and symbols, the changelog."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

import markdown
from markdown.extensions.toc import slugify
from markupsafe import Markup

from explainer.language import sentence
from explainer.mistakes.catalogue import Entry, catalogue
from explainer.mistakes.pages.catalogue import entry_blocks
from explainer.page import nodes as n
from explainer.page.sentences import prose, say, sentences
from explainer.page.steps import mistake_title
from explainer.website.hand_written import hand_written
from explainer.website.page import inline, markup_of, written

TERM = re.compile(r"<dt>(?=([^<]+)</dt>)")


def mistake_files() -> Iterator[tuple[str, str]]:
    """A page for each mistake, and the list of them."""
    entries = catalogue()
    parts = []
    for about, group in groupby(entries, lambda entry: entry.about):
        rows = [(f"{e.name}.html", _title(e), inline(prose(e.mistake.why))) for e in group]
        parts.append((inline(say(f"catalogue.about_{about}")), about, rows))
    lead = inline(say("catalogue.lead", count=len(entries)))
    title = sentence("site.mistakes")
    yield (
        "mistakes/index.html",
        written("list", "mistakes/index.html", title, lead=lead, parts=parts),
    )
    for entry in entries:
        yield f"mistakes/{entry.name}.html", _mistake_page(entry)


def _title(entry: Entry) -> str:
    return "".join(part.text for part in mistake_title(entry.name) if isinstance(part, n.Words))


def _mistake_page(entry: Entry) -> str:
    here = f"mistakes/{entry.name}.html"
    _, *blocks = entry_blocks(entry)
    heading = n.Heading(1, mistake_title(entry.name), entry.name)
    trail = (("index.html", sentence("site.mistakes")),)
    return written("base", here, _title(entry), content=markup_of([heading, *blocks]), trail=trail)


def glossary_page() -> str:
    """The words, as they are written by hand, and every symbol with its meaning."""
    names = [key.removeprefix("symbol.") for key in sentences() if key.startswith("symbol.")]
    rows = tuple(n.Row(((n.Var(name),), say(f"symbol.{name}"))) for name in names)
    columns = (n.Column(say("symbols.symbol")), n.Column(say("symbols.meaning")))
    table = n.Table(say("site.glossary_lead"), columns, rows)
    heading = n.Heading(1, say("site.glossary"), "glossary")
    symbols = n.Heading(2, say("site.glossary_symbols"), "symbols")
    content = Markup("\n").join((markup_of([heading]), _words(), markup_of([symbols, table])))
    return written("base", "glossary.html", sentence("site.glossary"), content=content)


def _words() -> Markup:
    """The hand-written words; each has its name as its anchor."""
    text = hand_written("glossary.md").read_text(encoding="utf-8")
    listed = markdown.markdown(text, extensions=["def_list"])
    return Markup(TERM.sub(lambda found: f'<dt id="{slugify(found[1], "-")}">', listed))  # our own


def changelog_page() -> str:
    """The changelog as it is written, in Markdown."""
    text = hand_written("changelog.md").read_text(encoding="utf-8")
    text = re.sub(r"(\]\(reference/[\w-]+)\.md", r"\1.html", text)
    return written(
        "base",
        "changelog.html",
        sentence("site.changelog"),
        content=Markup(markdown.markdown(text)),  # our own text
    )
