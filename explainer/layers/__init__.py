"""Every kind of layer that a model file may use, in teaching order."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from explainer.layers.adaptive_avg_pool1d import adaptive_avg_pool1d
from explainer.layers.adaptive_avg_pool2d import adaptive_avg_pool2d
from explainer.layers.adaptive_avg_pool3d import adaptive_avg_pool3d
from explainer.layers.adaptive_max_pool1d import adaptive_max_pool1d
from explainer.layers.adaptive_max_pool2d import adaptive_max_pool2d
from explainer.layers.adaptive_max_pool3d import adaptive_max_pool3d
from explainer.layers.add import add
from explainer.layers.avg_pool1d import avg_pool1d
from explainer.layers.avg_pool2d import avg_pool2d
from explainer.layers.avg_pool3d import avg_pool3d
from explainer.layers.batch_norm1d import batch_norm1d
from explainer.layers.batch_norm2d import batch_norm2d
from explainer.layers.batch_norm3d import batch_norm3d
from explainer.layers.channel_shuffle import channel_shuffle
from explainer.layers.chunk import chunk
from explainer.layers.class_token import class_token
from explainer.layers.completeness import complete
from explainer.layers.concat import concat
from explainer.layers.conv1d import conv1d
from explainer.layers.conv2d import conv2d
from explainer.layers.conv3d import conv3d
from explainer.layers.conv_transpose1d import conv_transpose1d
from explainer.layers.conv_transpose2d import conv_transpose2d
from explainer.layers.conv_transpose3d import conv_transpose3d
from explainer.layers.crop2d import crop2d
from explainer.layers.depthwise_conv2d import depthwise_conv2d
from explainer.layers.divide import divide
from explainer.layers.dropout import dropout
from explainer.layers.elu import elu
from explainer.layers.embedding import embedding
from explainer.layers.flatten import flatten
from explainer.layers.gelu import gelu
from explainer.layers.global_avg_pool2d import global_avg_pool2d
from explainer.layers.group_norm import group_norm
from explainer.layers.gru import gru
from explainer.layers.hardsigmoid import hardsigmoid
from explainer.layers.hardswish import hardswish
from explainer.layers.identity import identity
from explainer.layers.instance_norm2d import instance_norm2d
from explainer.layers.layer import Layer
from explainer.layers.layer_norm import layer_norm
from explainer.layers.layer_scale import layer_scale
from explainer.layers.leaky_relu import leaky_relu
from explainer.layers.linear import linear
from explainer.layers.local_response_norm import local_response_norm
from explainer.layers.log_softmax import log_softmax
from explainer.layers.lstm import lstm
from explainer.layers.matmul import matmul
from explainer.layers.max_pool1d import max_pool1d
from explainer.layers.max_pool2d import max_pool2d
from explainer.layers.max_pool3d import max_pool3d
from explainer.layers.mean import mean
from explainer.layers.mish import mish
from explainer.layers.multihead_attention import multihead_attention
from explainer.layers.multiply import multiply
from explainer.layers.pad import pad
from explainer.layers.permute import permute
from explainer.layers.pixel_shuffle import pixel_shuffle
from explainer.layers.position_embedding import position_embedding
from explainer.layers.prelu import prelu
from explainer.layers.relu import relu
from explainer.layers.relu6 import relu6
from explainer.layers.reshape import reshape
from explainer.layers.rms_norm import rms_norm
from explainer.layers.rnn import rnn
from explainer.layers.scale import scale
from explainer.layers.separable_conv2d import separable_conv2d
from explainer.layers.shift import shift
from explainer.layers.sigmoid import sigmoid
from explainer.layers.silu import silu
from explainer.layers.slice import slice_
from explainer.layers.softmax import softmax
from explainer.layers.softplus import softplus
from explainer.layers.spellings import Spelling, spellings_of
from explainer.layers.split import split
from explainer.layers.squeeze import squeeze
from explainer.layers.stochastic_depth import stochastic_depth
from explainer.layers.subtract import subtract
from explainer.layers.sum import sum_
from explainer.layers.tanh import tanh
from explainer.layers.upsample import upsample
from explainer.layers.zero_pad2d import zero_pad2d

__all__ = ["LAYERS", "Layer", "spellings"]

IN_TEACHING_ORDER: tuple[Layer, ...] = (
    # What a first network is made of.
    conv2d,
    max_pool2d,
    avg_pool2d,
    flatten,
    linear,
    relu,
    softmax,
    dropout,
    # Deeper networks.
    batch_norm2d,
    adaptive_avg_pool2d,
    adaptive_max_pool2d,
    global_avg_pool2d,
    depthwise_conv2d,
    separable_conv2d,
    zero_pad2d,
    pad,
    crop2d,
    # Branches.
    add,
    subtract,
    multiply,
    divide,
    concat,
    matmul,
    # The same values in another shape, and parts of them.
    reshape,
    permute,
    squeeze,
    slice_,
    split,
    chunk,
    mean,
    sum_,
    channel_shuffle,
    identity,
    # Back to a larger image.
    conv_transpose2d,
    upsample,
    pixel_shuffle,
    # Along one axis, and along three.
    conv1d,
    conv3d,
    conv_transpose1d,
    conv_transpose3d,
    max_pool1d,
    max_pool3d,
    avg_pool1d,
    avg_pool3d,
    adaptive_avg_pool1d,
    adaptive_avg_pool3d,
    adaptive_max_pool1d,
    adaptive_max_pool3d,
    batch_norm1d,
    batch_norm3d,
    # Words.
    embedding,
    rnn,
    lstm,
    gru,
    # Transformers.
    class_token,
    position_embedding,
    multihead_attention,
    # Other norms.
    layer_norm,
    rms_norm,
    group_norm,
    instance_norm2d,
    local_response_norm,
    # What residual branches of newer networks have.
    layer_scale,
    scale,
    shift,
    stochastic_depth,
    # Other activation functions.
    relu6,
    leaky_relu,
    prelu,
    elu,
    gelu,
    silu,
    sigmoid,
    tanh,
    hardswish,
    hardsigmoid,
    mish,
    softplus,
    log_softmax,
)

LAYERS: dict[str, Layer] = {layer.kind: complete(layer) for layer in IN_TEACHING_ORDER}


@cache
def spellings() -> Mapping[str, Spelling]:
    """What every name means by which a kind may be written."""
    return spellings_of(LAYERS.values())
