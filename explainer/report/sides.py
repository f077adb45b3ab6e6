"""What to see in the picture of a network, in one sentence that is true for it."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import shape_text


def sides_sentence(drawn: Sequence[d.Volume]) -> n.Inlines:
    """How height, width and channels change from the first volume to the last one that has them."""
    spatial = [volume.sizes for volume in drawn if len(volume.sizes) == 3]
    if len(spatial) < 2:
        return _from_to(drawn)
    first, last = spatial[0], spatial[-1]
    least = min(spatial, key=lambda sizes: sizes[0] * sizes[1])
    ends = {"first": _sides(first), "last": _sides(last)}
    if least[0] * least[1] < min(first[0] * first[1], last[0] * last[1]):
        return say("network.seen_valley", least=_sides(least), **ends)
    if last[0] * last[1] < first[0] * first[1] and last[2] > first[2]:
        return say("network.seen_shrinks", few=first[2], many=last[2], **ends)
    return _from_to(drawn)


def _from_to(drawn: Sequence[d.Volume]) -> n.Inlines:
    first, last = (shape_text(each.sizes, tokens=each.tokens) for each in (drawn[0], drawn[-1]))
    return say("network.seen", first=first, last=last)


def _sides(sizes: tuple[int, ...]) -> n.Inlines:
    return (n.Words(f"{sizes[0]}×{sizes[1]}"),)
