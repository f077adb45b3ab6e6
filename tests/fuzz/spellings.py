"""Right models as other libraries write them, and with what a file may say beside the layers."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

Tree = dict[str, Any]
# By our kinds, how torch and Keras call them; their settings may have our names all the same.
WRITTEN = {
    "conv1d": ("Conv1d", "nn.Conv1d", "Conv1D"),
    "conv2d": ("Conv2d", "nn.Conv2d", "torch.nn.Conv2d", "Conv2D"),
    "conv3d": ("Conv3d", "nn.Conv3d", "Conv3D"),
    "linear": ("Linear", "nn.Linear", "Dense"),
    "max_pool2d": ("MaxPool2d", "nn.MaxPool2d"),
    "avg_pool2d": ("AvgPool2d", "nn.AvgPool2d"),
    "relu": ("ReLU", "nn.ReLU"),
    "gelu": ("GELU", "nn.GELU"),
    "sigmoid": ("Sigmoid", "nn.Sigmoid"),
    "tanh": ("Tanh", "nn.Tanh"),
    "flatten": ("Flatten", "nn.Flatten"),
    "dropout": ("Dropout", "nn.Dropout"),
    "layer_norm": ("LayerNorm", "nn.LayerNorm"),
    "lstm": ("nn.LSTM",),
    "gru": ("nn.GRU",),
    "embedding": ("Embedding", "nn.Embedding"),
}
ACTIVATED = {"conv1d", "conv2d", "conv3d", "linear"}
ACTIVATIONS = ("relu", "sigmoid", "tanh", {"leaky_relu": 0.2}, None, "linear", "softmax")
DECLARES = {
    "conv1d": "in_channels",
    "conv2d": "in_channels",
    "conv3d": "in_channels",
    "linear": "in_features",
}


def entries_of(value: Any) -> Iterator[Tree]:
    """Every entry with settings, in blocks and repeats too; the list that holds it stays."""
    if isinstance(value, list):
        for part in value:
            if isinstance(part, dict) and len(part) == 1:
                yield part
            yield from entries_of(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from entries_of(part)


def spelled_otherwise(chance: Random, tree: Tree) -> None:
    """Some kinds as torch or Keras has them, some with an activation behind them."""
    for entry in list(entries_of([tree.get("layers"), tree.get("blocks")])):
        ((kind, settings),) = entry.items()
        if kind in ACTIVATED and isinstance(settings, dict) and chance.random() < 0.2:
            settings["activation"] = chance.choice(ACTIVATIONS)
        if isinstance(settings, dict) and kind in WRITTEN and chance.random() < 0.5:
            del entry[kind]
            entry[chance.choice(WRITTEN[kind])] = settings


def counted_otherwise(chance: Random, named: dict[str, Any]) -> None:
    """`counted:` at some layers."""
    for entry in named.values():
        if chance.random() < 0.3:
            (settings,) = entry.values()
            settings["counted"] = chance.random() < 0.5
