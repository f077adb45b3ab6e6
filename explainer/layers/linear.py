"""A dense (fully connected) layer: torch.nn.Linear."""

from __future__ import annotations

from explainer.layers.counts import attach_activations, attach_parameters, has_bias
from explainer.layers.layer import FEATURES, Layer
from explainer.layers.setting_types import Count, Flag
from explainer.layers.settings import Setting
from explainer.layers.tensors import matrix
from explainer.layers.traits import Backward, Chain, Does, Example, Module, Saved

linear = Layer(
    "linear",
    about="Connects every input feature with every output feature.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html",
    takes=FEATURES,
    does=Does.CONNECTS,
    backward=Backward(Saved.INPUT),
    module=Module("Linear", channels=True),
    caffe=True,
    tensors=matrix,
    example=Example({"out_features": 10}),
    chain=Chain({"out_features": 10}, begins=5),
    varied=("out_features",),
    settings=(
        Setting("out_features", Count(), symbols=("n_out",), aliases=("units",),
                about="The number of output features."),
        Setting("bias", Flag(), True, aliases=("use_bias",),
                about="Whether each output adds a bias."),
    ),
)  # fmt: skip


@linear.formula()
def weights(n_in, n_out):
    """Each of the n_out outputs has one weight per input feature."""
    return n_in * n_out


weights.mistake(
    "flatten_before_last_pool",
    n_in="n_before_pool",
    says="The last pooling comes before the flattening: the dense layer sees the smaller volume.",
)
weights.mistake(
    "flatten_forgotten",
    n_in="c_flattened",
    says="Every position of every channel is a feature, "
    "so the input is the whole flattened volume.",
)


@linear.formula(when=has_bias)
def biases(n_out):
    """Each output has one bias."""
    return n_out


biases.mistake(
    "one_bias_for_the_layer", n_out=1, when=has_bias, says="Every output has a bias of its own."
)
attach_parameters(linear)
attach_activations(linear)


@linear.formula()
def macs(n_in, n_out):
    """Every output is a sum of one product per input feature."""
    return n_in * n_out
