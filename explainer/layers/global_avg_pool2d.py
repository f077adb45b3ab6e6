"""The average of each whole channel: GlobalAveragePooling2D in Keras."""

from __future__ import annotations

from explainer.layers.counts import attach_activations, every_value
from explainer.layers.layer import VOLUME, Keeps, Layer, Situation
from explainer.layers.libraries import keras
from explainer.layers.pooling import nothing_to_learn
from explainer.layers.setting_types import Flag
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Chain, Does, Module, Saved


def keeps_dims(situation: Situation) -> bool:
    """Whether the output stays a volume, 1 high and 1 wide."""
    return bool(situation.settings["keepdims"])


def gives_features(situation: Situation) -> bool:
    """Whether the output is a row of features."""
    return not keeps_dims(situation)


def is_single_pixel(situation: Situation) -> bool:
    """Whether the image has one place only, so that there is nothing to average."""
    return situation.inputs[0][:2] == (1, 1)


global_avg_pool2d = Layer(
    "global_avg_pool2d",
    about="Takes the average of each channel over the whole image.",
    reference="https://keras.io/api/layers/pooling_layers/global_average_pooling2d/",
    takes=VOLUME,
    does=Does.POOLS,
    backward=Backward(Saved.NOTHING),
    module=Module("GlobalAvgPool2d"),
    elsewhere=(keras("GlobalAveragePooling2D"), keras("GlobalAvgPool2D")),
    caffe=True,
    chain=Chain(),
    settings=(
        Setting("keepdims", Flag(), False, about="Whether the output stays a volume of 1×1."),
    ),
    gives=lambda s: 3 if keeps_dims(s) else 1,
    keeps=lambda s: Keeps.NOTHING if is_single_pixel(s) else Keeps.NEW,
)


@global_avg_pool2d.formula(when=gives_features)
def n_out(c_in):
    """Each channel gives one feature, its average."""
    return c_in


global_avg_pool2d.mistake(
    instead_of=n_out,
    name="average_not_taken",
    when=gives_features,
    says="A single average is left of each channel, however large the image was.",
)(every_value(3, "in"))


@global_avg_pool2d.formula(when=keeps_dims)
def H_out():
    """The whole height is one window."""
    return 1


@global_avg_pool2d.formula(when=keeps_dims)
def W_out():
    """The whole width is one window."""
    return 1


weights = global_avg_pool2d.formula(name="weights")(nothing_to_learn)


@global_avg_pool2d.mistake(instead_of=weights)
def pooling_given_weights(H_in, W_in, c_in):
    """The window is the whole image: it has a size but no weights."""
    return H_in * W_in * c_in


attach_activations(global_avg_pool2d)


@global_avg_pool2d.formula(when=is_single_pixel)
def activations():
    """The image is a single pixel already, so nothing new is stored."""
    return 0
