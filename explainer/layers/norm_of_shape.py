"""What layer and rms normalisation share: the shape that is normalised, and the scales of it."""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers.counts import every_value
from explainer.layers.layer import Condition, Fault, Layer, Situation
from explainer.layers.setting_types import Flag, Sizes
from explainer.layers.settings import ChannelsOfInput, Setting
from explainer.layers.traits import Built

NORMALIZED_SHAPE = Setting(
    "normalized_shape", Sizes(), ChannelsOfInput(),
    about="The features or channels, or the whole as [channels, height, width]; "
    "where nothing is said, the channels that come in.",
)  # fmt: skip
ELEMENTWISE_AFFINE = Setting("elementwise_affine", Flag(), True, about="Whether scales are learnt.")


def one_for_each_image(b, batch=1):
    """Each <image|example> has one value."""
    return b * batch


def one_for_each_place(places_in, b, batch=1):
    """Each position of each <image|example> has one value."""
    return places_in * b * batch


def over_places(layer: Built) -> bool:
    """Whether the channels of each position are normalised, and not the image as a whole."""
    return len(layer.settings["normalized_shape"]) != len(layer.inputs[0])


def learns(situation: Situation) -> bool:
    """Whether scales are learnt."""
    return bool(situation.settings["elementwise_affine"])


def _over_channels(situation: Situation) -> bool:
    """Whether each position is normalised by itself, over its channels."""
    named = situation.settings["normalized_shape"]
    return learns(situation) and situation.rank > 1 and len(named) == 1


def _over_all_of(rank: int) -> Condition:
    """Whether an input of so many axes is normalised as a whole."""
    return lambda s: learns(s) and s.rank == len(s.settings["normalized_shape"]) == rank


def weights(n_in):
    """Each feature has one learnt scale."""
    return n_in


def weights_of_channels(c_in):
    """Each channel has one learnt scale, the same at every position."""
    return c_in


OF_ITS_OWN = {
    2: "Each value of the sequence has a learnt scale of its own.",
    3: "Each value of the volume has a learnt scale of its own.",
    4: "Each value of the solid has a learnt scale of its own.",
}


def attach_scales(layer: Layer) -> None:
    """Give a norm a scale for each of the values that are normalised together."""
    layer.formula(when=_over_all_of(1))(weights)
    layer.formula(name="weights", when=_over_channels)(weights_of_channels)
    for rank, says in OF_ITS_OWN.items():
        of_all = layer.formula(name="weights", when=_over_all_of(rank), says=says)
        of_all(every_value(rank, "in"))
    layer.check(shape_fits)


def shape_fits(situation: Situation, _: dict[str, int]) -> Fault | None:
    """The shape to normalise is the channels, or the whole input in torch's order."""
    *places, channels = situation.inputs[0]
    wanted, whole = list(situation.settings["normalized_shape"]), [channels, *places]
    if wanted in ([channels], whole):
        return None
    taken = sentence("normalized_shape.input", input=f"input = {whole}")
    return Fault(
        sentence("normalized_shape.fits"),
        (f"normalized_shape = {wanted}     {taken}",),
        sentence("normalized_shape.either_try", channels=str(channels), whole=str(whole))
        if places
        else sentence("normalized_shape.only_try", channels=str(channels)),
    )
