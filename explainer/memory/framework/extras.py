"""What a layer makes for its backward pass beside its values, in bytes for the batch.

The names that these formulas take, beside those of the layer: values_in and values_out,
for one image; places_in, the positions of the input; b, the bytes of a value; batch.
Measured in float64, float32, bfloat16 and float16: statistics have the type of the values.
"""

from __future__ import annotations

from explainer.maths import Formula
from explainer.maths.formulary import Formulary
from explainer.maths.substitution import Function

extras = Formulary()


def indices_of_images(H_out, W_out, c_out, batch=1):
    """Max pooling notes which input won, for each output value: a whole number of 8 bytes."""
    return 8 * H_out * W_out * c_out * batch


def mask_of_values(values_out, b, batch=1):
    """Dropout keeps a factor for every value: 0, or what the rest is scaled by."""
    return values_out * b * batch


def statistics_of_channels(c_in, b):
    """Each channel has one value over the whole batch."""
    return c_in * b


def truth_of_values(values_out, batch=1):
    """Dropout keeps for every value whether it stays: on CUDA one byte each."""
    return values_out * batch


def statistics_of_images(b, batch=1):
    """Each image has one value."""
    return b * batch


def statistics_of_places(places_in, b, batch=1):
    """Each position of each image has one value."""
    return places_in * b * batch


def statistics_of_groups(G, b, batch=1):
    """Each group of channels of each image has one value."""
    return G * b * batch


def padded_squares(places_in, channels_in, neighbours, b, batch=1):
    """The squares, with channels of zeros around them, so that every sum has all its neighbours."""
    return (channels_in + neighbours - 1) * places_in * b * batch


def map_of_inputs(values_in, b, batch=1):
    """One value for each value of the input."""
    return values_in * b * batch


def copy_of_values(values, b, batch=1):
    """Autocast copies the values into the type that the layer computes in."""
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


def _extra(name: str, function: Function) -> Formula:
    """The formula of a tensor of that name, in the collection."""
    formula = Formula(name, function, home=extras)
    extras.add(formula)
    return formula


INDICES = _extra("indices", indices_of_images)
MASK = _extra("mask", mask_of_values)
TRUTH = _extra("mask", truth_of_values)
SCALAR = _extra("mask", one_value)
MEAN_OF_CHANNELS = _extra("mean", statistics_of_channels)
SCALE_OF_CHANNELS = _extra("inverse_deviation", statistics_of_channels)
MEAN_OF_IMAGES = _extra("mean", statistics_of_images)
SCALE_OF_IMAGES = _extra("inverse_deviation", statistics_of_images)
MEAN_OF_PLACES = _extra("mean", statistics_of_places)
SCALE_OF_PLACES = _extra("inverse_deviation", statistics_of_places)
MEAN_OF_GROUPS = _extra("mean", statistics_of_groups)
SCALE_OF_GROUPS = _extra("inverse_deviation", statistics_of_groups)
PADDED_SQUARES = _extra("padded_squares", padded_squares)
SQUARES = _extra("squares", map_of_inputs)
SCALED_SUMS = _extra("scaled_sums", map_of_inputs)
POWERS = _extra("powers", map_of_inputs)
COPY = _extra("copy_of_input", map_of_inputs)
COPY_OF_VALUES = _extra("copy_of_values", copy_of_values)
COPY_OF_PARAMETERS = _extra("copy_of_parameters", copy_of_parameters)
PADDED_COPY = _extra("padded_copy", copy_with_padding)
LOGARITHMS = _extra("log_probabilities", map_of_classes)
TOTAL_WEIGHT = _extra("total_weight", weight_of_rows)
