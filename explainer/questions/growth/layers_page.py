"""Which layers' parameters grow with the side or the width, and which do not."""

from __future__ import annotations

from explainer.network.case import Case
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import joined
from explainer.questions.growth.polynomials import (
    Growth,
    Growths,
    Variable,
    at_side,
    at_width,
    layers_by_degree,
)

MOST_NAMES = 6


def layers_blocks(variable: Variable, found: Growth, case: Case, growths: Growths) -> list[n.Block]:
    """A sentence for each power with which parameters of layers grow."""
    if variable == "batch":
        return []
    if variable == "image":
        by_degree = layers_by_degree(at_side(case), found)
    else:
        assert growths.widths is not None
        by_degree = layers_by_degree(at_width(case, growths.widths), found)
    if variable == "image" and set(by_degree) == {0}:
        return [n.Paragraph(say("growth.image_power_none"))]
    items = [
        _told(variable, degree, by_degree[degree]) for degree in sorted(by_degree, reverse=True)
    ]
    return [n.Listing(tuple(items))] if items else []


def _told(variable: Variable, degree: int, names: list[str]) -> n.Inlines:
    shown: list[n.Inlines] = [(n.User(name),) for name in names[:MOST_NAMES]]
    layers = joined(shown if len(names) <= MOST_NAMES else [*shown, say("growth.others")])
    return say(f"growth.{variable}_power_{degree}", count=len(names), layers=layers)
