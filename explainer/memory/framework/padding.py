"""How many rows of padding a layer has at each end, and whether torch copies its input for it."""

from __future__ import annotations

from explainer.layers.layer import AXES
from explainer.layers.padding import ends_of, padded_by_side, rounds_up
from explainer.layers.traits import Does
from explainer.network.node import Node


def ends(node: Node) -> tuple[tuple[int, int], ...]:
    """For each axis the padding before and after.

    `same` puts the odd row after the image, as torch and Keras do; of what a transposed
    convolution writes it cuts the odd one off there.
    """
    padding = node.settings["padding"]
    if padding == "same" and node.layer.does is Does.TRANSPOSES:
        return tuple((cut // 2, cut - cut // 2) for cut in (max(each, 0) for each in _beyond(node)))
    if padding == "same":
        letters = (axis.lower() for axis in AXES[len(node.inputs[0])][:-1])
        totals = [node.values[f"P_{letter}"] for letter in letters]
        return tuple((total // 2, total - total // 2) for total in totals)
    return ends_of(padding)


def added(node: Node) -> tuple[int, ...]:
    """How many rows a transposed convolution adds at the far end of each axis, `same` or told."""
    if node.settings["padding"] == "same":
        return tuple(max(-each, 0) for each in _beyond(node))
    told: tuple[int, ...] = node.settings["output_padding"]
    return told


def _beyond(node: Node) -> tuple[int, ...]:
    """How much further than `same` wants the windows of a transposed convolution reach."""
    values, letters = node.values, [axis.lower() for axis in AXES[len(node.inputs[0])][:-1]]
    return tuple(values[f"d_{x}"] * (values[f"k_{x}"] - 1) + 1 - values[f"s_{x}"] for x in letters)


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


def padding_mode(node: Node) -> str:
    """What its padding holds; zeros where its kind has no other."""
    mode: str = node.settings.get("padding_mode", "zeros")
    return mode


def copies_input(node: Node) -> bool:
    """Whether a convolution works on a padded copy of its input, and not on the input itself.

    Torch's convolution pads with zeros only: anything else is a copy, even one of no rows.
    """
    return padding_mode(node) != "zeros" or not is_even(node)


def keeps_input(node: Node) -> bool:
    """Whether a convolution keeps its input for the backward pass, beside a copy or without."""
    return not copies_input(node) or padding_mode(node) in ("reflect", "replicate")
