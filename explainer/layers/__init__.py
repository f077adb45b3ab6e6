"""Every kind of layer that a model file may use, in teaching order."""

from __future__ import annotations

from explainer.layers.adaptive_avg_pool2d import adaptive_avg_pool2d
from explainer.layers.adaptive_max_pool2d import adaptive_max_pool2d
from explainer.layers.add import add
from explainer.layers.avg_pool2d import avg_pool2d
from explainer.layers.batch_norm2d import batch_norm2d
from explainer.layers.completeness import complete
from explainer.layers.concat import concat
from explainer.layers.conv1d import conv1d
from explainer.layers.conv2d import conv2d
from explainer.layers.conv3d import conv3d
from explainer.layers.conv_transpose2d import conv_transpose2d
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
from explainer.layers.layer import Layer
from explainer.layers.layer_norm import layer_norm
from explainer.layers.leaky_relu import leaky_relu
from explainer.layers.linear import linear
from explainer.layers.local_response_norm import local_response_norm
from explainer.layers.lstm import lstm
from explainer.layers.max_pool2d import max_pool2d
from explainer.layers.multiply import multiply
from explainer.layers.prelu import prelu
from explainer.layers.relu import relu
from explainer.layers.relu6 import relu6
from explainer.layers.rnn import rnn
from explainer.layers.sigmoid import sigmoid
from explainer.layers.silu import silu
from explainer.layers.softmax import softmax
from explainer.layers.tanh import tanh
from explainer.layers.upsample import upsample
from explainer.layers.zero_pad2d import zero_pad2d

__all__ = ["LAYERS", "Layer"]

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
    zero_pad2d,
    # Branches.
    add,
    multiply,
    concat,
    # Back to a larger image.
    conv_transpose2d,
    upsample,
    # Along one axis, and along three.
    conv1d,
    conv3d,
    # Words.
    embedding,
    rnn,
    lstm,
    gru,
    # Other norms.
    layer_norm,
    group_norm,
    local_response_norm,
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
)

LAYERS: dict[str, Layer] = {layer.kind: complete(layer) for layer in IN_TEACHING_ORDER}
