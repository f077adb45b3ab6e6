"""Every kind of layer that a model file may use, in teaching order."""

from __future__ import annotations

from explainer.layers.add import add
from explainer.layers.batch_norm2d import batch_norm2d
from explainer.layers.concat import concat
from explainer.layers.conv2d import conv2d
from explainer.layers.flatten import flatten
from explainer.layers.layer import Layer
from explainer.layers.linear import linear
from explainer.layers.max_pool2d import max_pool2d
from explainer.layers.relu import relu

__all__ = ["LAYERS", "Layer"]

LAYERS: dict[str, Layer] = {
    layer.kind: layer
    for layer in (conv2d, max_pool2d, linear, batch_norm2d, relu, flatten, add, concat)
}
