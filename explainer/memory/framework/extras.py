"""What a layer makes beside its values, in bytes for the batch, where its rule is code.

What a kind declares by itself stands in its own file, under explainer/layers/.

The names that these formulas take, beside those of the layer: values_in and values_out,
for one image; places_in, the positions of the input; b, the bytes of a value; batch.
Measured in float64, float32, bfloat16 and float16: statistics have the type of the values.
"""

from __future__ import annotations

from explainer.layers.beside import tensor_beside


def mask_of_values(values_out, b, batch=1):
    """Dropout keeps a factor for every value: 0, or what the rest is scaled by."""
    return values_out * b * batch


def truth_of_values(values_out, batch=1):
    """Dropout keeps for every value whether it stays: on CUDA one byte each."""
    return values_out * batch


def padded_squares(places_in, channels_in, neighbours, b, batch=1):
    """The squares, with channels of zeros around them, so that every sum has all its neighbours."""
    return (channels_in + neighbours - 1) * places_in * b * batch


def map_of_inputs(values_in, b, batch=1):
    """One value for each value of the input."""
    return values_in * b * batch


def copy_of_values(values, b, batch=1):
    """Autocast copies the values into the type that the layer computes in."""
    return values * b * batch


def once_for_each_image(channels_in, b, batch=1):
    """A value of each channel is there once for each <image|example>."""
    return channels_in * b * batch


def once_for_each_channel(channels_in, b):
    """Each channel has one value."""
    return channels_in * b


def copy_in_float32(values, b, batch=1):
    """The layer computes in float32, so values of a smaller type are copied into it first."""
    return values * b * batch


def copy_of_parameters(values, b):
    """Autocast copies parameters into the type that the layer computes in."""
    return values * b


def copy_with_padding(values_padded, b, batch=1):
    """The input is copied into a larger tensor that has room for the padding."""
    return values_padded * b * batch


def map_of_classes(values_out, b, batch=1):
    """The loss keeps the logarithm of every probability."""
    return values_out * b * batch


def weight_of_rows(b):
    """The loss keeps one value: the weights of all rows, added up."""
    return b


def one_value(b):
    """A single value stands for all of them."""
    return b


def states_of_all(c_out, layers, b, batch=1):
    """Each layer has a state for each direction; they lie in one tensor."""
    return layers * c_out * b * batch


def zeros_for_biases(values, b):
    """Where a layer has no biases oneDNN is given zeros, as many as there are weights."""
    return values * b


def state_of_one(h, b, batch=1):
    """One layer has a last state in each direction, which is a tensor of its own."""
    return h * b * batch


MASK = tensor_beside("mask", mask_of_values)
TRUTH = tensor_beside("mask", truth_of_values)
SCALAR = tensor_beside("mask", one_value)
PADDED_SQUARES = tensor_beside("padded_squares", padded_squares)
SQUARES = tensor_beside("squares", map_of_inputs)
SCALED_SUMS = tensor_beside("scaled_sums", map_of_inputs)
POWERS = tensor_beside("powers", map_of_inputs)
NORMALISED = tensor_beside("normalised", map_of_inputs)
SCALED = tensor_beside("scaled", map_of_inputs)
COPY = tensor_beside("copy_of_input", map_of_inputs)
COPY_OF_VALUES = tensor_beside("copy_of_values", copy_of_values)
REPEATED = tensor_beside("repeated", once_for_each_image)
RUNNING = tensor_beside("running", once_for_each_channel)
COPY_IN_FLOAT32 = tensor_beside("copy_in_float32", copy_in_float32)
COPY_OF_PARAMETERS = tensor_beside("copy_of_parameters", copy_of_parameters)
PADDED_COPY = tensor_beside("padded_copy", copy_with_padding)
TURNED_SEQUENCE = tensor_beside("turned_sequence", map_of_inputs)
FIRST_STATES = tensor_beside("first_states", states_of_all)
LAST_STATES = tensor_beside("last_states", states_of_all)
COPY_OF_GATE = tensor_beside("copy_of_gate", state_of_one)
ZEROS_FOR_BIASES = tensor_beside("zeros_for_biases", zeros_for_biases)
LAST_STATE = tensor_beside("last_state", state_of_one)
LOGARITHMS = tensor_beside("log_probabilities", map_of_classes)
TOTAL_WEIGHT = tensor_beside("total_weight", weight_of_rows)
