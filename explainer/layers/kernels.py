"""The laws of kernels that slide along one, two or three axes, and the mistakes made with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from explainer.layers.convolution import GROUPS_IGNORED, attach_biases, in_groups, in_one_group
from explainer.layers.counts import attach_activations, attach_parameters
from explainer.layers.layer import Layer
from explainer.layers.windows import attach_windows
from explainer.maths.substitution import Function, product_of


@dataclass(frozen=True)
class Sentences:
    """What is said in another way for each number of axes, about a mistake of that name.

    kernel_not_squared: empty for a kernel with a single side.
    """

    input_depth_forgotten: str
    depths_swapped: str
    im2col_forgotten: str
    kernel_not_squared: str = ""


def weights(taps, c_in, c_out, g=1):
    """Each of the c_out kernels has one weight for each of its taps (positions) and each input
    channel.
    """
    return taps * (c_in / g) * c_out


def macs(taps, c_in, c_out, places, g=1):
    """Every output value is a sum of products, one for each tap of the kernel and each input
    channel.
    """
    return taps * (c_in / g) * c_out * places


def im2col(taps, c_in, places):
    """For a matrix product every window is written out as a column, with one value for each tap
    and channel.
    """
    return taps * c_in * places


def weights_not_shared(weights, places):
    """A convolution shares its weights: every position uses the same kernels."""
    return weights * places


def im2col_forgotten(places, c_in):
    """The matrix is not what comes in again: each window is copied whole."""
    return places * c_in


def attach_kernels(layer: Layer, axes: tuple[str, ...], sentences: Sentences) -> None:
    """Give a convolution everything that follows from its axes, named by letter: ("H", "W")."""
    attach_windows(layer, axes)
    _attach_weights(layer, axes, sentences)
    attach_biases(layer)
    attach_parameters(layer)
    stored = attach_activations(layer)[len(axes) + 1]
    stored.mistake("depths_swapped", c_out="c_in", says=sentences.depths_swapped)
    _attach_products(layer, axes, sentences)


# The side of a kernel that is forgotten, by the number of its axes.
FORGOTTEN = {2: "k_w", 3: "k_d"}


def _attach_weights(layer: Layer, axes: tuple[str, ...], sentences: Sentences) -> None:
    taps = each("k_{}", axes)
    right = layer.formula(when=in_one_group, parts={"taps": taps})(weights)
    in_its_group = (
        "Each of the c_out kernels has one weight for each of its taps (positions) and each input "
        "channel of its group."
    )
    right.spelling(says=in_its_group, when=in_groups)
    # Where all channels are one group, its symbol stands in no mistake.
    right.mistake(
        "input_depth_forgotten",
        c_in=1,
        g=1,
        when=in_one_group,
        says=sentences.input_depth_forgotten,
    )
    if sentences.kernel_not_squared:
        flat: dict[str, Any] = {FORGOTTEN[len(axes)]: 1}
        right.mistake("kernel_not_squared", says=sentences.kernel_not_squared, **flat)
    right.mistake("groups_ignored", g=1, says=GROUPS_IGNORED)
    right.mistake_around(places=each("{}_out", axes))(weights_not_shared)
    right.mistake(
        "one_kernel_counted",
        c_out=1,
        g=1,
        when=in_one_group,
        seldom=True,
        says="Every output channel has a kernel of its own, so the weights of one kernel are "
        "multiplied by c_out.",
    )


def _attach_products(layer: Layer, axes: tuple[str, ...], sentences: Sentences) -> None:
    parts = {"taps": each("k_{}", axes), "places": each("{}_out", axes)}
    products = layer.formula(when=in_one_group, parts=parts)(macs)
    in_its_group = (
        "Every output value is a sum of products, one for each tap of the kernel and each input "
        "channel of its group."
    )
    products.spelling(says=in_its_group, when=in_groups)
    matrix = layer.formula(parts=parts, topic="sums")(im2col)
    read = each("{}_in", axes)
    matrix.mistake_around(says=sentences.im2col_forgotten, places=read)(im2col_forgotten)


def each(pattern: str, axes: tuple[str, ...]) -> Function:
    """The product of a symbol along each axis, such as k_h and k_w."""
    low = pattern.startswith("k")
    return product_of(*(pattern.format(axis.lower() if low else axis) for axis in axes))
