"""From the textbook's total to PyTorch's peak, difference by difference, as a table."""

from __future__ import annotations

from explainer.memory.bridge import Bridge, Difference
from explainer.page import nodes as n
from explainer.page.kept_text import sort_text
from explainer.page.sentences import say
from explainer.page.wording import joined

# More layers than these are counted and not named.
NAMED = 3


def bridge_blocks(bridge: Bridge, caption: n.Inlines, *, bound: bool = False) -> list[n.Block]:
    """The table, from one total to the other; a word where they are the same.

    bound: whether PyTorch's is a lower bound.
    """
    title = n.Heading(4, say("bridge.goal"))
    if not bridge.differences:
        return [title, n.Paragraph(say("bridge.none"))]
    columns = (n.Column(say("bridge.why")), n.Column(say("training.bytes"), "number"))
    rows = (
        n.Row((say("bridge.start"), (n.Num(bridge.textbook),))),
        *(n.Row((_label(each), _signed(each.bytes))) for each in bridge.differences),
    )
    reached = n.Row((say("missing.end" if bound else "bridge.end"), (n.Num(bridge.reached),)))
    return [
        title,
        n.Paragraph(say("bridge.intro")),
        n.Table(caption, columns, rows, (reached,)),
    ]


def _label(difference: Difference) -> n.Inlines:
    """Why, and in which layers: some by name, many by number."""
    if difference.why.startswith("kept."):
        return sort_text(difference.why.removeprefix("kept."))
    layers = difference.layers
    if not layers:
        return say(f"bridge.{difference.why}")
    whose = joined([(n.User(name),) for name in layers])
    if len(layers) > NAMED:
        whose = say("bridge.layers", count=len(layers))
    return say(f"bridge.{difference.why}", whose=whose)


def _signed(size: int) -> n.Inlines:
    return (n.Words("+ " if size > 0 else "− "), n.Num(abs(size)))
