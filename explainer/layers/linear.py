"""A dense (fully connected) layer: torch.nn.Linear."""

from __future__ import annotations

from explainer.layers.counts import (
    attach_activations,
    attach_parameters,
    has_axes,
    has_bias,
    has_places,
)
from explainer.layers.dense_positions import (
    ALONG,
    MACS_OF_ALL_POSITIONS,
    POSITIONS_GIVEN_WEIGHTS,
    TAKES,
    class_name,
    takes,
)
from explainer.layers.layer import Layer
from explainer.layers.libraries import keras
from explainer.layers.setting_types import Count, Flag
from explainer.layers.settings import Setting
from explainer.layers.tensors import matrix
from explainer.layers.traits import Backward, Chain, Does, Example, Module, Saved, without

linear = Layer(
    "linear",
    about="Connects every input feature with every output feature.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html",
    takes=TAKES,
    takes_with=takes,
    does=Does.CONNECTS,
    backward=Backward(Saved.INPUT),
    module=Module(class_name, without("along"), channels=True),
    declares="in_features",
    elsewhere=(keras("Dense"),),
    caffe=True,
    tensors=matrix,
    example=Example({"out_features": 10}, axes=1),
    chain=Chain({"out_features": 10}, begins=5),
    varied=("out_features",),
    settings=(
        Setting("out_features", Count(), symbols=("n_out",), aliases=("units",),
                about="The number of output features."),
        Setting("bias", Flag(), True, aliases=("use_bias",),
                about="Whether each output adds a bias."),
        ALONG,
    ),
)  # fmt: skip


@linear.formula(topic="sizes", when=has_places)
def c_out(n_out):
    """At every position the outputs of the layer become the channels."""
    return n_out


@linear.formula(when=has_axes(1))
def weights(n_in, n_out):
    """Each of the n_out outputs has one weight per input feature."""
    return n_in * n_out


weights.mistake(
    "flatten_before_last_pool",
    n_in="n_before_pool",
    when=has_axes(1),
    says="The last pooling comes before the flattening: the dense layer sees the smaller volume.",
)
weights.mistake(
    "flatten_forgotten",
    n_in="c_flattened",
    when=has_axes(1),
    says="Every position of every channel is a feature, "
    "so the input is the whole flattened volume.",
)


@linear.formula(name="weights", when=has_places)
def weights_of_each_position(c_in, n_out):
    """Each of the n_out outputs has one weight per input channel, the same at all positions."""
    return c_in * n_out


for axes, wrong in POSITIONS_GIVEN_WEIGHTS.items():
    linear.mistake(
        instead_of=weights_of_each_position, name="positions_given_weights", when=has_axes(axes)
    )(wrong)


@linear.formula(when=has_bias)
def biases(n_out):
    """Each output has one bias."""
    return n_out


biases.mistake(
    "one_bias_for_the_layer", n_out=1, when=has_bias, says="Every output has a bias of its own."
)
attach_parameters(linear)
attach_activations(linear)


@linear.formula(when=has_axes(1))
def macs(n_in, n_out):
    """Every output is a sum of one product per input feature."""
    return n_in * n_out


for axes, of_all in MACS_OF_ALL_POSITIONS.items():
    linear.formula(name="macs", when=has_axes(axes))(of_all)
