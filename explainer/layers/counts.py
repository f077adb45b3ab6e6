"""Counts that many kinds share: values stored, parameters, biases."""

from __future__ import annotations

from functools import partial

from explainer.layers.layer import AXES, VOLUME, Condition, Keeps, Layer, Situation
from explainer.maths import Formula
from explainer.maths.substitution import Function, product_of


def every_value(axes: int, end: str) -> Function:
    """How many values stand along so many axes: H_in · W_in · c_in, say, where the end is `in`."""
    return product_of(*(f"{letter}_{end}" for letter in AXES[axes]))


OF_FEATURES = "One value is stored for each output feature."
OF_POSITIONS = "One value is stored for each position and channel of the output."


def written_in_place():
    """The layer writes its result over its input, so nothing new is stored."""
    return 0


def parameters(weights, biases):
    """The parameters are the weights and the biases together."""
    return weights + biases


def parameters_without_biases(weights):
    """The parameters are the weights alone, since there are no biases."""
    return weights


BIAS_FORGOTTEN = "The biases are parameters too, and they are stored like the weights."


def attach_activations(layer: Layer) -> dict[int, Formula]:
    """Give the layer its count of stored values, for every shape that it may put out.

    The formulas come back by the number of the output's axes.
    """

    def stores(rank: int) -> Condition:
        return lambda s: layer.keeps(s) is Keeps.NEW and layer.gives(s) == rank

    formula = partial(layer.formula, name="activations", topic="sums")
    found = {
        rank: formula(when=stores(rank), says=OF_FEATURES if rank == 1 else OF_POSITIONS)(
            every_value(rank, "out")
        )
        for rank in AXES
    }
    if VOLUME[0] in layer.takes:
        _attach_mistakes(layer, found[VOLUME[0]], stores(VOLUME[0]))
    formula(when=lambda s: layer.keeps(s) is Keeps.IN_PLACE)(written_in_place)
    return found


def _attach_mistakes(layer: Layer, values: Formula, stored: Condition) -> None:
    """Those of a volume; the second where the output's places may be others than the input's."""
    values.mistake(
        "channels_forgotten",
        c_out=1,
        when=stored,
        seldom=True,
        says="Every channel of the output is a map of its own, with the height and width of the "
        "output.",
    )
    if layer.many or not layer.does.keeps_places:
        values.mistake(
            "input_size_counted",
            H_out="H_in",
            W_out="W_in",
            when=stored,
            seldom=True,
            says="The output has the height and width that the window leaves, "
            "not those of the input.",
        )


def attach_parameters(layer: Layer) -> None:
    """Give the layer its parameters: weights and, where it has them, biases."""
    right = layer.formula(when=has_bias)(parameters)
    layer.formula(name="parameters", when=has_no_bias)(parameters_without_biases)
    right.mistake("bias_forgotten", biases=0, when=has_bias, says=BIAS_FORGOTTEN)


def has_axes(rank: int) -> Condition:
    """Whether the input has so many axes."""
    return lambda situation: situation.rank == rank


def has_places(situation: Situation) -> bool:
    """Whether the input has channels, each with a value for every place."""
    return situation.rank > 1


def both(one: Condition, other: Condition) -> Condition:
    """Whether both conditions hold."""
    return lambda situation: one(situation) and other(situation)


def has_bias(situation: Situation) -> bool:
    """Whether the setting `bias` is on."""
    return bool(situation.settings["bias"])


def has_no_bias(situation: Situation) -> bool:
    """Whether the setting `bias` is off."""
    return not situation.settings["bias"]
