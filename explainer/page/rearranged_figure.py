"""What becomes of the values of a layer that only lays them otherwise, on a few of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from string import ascii_lowercase

from explainer.layers.layer import SEQUENCE, VOLUME, Shape
from explainer.layers.permute import order_of
from explainer.layers.traits import Does
from explainer.network.node import Node
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.sentences import Part, say
from explainer.page.wording import shape_text

# The few values, of two channels: six places in a row, or an image of two rows of three.
SMALL: Mapping[int, Shape] = {2: (6, 2), 3: (2, 3, 2)}
SHORT: Shape = (3, 2)
# A pixel shuffle with a larger factor, or more groups, would be too many values to follow.
LARGEST_FACTOR = 3
MOST_GROUPS = 6
# So many channels of a group are shown: the first ones and the last.
FEW = 3
DOTS = "…"

Labels = dict[tuple[int, ...], str]


def rearranged_blocks(node: Node) -> list[n.Block]:
    """The picture for a layer that gives the same values another order or shape; else nothing."""
    match node.layer.does:
        case Does.PERMUTES:
            return _permuted(node)
        case Does.FLATTENS | Does.RESHAPES:
            return _reshaped(node)
        case Does.RESIZES if "r" in node.values:
            return _in_blocks(node)
        case Does.SHUFFLES:
            return _shuffled(node)
    return []


def labels_of(shape: Shape) -> Labels:
    """A label for every place of a small tensor: its channel's letter, and the place's number."""
    found: Labels = {}
    places = product(*map(range, shape[:-1]))
    for number, place in enumerate(places, 1):
        for channel in range(shape[-1]):
            found[(*place, channel)] = f"{ascii_lowercase[channel]}{number}"
    return found


def permuted_labels(labels: Labels, order: Sequence[int]) -> Labels:
    """The same labels with their axes in another order, each the input's of that number."""
    return {tuple(place[axis] for axis in order): label for place, label in labels.items()}


def block_labels(labels: Labels, factor: int) -> Labels:
    """The pixels of so many channels as blocks of a single one."""
    return {
        (row * factor + channel // factor, column * factor + channel % factor, 0): label
        for (row, column, channel), label in labels.items()
    }


def _permuted(node: Node) -> list[n.Block]:
    rank = len(node.inputs[0])
    if rank not in (*SEQUENCE, *VOLUME):
        return []
    order = order_of(node.settings, rank)
    if order == tuple(range(rank)):
        return []
    labels = labels_of(SHORT if rank in SEQUENCE else SMALL[rank])
    return _figure(node, labels, permuted_labels(labels, order), "permutes")


def _reshaped(node: Node) -> list[n.Block]:
    """Places merged, or a row of them unfolded, with their channels; or all in one row."""
    given, made = node.inputs[0], node.output
    ranks = len(given), len(made)
    if ranks == (3, 1):
        labels = labels_of((2, 2, 2))
        row = sorted(labels, key=lambda place: (place[-1], place))
        return _figure(node, labels, {(i,): labels[p] for i, p in enumerate(row)}, "flattens")
    kept = given[-1] == made[-1]
    if kept and ranks in ((3, 2), (2, 3)) and min(*given[:-1], *made[:-1]) > 1:
        labels, after = labels_of(SMALL[ranks[0]]), labels_of(SMALL[ranks[1]])
        return _figure(node, labels, after, "merges" if ranks == (3, 2) else "unfolds")
    return []


def _in_blocks(node: Node) -> list[n.Block]:
    factor = node.values["r"]
    if not 1 < factor <= LARGEST_FACTOR:
        return []
    count = factor**2
    labels = labels_of((2, 2, count))
    first = frozenset(label for label in labels.values() if label[1:] == "1")
    return _figure(
        node, labels, block_labels(labels, factor), "blocks",
        across=factor, marked=first, side=factor, count=count,
    )  # fmt: skip


def _shuffled(node: Node) -> list[n.Block]:
    """The numbers of the channels, a row for each group, and the same read down the columns."""
    groups, channels = node.settings["groups"], node.output[-1]
    each = channels // groups
    if not 1 < groups <= MOST_GROUPS or each < 2:
        return []
    columns = _few(each)
    rows = [[_number(column, group, each) for column in columns] for group in range(groups)]
    before, after = tuple(map(tuple, rows)), tuple(zip(*rows, strict=True))
    drawing = d.Rearranged(
        before=(before,),
        after=(after,),
        across=(1, 1),
        marked=frozenset(before[0]) - {DOTS},
        given=say("rearranged.groups"),
        made=say("rearranged.shuffles"),
    )
    name = n.User(node.name)
    caption = say("rearranged.caption_channels", name=name)
    return [n.Figure(drawing, caption, say("rearranged.shuffled", name=name))]


def _few(count: int) -> list[int | None]:
    """The first numbers from 0 on and the last one; None for those that are left out."""
    if count <= FEW + 1:
        return list(range(count))
    return [*range(FEW - 1), None, count - 1]


def _number(column: int | None, group: int, each: int) -> str:
    return DOTS if column is None else f"{group * each + column + 1:,}"


def _figure(
    node: Node,
    before: Labels,
    after: Labels,
    key: str,
    *,
    across: int = 0,
    marked: frozenset[str] | None = None,
    **said: int,
) -> list[n.Block]:
    """The few values before and after; those of the first channel are marked if no others are."""
    sheets = _sheets(before), _sheets(after)
    first = frozenset(label for label in before.values() if label[0] == ascii_lowercase[0])
    drawing = d.Rearranged(
        before=sheets[0],
        after=sheets[1],
        across=(across or len(sheets[0]), len(sheets[1])),
        marked=first if marked is None else marked,
        given=say("rearranged.given", shape=shape_text(node.inputs[0])),
        made=say("rearranged.made", shape=shape_text(node.output)),
    )
    parts: dict[str, Part] = {"name": n.User(node.name), **said}
    caption = say("rearranged.caption", name=n.User(node.name))
    return [n.Figure(drawing, caption, say(f"rearranged.{key}", **parts))]


def _sheets(labels: Labels) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """An image as a sheet for each place along its last axis; what has two axes or one as one."""
    sizes = [max(place[axis] for place in labels) + 1 for axis in range(len(next(iter(labels))))]
    if len(sizes) == 1:
        return ((tuple(labels[(i,)] for i in range(prod(sizes))),),)
    rows, columns = sizes[:2]
    return tuple(
        tuple(tuple(labels[(i, j, *rest)] for j in range(columns)) for i in range(rows))
        for rest in product(*map(range, sizes[2:]))
    )
