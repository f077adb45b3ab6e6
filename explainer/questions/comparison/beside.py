"""Two networks beside each other: a table of their totals and their memory."""

from __future__ import annotations

from explainer.page import nodes as n
from explainer.page.factors import factor_text
from explainer.page.missing_text import missing_blocks, number_or_bound
from explainer.page.sentences import say
from explainer.page.wording import joined
from explainer.questions.comparison.figures import Beside, Figure


def sums_table(beside: Beside, titles: tuple[n.Inlines, n.Inlines]) -> list[n.Block]:
    """The two figures and the factor for each sum, and a sentence about those that are equal."""
    totals = {say(f"comparison.{k}"): f for k, f in beside.totals.items()}
    parts = {say(f"comparison.{a}_{part}"): f for (a, part), f in beside.memory.items()}
    blocks: list[n.Block] = []
    for caption, figures in (("totals", totals), ("memory", parts)):
        known = {label: figure for label, figure in figures.items() if _is_known(figure)}
        if known:
            blocks.append(_table(say(f"comparison.{caption}"), known, titles))
        else:
            blocks.append(n.Paragraph(say("comparison.neither")))
    equal = [label for label, f in (totals | parts).items() if f.first and not f.differs]
    if equal and len(equal) < len(totals | parts):
        blocks.append(n.Paragraph(say("comparison.equal", figures=joined(equal))))
    return [*blocks, *missing_blocks(beside.missing)]


def _is_known(figure: Figure) -> bool:
    return figure.first is not None or figure.second is not None


def _table(
    caption: n.Inlines, figures: dict[n.Inlines, Figure], titles: tuple[n.Inlines, n.Inlines]
) -> n.Table:
    columns = (
        n.Column(say("comparison.figure")),
        n.Column(titles[0], "number"),
        n.Column(titles[1], "number"),
        n.Column(say("comparison.factor"), "number"),
    )
    return n.Table(caption, columns, tuple(_row(label, f) for label, f in figures.items()))


def _row(label: n.Inlines, figure: Figure) -> n.Row:
    if any(figure.at_least) and figure.factor is None:
        factor = say("comparison.unknown")
    else:
        factor = factor_text(figure.factor) if figure.differs else say("comparison.same")
    first, second = figure.at_least
    return n.Row((label, _number(figure.first, first), _number(figure.second, second), factor))


def _number(value: int | None, at_least: bool) -> n.Inlines:
    return say("comparison.unknown") if value is None else number_or_bound(value, at_least)
