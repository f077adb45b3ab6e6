"""The tensors that a kind learns, as torch lays them out: of the weights, then of the biases."""

from __future__ import annotations

from explainer.layers.traits import Built

Shapes = list[tuple[int, ...]]


def vectors(layer: Built) -> Shapes:
    """Weights and biases with a single axis."""
    return [(layer.values[part],) for part in ("weights", "biases") if layer.values.get(part)]


def matrix(layer: Built) -> Shapes:
    """A row of weights for each output feature."""
    out = layer.settings["out_features"]
    return [(out, layer.inputs[0][-1]), *_biases(layer, out)]


def table(layer: Built) -> Shapes:
    """A row of weights for each token."""
    return [(layer.settings["num_embeddings"], layer.settings["embedding_dim"])]


def factors(layer: Built) -> Shapes:
    """A factor for each channel, with an axis for each that torch has behind the channels."""
    return [(layer.inputs[0][-1], *(1 for _ in layer.inputs[0][1:]))]


def one_row(layer: Built) -> Shapes:
    """A value for each channel, with an axis for the batch and one for the positions."""
    return [(1, 1, layer.inputs[0][-1])]


def row_for_each_position(layer: Built) -> Shapes:
    """A value for each position and channel, with an axis for the batch."""
    return [(1, *layer.inputs[0])]


def projections(layer: Built) -> Shapes:
    """The matrices of queries, keys and values as one, that behind them, and their biases."""
    channels = layer.inputs[0][-1]
    matrices: Shapes = [(3 * channels, channels), (channels, channels)]
    return [*matrices, (3 * channels,), (channels,)] if layer.settings["bias"] else matrices


def kernels(layer: Built) -> Shapes:
    """A kernel for each output channel and each input channel of its group."""
    out, groups = layer.settings["out_channels"], layer.settings["groups"]
    window = layer.settings["kernel_size"]
    return [(out, layer.inputs[0][-1] // groups, *window), *_biases(layer, out)]


def flat_kernels(layer: Built) -> Shapes:
    """Kernels that lie in one channel each."""
    out = layer.inputs[0][-1] * layer.settings["depth_multiplier"]
    return [(out, 1, *layer.settings["kernel_size"]), *_biases(layer, out)]


def separable_kernels(layer: Built) -> Shapes:
    """The same, and kernels of 1×1 that mix what they make."""
    settings, out = layer.settings, layer.settings["out_channels"]
    between = layer.inputs[0][-1] * settings["depth_multiplier"]
    ones = (1 for _ in settings["kernel_size"])
    first = (between, 1, *settings["kernel_size"])
    return [first, (out, between, *ones), *_biases(layer, out)]


def transposed_kernels(layer: Built) -> Shapes:
    """The same with the two channels the other way round."""
    out, groups = layer.settings["out_channels"], layer.settings["groups"]
    window = layer.settings["kernel_size"]
    return [(layer.inputs[0][-1], out // groups, *window), *_biases(layer, out)]


def like_normalized_shape(layer: Built) -> Shapes:
    """Scales and shifts for each of the values that are normalised together."""
    shape = layer.settings["normalized_shape"]
    return [shape for part in ("weights", "biases") if layer.values.get(part)]


def _biases(layer: Built, out: int) -> Shapes:
    return [(out,)] if layer.settings["bias"] else []
