"""What autograd keeps, in words: the sorts that are there, and no others."""

from __future__ import annotations

from collections.abc import Collection

from explainer.memory.framework.saved import Saved
from explainer.memory.framework.simulation import Peak
from explainer.network.loss import NO_LOSS
from explainer.page import nodes as n
from explainer.page.sentences import knows, say
from explainer.page.wording import joined


def sort_text(what: str) -> n.Inlines:
    """What a storage holds."""
    key = f"kept.{what}"
    return say(key) if knows(key) else (n.Code(what),)


def input_text(loss: str) -> n.Inlines:
    """What the caller holds: the images, and labels where there is a loss that reads them."""
    return say("accounts.images" if loss == NO_LOSS else "framework.part_input")


def held_text(peak: Peak, loss: str) -> n.Inlines:
    """What is there before a step begins and after it ends, and is not kept for it."""
    held = [
        say(f"framework.part_{part}") for part in ("parameters", "buffers") if getattr(peak, part)
    ]
    return joined([*held, input_text(loss)])


def sorts_beside(counted: Collection[str], saved: Saved) -> n.Inlines:
    """The sorts of this network that aren't counted already, in the order in which they are made.

    counted: `OUTPUT` alone, or all that the textbook counts, `VALUES`.
    """
    sorts = dict.fromkeys(each.what for each in saved.storages if each.what not in counted)
    return joined([sort_text(what) for what in sorts])
