"""What PyTorch keeps and is not derived, in words: whose it is, and what totals are for it."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.memory.framework.missing import Missing
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import joined


def missing_blocks(missing: Sequence[Missing]) -> list[n.Block]:
    """A warning for each reason, with its layers; nothing where all is derived."""
    reasons: dict[str, list[n.Inlines]] = {}
    for each in missing:
        reasons.setdefault(each.why, []).append((n.User(each.layer),))
    return [
        n.Paragraph(say(f"missing.{why}", layers=joined(layers)), "warning")
        for why, layers in reasons.items()
    ]


def number_or_bound(value: int, at_least: bool) -> n.Inlines:
    """A number in a table; where something of it is not derived, that it is a lower bound."""
    return say("missing.bound", value=value) if at_least else (n.Num(value),)
