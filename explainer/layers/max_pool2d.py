"""Max pooling over height and width: torch.nn.MaxPool2d."""

from __future__ import annotations

from explainer.layers.layer import VOLUME, Layer
from explainer.layers.libraries import keras
from explainer.layers.pooling import CEIL_MODE, OF_LARGEST, WINDOW, attach_pooling
from explainer.layers.setting_types import Axes
from explainer.layers.settings import Setting
from explainer.layers.traits import Chain, Does, Example, Module, OfWindow

max_pool2d = Layer(
    "max_pool2d",
    about="Takes the largest value of each window, channel by channel.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html",
    takes=VOLUME,
    does=Does.POOLS,
    of_window=OfWindow.LARGEST,
    backward=OF_LARGEST,
    module=Module("MaxPool2d"),
    elsewhere=(keras("MaxPooling2D", kernel_size=2), keras("MaxPool2D", kernel_size=2)),
    caffe=True,
    example=Example({"kernel_size": 2}),
    chain=Chain({"kernel_size": 2, "stride": 2, "padding": 0}, begins=3),
    varied=("kernel_size", "stride"),
    settings=(
        *WINDOW,
        Setting("dilation", Axes(2), (1, 1), ("d_h", "d_w"),
                about="The distance between neighbouring taps."),
        CEIL_MODE,
    ),
)  # fmt: skip
attach_pooling(max_pool2d)
