"""How many rows of padding a layer has at each end, and whether torch copies its input for it."""

from __future__ import annotations

from explainer.layers.layer import AXES
from explainer.layers.padding import padded_by_side, rounds_up
from explainer.layers.setting_types import Sides
from explainer.network.node import Node


def ends(node: Node) -> tuple[tuple[int, int], ...]:
    """For each axis the padding before and after.

    `same` puts the odd row after the image, as torch and Keras do.
    """
    padding = node.settings["padding"]
    if isinstance(padding, Sides):
        return (padding.top, padding.bottom), (padding.left, padding.right)
    if padding == "same":
        letters = (axis.lower() for axis in AXES[len(node.inputs[0])][:-1])
        totals = [node.values[f"P_{letter}"] for letter in letters]
        return tuple((total // 2, total - total // 2) for total in totals)
    return tuple((each, each) for each in padding)


def is_even(node: Node) -> bool:
    """Whether both ends of every axis have the same padding: then torch's own setting does it."""
    return all(before == after for before, after in ends(node))


def pads_apart(node: Node) -> bool:
    """Whether a pool works on a padded copy, since torch's own pads both ends alike.

    By itself it pads at most half of the window, and may want an image as large as the window.
    Where sides of their own are rounded up, it would not look at all of them.
    """
    padding = node.settings.get("padding")
    if padding is None or isinstance(padding, tuple):
        return False
    if rounds_up(node.situation) and padded_by_side(node.situation):
        return True
    kernels = zip(ends(node), node.settings["kernel_size"], node.inputs[0], strict=False)
    return not is_even(node) or any(2 * before > k or k > size for (before, _), k, size in kernels)


def copies_input(node: Node) -> bool:
    """Whether a convolution works on a padded copy of its input, and not on the input itself.

    Torch's convolution pads with zeros only: anything else is a copy, even one of no rows.
    """
    return node.settings["padding_mode"] != "zeros" or not is_even(node)


def keeps_input(node: Node) -> bool:
    """Whether a convolution keeps its input for the backward pass, beside a copy or without."""
    return not copies_input(node) or node.settings["padding_mode"] in ("reflect", "replicate")
