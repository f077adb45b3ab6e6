"""Average pooling over height and width: torch.nn.AvgPool2d."""

from __future__ import annotations

from explainer.layers.layer import VOLUME, Layer
from explainer.layers.libraries import keras
from explainer.layers.pooling import CEIL_MODE, WINDOW, attach_pooling
from explainer.layers.setting_types import Count, Flag, Optional
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Chain, Does, Example, Module, OfWindow, Saved

avg_pool2d = Layer(
    "avg_pool2d",
    about="Takes the average of each window, channel by channel.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html",
    takes=VOLUME,
    does=Does.POOLS,
    of_window=OfWindow.MEAN,
    backward=Backward(Saved.INPUT),
    module=Module("AvgPool2d"),
    elsewhere=(keras("AveragePooling2D", kernel_size=2), keras("AvgPool2D", kernel_size=2)),
    caffe=True,
    example=Example({"kernel_size": 2}),
    chain=Chain({"kernel_size": 2, "stride": 2, "padding": 0}),
    varied=("kernel_size", "stride"),
    settings=(
        *WINDOW,
        CEIL_MODE,
        Setting("count_include_pad", Flag(), True,
                about="Whether the zeros of the padding count in the average; it changes no size."),
        Setting("divisor_override", Optional(Count()), None,
                about="What a window's sum is divided by, in place of the number of its values."),
    ),
)  # fmt: skip
attach_pooling(avg_pool2d)
