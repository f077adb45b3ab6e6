"""A pooling's window in two dimensions, on made-up numbers: which values it reads, what is left."""

from __future__ import annotations

from fractions import Fraction

from explainer.layers.traits import OfWindow
from explainer.network.node import Node
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.digits import rounded
from explainer.page.sentences import Part, say

# A larger piece of an image would be drawn too small to read its numbers.
LARGEST = 8
# Of one number alone nothing is chosen.
FEWEST = 2


def patch_blocks(node: Node) -> list[n.Block]:
    """The picture for a layer that makes one value of each small window; nothing for others."""
    makes = node.layer.of_window
    if makes is None or not {"k_h", "k_w", "s_h", "s_w"} <= set(node.values):
        return []
    sides = tuple(_side(node, axis) for axis in "HW")
    taps = tuple(tuple(_taps(node, axis)) for axis in "hw")
    reach = tuple(each[-1] + 1 for each in taps)
    if max(sides) > LARGEST or any(side < span for side, span in zip(sides, reach, strict=True)):
        return []
    numbers = tuple(
        tuple(_number(row, column) for column in range(sides[1])) for row in range(sides[0])
    )
    read = {(row, column): numbers[row][column] for row in taps[0] for column in taps[1]}
    if len(read) < FEWEST:
        return []
    whole, divisor = sum(read.values()), node.settings.get("divisor_override") or len(read)
    stride, does = (node.values["s_h"], node.values["s_w"]), say(f"patch.{makes.value}")
    said: dict[str, Part] = {"name": n.User(node.name), "taps": len(read)}
    if makes is OfWindow.LARGEST:
        value, chosen = str(max(read.values())), max(read, key=lambda place: read[place])
        drawing = d.Patch(numbers, taps, stride, value, does, chosen)
    else:
        value = _mean(whole, divisor)
        drawing = d.Patch(numbers, taps, stride, value, does)
        said |= {"sum": whole, "divisor": divisor}
    said["value"] = n.Words(value)
    caption = say("patch.caption", name=n.User(node.name))
    return [n.Figure(drawing, caption, say(f"patch.sentence_{makes.value}", **said))]


def _taps(node: Node, axis: str) -> range:
    """Where the first window reads along an axis."""
    dilation = node.values.get(f"d_{axis}", 1)
    return range(0, dilation * node.values[f"k_{axis}"], dilation)


def _side(node: Node, axis: str) -> int:
    """Pixels of the piece along an axis: two places of the window, or one where it has no more."""
    low = axis.lower()
    span = _taps(node, low)[-1] + 1
    both = span + node.values[f"s_{low}"]
    return both if both <= min(node.values[f"{axis}_in"], LARGEST) else span


def _number(row: int, column: int) -> int:
    """A number from 0 to 8 that looks like no pattern."""
    return (3 * row * row + 7 * column + 5 * row * column + 2) % 9


def _mean(whole: int, divisor: int) -> str:
    mean = Fraction(whole, divisor)
    return rounded(mean, 0 if mean.denominator == 1 else 2)
