"""Zeros around the image as a layer of its own: torch.nn.ZeroPad2d."""

from __future__ import annotations

from explainer.layers.around import attach_padded
from explainer.layers.counts import attach_activations
from explainer.layers.layer import VOLUME, Layer
from explainer.layers.libraries import keras
from explainer.layers.setting_types import Padding
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Does, Example, Module, Saved, without

zero_pad2d = Layer(
    "zero_pad2d",
    about="Puts zeros around the image.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.ZeroPad2d.html",
    takes=VOLUME,
    does=Does.PADS,
    backward=Backward(Saved.NOTHING),
    module=Module("ZeroPad2d", without("padding")),
    elsewhere=(keras("ZeroPadding2D", padding=1),),
    caffe=False,
    example=Example({"padding": 1}),
    settings=(
        Setting("padding", Padding(2, words=()), symbols=("p_h", "p_w"),
                about="How many rows and columns of zeros stand around the image, on each side."),
    ),
)  # fmt: skip


def padded(size, P):
    """Zeros are added on both sides."""
    return size + P


attach_padded(
    zero_pad2d, padded, "Zeros are added on both sides, on each side as many as the setting says."
)
attach_activations(zero_pad2d)
