"""Every position of a sequence looks at all of them: torch.nn.MultiheadAttention."""

from __future__ import annotations

from fractions import Fraction

from explainer.layers.attention_operations import operations
from explainer.layers.attention_widths import (
    KEY_DIM,
    VALUE_DIM,
    heads_divide_the_channels,
    widths_are_those_of_heads,
)
from explainer.layers.counts import attach_parameters, has_bias
from explainer.layers.layer import SEQUENCE, Layer
from explainer.layers.libraries import keras
from explainer.layers.setting_types import Count, Flag, Real
from explainer.layers.settings import Setting
from explainer.layers.tensor_law import TensorLaw
from explainer.layers.tensors import projections
from explainer.layers.traits import Backward, Does, Example, Module, without

multihead_attention = Layer(
    "multihead_attention",
    about="Lets every position gather what it needs from all positions, by several heads at once.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html",
    takes=SEQUENCE,
    does=Does.ATTENDS,
    backward=Backward(operations=operations),
    module=Module("SelfAttention", without("key_dim", "value_dim"), channels=True),
    caffe=False,
    tensors=projections,
    declares="embed_dim",
    elsewhere=(
        keras("MultiHeadAttention", row=("num_heads", "key_dim", "value_dim", "dropout", "bias")),
    ),
    example=Example({"num_heads": 2}),
    sample={"L_in": 197, "c_in": 768, "heads": 12, "L_out": 197, "c_out": 768},
    settings=(
        Setting("num_heads", Count(), symbols=("heads",),
                about="How many heads the channels are shared out to."),
        Setting("dropout", Real(Fraction(0), Fraction(1)), 0,
                about="The part of the shares that is set to 0 while training."),
        Setting("bias", Flag(), True, aliases=("use_bias",),
                about="Whether each projection adds biases."),
        KEY_DIM,
        VALUE_DIM,
    ),
    inner=(
        TensorLaw("queries", ("L_in", "c_in")),
        TensorLaw("keys", ("L_in", "c_in")),
        TensorLaw("values", ("L_in", "c_in")),
        TensorLaw("shares", ("heads", "L_in", "L_in")),
        TensorLaw("gathered", ("L_in", "c_in")),
    ),
)  # fmt: skip


@multihead_attention.formula()
def weights(c_in):
    """Queries, keys and values have a matrix each, and what the heads have gathered a fourth."""
    return 4 * c_in * c_in


@multihead_attention.mistake(instead_of=weights)
def weights_for_each_head(c_in, heads):
    """The heads share out the columns of the matrices: more heads are no more weights."""
    return heads * 4 * c_in * c_in


@multihead_attention.mistake(instead_of=weights)
def output_projection_forgotten(c_in):
    """Behind the heads stands a fourth matrix, which mixes what they have gathered."""
    return 3 * c_in * c_in


@multihead_attention.formula(when=has_bias)
def biases(c_in):
    """Each of the four projections has a bias for each channel."""
    return 4 * c_in


attach_parameters(multihead_attention)


@multihead_attention.formula(topic="sums")
def activations(L_in, c_in, heads):
    """Queries, keys, values, what was gathered, the output, and heads · L · L shares are stored.
    The softmax makes shares of the scores; only the shares are counted.
    """
    return 5 * L_in * c_in + heads * L_in * L_in


activations.mistake(
    "one_head_of_scores_counted",
    heads=1,
    says="Every head has shares of its own: one for each pair of positions.",
)


@multihead_attention.mistake(instead_of=activations)
def one_score_for_each_position(L_in, c_in, heads):
    """Each position has a share for every position: the shares grow with the square of the
    length.
    """
    return 5 * L_in * c_in + heads * L_in


@multihead_attention.mistake(instead_of=activations)
def scores_not_stored(L_in, c_in):
    """Between the projections stand the shares: one for each head and each pair of positions."""
    return 5 * L_in * c_in


@multihead_attention.formula()
def macs(L_in, c_in):
    """Four matrices meet each position; scores and gathering take c_in products for each pair."""
    return 4 * L_in * c_in * c_in + 2 * L_in * L_in * c_in


@multihead_attention.mistake(instead_of=macs)
def products_among_positions_forgotten(L_in, c_in):
    """The positions are multiplied with each other too: for the scores, and with the shares."""
    return 4 * L_in * c_in * c_in


multihead_attention.check(heads_divide_the_channels)
multihead_attention.check(widths_are_those_of_heads)
