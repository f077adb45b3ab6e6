"""The catalogue of mistakes as a page; one entry is a page's worth by itself."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from explainer.language import number, sentence
from explainer.maths import Exact, Formula
from explainer.maths.tree import with_numbers
from explainer.mistakes.catalogue import Entry, Example
from explainer.mistakes.published import Published
from explainer.page import nodes as n
from explainer.page.digits import rounded
from explainer.page.sentences import prose, say
from explainer.page.steps import mistake_title
from explainer.page.wording import joined

DIGITS = 2


def catalogue_page(entries: Sequence[Entry]) -> n.Page:
    """All the entries, in parts by what they spoil."""
    lead = say("catalogue.lead", count=len(entries))
    blocks: list[n.Block] = [n.Heading(1, say("catalogue.title"), "mistakes")]
    blocks.append(n.Paragraph(lead, "lead"))
    about = ""
    for entry in entries:
        if entry.about != about:
            about = entry.about
            blocks.append(n.Heading(2, say(f"catalogue.about_{about}"), about))
        blocks += entry_blocks(entry)
    return n.Page(sentence("catalogue.title"), tuple(blocks))


def entry_blocks(entry: Entry) -> list[n.Block]:
    """One mistake: its name, why it is made, the right idea, an example, where it hides."""
    quantity = say(f"spoilt.{entry.mistake.spoils}")
    head = say("catalogue.name", name=n.Code(entry.name), quantity=quantity)
    if entry.kinds:
        kinds = joined([(n.Code(kind),) for kind in entry.kinds])
        head = (*head, n.Words(" "), *say("catalogue.kinds", kinds=kinds))
    if entry.seldom:
        head = (*head, n.Words(" "), *say("catalogue.seldom"))
    return [
        n.Heading(3, mistake_title(entry.name), entry.name),
        n.Paragraph(prose(entry.mistake.why)),
        n.Paragraph(say("catalogue.why", reason=say(f"reason.{entry.name}"))),
        *([_example(entry.example)] if entry.example else []),
        _sources(entry),
        n.Paragraph(head, "note"),
    ]


def _example(example: Example) -> n.Block:
    """The wrong and the right formula with numbers, and where the mistake would hide."""
    wrong = working(example.wrong, example.values, example.wrong.spoils, example.wrong_value)
    right = working(example.right, example.values, example.right.name, example.right_value)
    items = [say("catalogue.right", working=right), say("catalogue.wrong", working=wrong)]
    if example.hiding:
        numbers: list[n.Inlines] = [
            (n.Var(name), n.Words(f" = {number(value)}")) for name, value in example.hiding
        ]
        items.append(say("catalogue.hides", numbers=joined(numbers)))
    else:
        items.append(say("catalogue.never_hides"))
    return n.Listing(tuple(items))


def working(formula: Formula, values: dict[str, object], symbol: str, value: Exact) -> n.Inlines:
    """A formula with symbols, with numbers, and its value, on one line."""
    arguments = formula.arguments(values)  # type: ignore[arg-type]
    form = formula.form(arguments)
    parts: n.Inlines = (n.Var(symbol), n.Words(" = "), n.Maths(form))
    if arguments:
        parts = (*parts, n.Words(" = "), n.Maths(with_numbers(form, arguments)))
    text = number(value) if isinstance(value, int) else rounded(Fraction(value), DIGITS)
    return (*parts, n.Words(f" = {text}")) if arguments else parts


def _sources(entry: Entry) -> n.Block:
    found = [_source(one) for one in entry.published]
    return n.Listing(tuple(found)) if found else n.Paragraph(say("catalogue.unpublished"))


def _source(one: Published) -> n.Inlines:
    example = n.Code(f"example:{one.erratum.example}")
    key = "catalogue.published" if one.alone else "catalogue.published_with"
    return say(
        key,
        value=n.Strong((n.User(f"{one.erratum.value} {one.erratum.unit}"),)),
        quantity=n.Code(one.erratum.quantity),
        network=say("catalogue.network", title=n.User(one.network), example=example),
        source=n.User(one.source),
    )
