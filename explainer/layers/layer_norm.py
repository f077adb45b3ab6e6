"""Normalisation within each image: torch.nn.LayerNorm."""

from __future__ import annotations

from fractions import Fraction

from explainer.language import sentence
from explainer.layers.counts import attach_activations, every_value
from explainer.layers.layer import ANYTHING, Condition, Fault, Layer, Situation
from explainer.layers.normalisation import attach_scale_and_shift, statistics
from explainer.layers.setting_types import Flag, Real, Sizes
from explainer.layers.settings import Setting
from explainer.layers.tensors import like_normalized_shape
from explainer.layers.traits import Backward, Built, Does, Example, Module, Saved
from explainer.maths import Formula


def one_for_each_image(b, batch=1):
    """Each image has one value."""
    return b * batch


def one_for_each_place(places_in, b, batch=1):
    """Each position of each image has one value."""
    return places_in * b * batch


OF_IMAGES, OF_PLACES = statistics(one_for_each_image), statistics(one_for_each_place)


def over_places(layer: Built) -> bool:
    """Whether the channels of each position are normalised, and not the image as a whole."""
    return len(layer.settings["normalized_shape"]) != len(layer.inputs[0])


def statistics_of(layer: Built) -> tuple[Formula, ...]:
    """Those of each image, or of each of its positions."""
    return OF_PLACES if over_places(layer) else OF_IMAGES


layer_norm = Layer(
    "layer_norm",
    about="Brings the values of each image, or of each of its positions, to mean 0 and variance 1.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html",
    takes=ANYTHING,
    does=Does.NORMALISES,
    backward=Backward(Saved.INPUT, makes=statistics_of, moves=over_places),
    module=Module(lambda layer: "ChannelNorm" if over_places(layer) else "LayerNorm"),
    caffe=False,
    tensors=like_normalized_shape,
    example=Example({"normalized_shape": 6}),
    settings=(
        Setting("normalized_shape", Sizes(),
                about="The features or channels, or the whole as [channels, height, width]."),
        Setting("eps", Real(Fraction(0)), Fraction(1, 100_000), aliases=("epsilon",),
                about="A small number that keeps the division from failing."),
        Setting("elementwise_affine", Flag(), True, about="Whether scales are learnt."),
        Setting("bias", Flag(), True, about="Whether shifts are learnt beside the scales."),
    ),
)  # fmt: skip


def learns(situation: Situation) -> bool:
    """Whether scales are learnt."""
    return bool(situation.settings["elementwise_affine"])


def shifts(situation: Situation) -> bool:
    """Whether shifts are learnt beside the scales."""
    return learns(situation) and bool(situation.settings["bias"])


def over_channels(situation: Situation) -> bool:
    """Whether each position is normalised by itself, over its channels."""
    named = situation.settings["normalized_shape"]
    return learns(situation) and situation.rank > 1 and len(named) == 1


def over_all_of(rank: int) -> Condition:
    """Whether an input of so many axes is normalised as a whole."""
    return lambda s: learns(s) and s.rank == len(s.settings["normalized_shape"]) == rank


@layer_norm.formula(when=over_all_of(1))
def weights(n_in):
    """Each feature has one learnt scale."""
    return n_in


@layer_norm.formula(name="weights", when=over_channels)
def weights_of_channels(c_in):
    """Each channel has one learnt scale, the same at every position."""
    return c_in


OF_ITS_OWN = {
    2: "Each value of the sequence has a learnt scale of its own.",
    3: "Each value of the volume has a learnt scale of its own.",
    4: "Each value of the solid has a learnt scale of its own.",
}
for rank, says in OF_ITS_OWN.items():
    layer_norm.formula(name="weights", when=over_all_of(rank), says=says)(every_value(rank, "in"))


attach_scale_and_shift(layer_norm, learns, shifts)
attach_activations(layer_norm)


@layer_norm.check
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
