"""The laws of kernels that see one channel each, and the mistakes made with them."""

from __future__ import annotations

from explainer.layers.kernels import each, im2col, im2col_forgotten
from explainer.layers.layer import Layer, Situation
from explainer.layers.setting_types import Count
from explainer.layers.settings import Setting

AXES, SIDES = ("h", "w"), ("H", "W")
DEPTH_MULTIPLIER = Setting(
    "depth_multiplier", Count(), 1, ("m",), about="How many kernels each channel has to itself."
)
MULTIPLIER_FORGOTTEN = (
    "Each channel has m kernels to itself, and each of them makes a channel of its own."
)
KERNEL_NOT_SQUARED = "A kernel has two sides: the number of its taps is height times width."
IM2COL_FORGOTTEN = (
    "The matrix is no copy of the image: each window is written out in full, so a value that "
    "several windows read is there several times."
)


def multiplies(situation: Situation) -> bool:
    """Whether a channel has several kernels to itself."""
    return bool(situation.settings["depth_multiplier"] > 1)


def one_for_one(situation: Situation) -> bool:
    """Whether it has a single one."""
    return not multiplies(situation)


def channel_for_channel(c_in):
    """Each channel has one kernel to itself, which makes one channel."""
    return c_in


def several_for_each(c_in, m):
    """Each channel has m kernels to itself, and each of them makes a channel."""
    return c_in * m


def weights_through_all_channels(k_h, k_w, c_in, c_out):
    """A kernel with a window sees one channel only, not all of them as in other convolutions."""
    return k_h * k_w * c_in * c_out


def products_through_all_channels(k_h, k_w, c_in, c_out, H_out, W_out):
    """A kernel with a window sees one channel only, so its products are of that channel alone."""
    return k_h * k_w * c_in * c_out * H_out * W_out


def attach_matrix(layer: Layer) -> None:
    """Give it the matrix of the windows of kernels that see one channel each."""
    parts = {"taps": each("k_{}", SIDES), "places": each("{}_out", SIDES)}
    matrix = layer.formula(parts=parts, topic="sums")(im2col)
    matrix.mistake_around(says=IM2COL_FORGOTTEN, places=each("{}_in", SIDES))(im2col_forgotten)
