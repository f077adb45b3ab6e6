"""Channels laid out as pixels, r times as high and wide: torch.nn.PixelShuffle."""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers.counts import attach_activations
from explainer.layers.layer import VOLUME, Fault, Layer, Situation
from explainer.layers.setting_types import Count
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Does, Example, Module, Saved

pixel_shuffle = Layer(
    "pixel_shuffle",
    about="Makes a block of r×r pixels of r² channels: the image is larger, and nothing is learnt.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html",
    takes=VOLUME,
    does=Does.RESIZES,
    backward=Backward(Saved.NOTHING),
    module=Module("PixelShuffle"),
    caffe=False,
    example=Example({"upscale_factor": 2}, input="32x32x12"),
    settings=(
        Setting("upscale_factor", Count(), symbols=("r",), aliases=("block_size",),
                about="How many times as high and wide the output is."),
    ),
    sample={"r": 2, "c_in": 12, "c_out": 3},
)  # fmt: skip


def times_as_many(size, r):
    """Each pixel becomes a block that is r high and r wide."""
    return size * r


for axis in "HW":
    pixel_shuffle.formula(name=f"{axis}_out", symbols={"size": f"{axis}_in"}, topic="sizes")(
        times_as_many
    )


@pixel_shuffle.formula(topic="sizes")
def c_out(c_in, r):
    """A block has r² pixels, and each takes one of as many channels."""
    return c_in / r**2


@pixel_shuffle.mistake(instead_of=c_out)
def factor_not_squared(c_in, r):
    """The image grows along both axes, so that the channels are divided by the square."""
    return c_in / r


@pixel_shuffle.mistake(instead_of=c_out)
def channels_kept(c_in):
    """The pixels are made of channels: no value is added, so there are fewer channels."""
    return c_in


attach_activations(pixel_shuffle)


@pixel_shuffle.check
def channels_divide(situation: Situation, _: dict[str, int]) -> Fault | None:
    """The channels are a multiple of r²."""
    channels, factor = situation.inputs[0][-1], situation.settings["upscale_factor"]
    if not channels % factor**2:
        return None
    division = f"{channels:,} / {factor}² = {channels:,} / {factor**2:,}"
    return Fault(
        sentence("pixel_shuffle.uneven", channels=str(channels), factor=str(factor)),
        (sentence("groups.leaves", division=division, rest=str(channels % factor**2)),),
        sentence("pixel_shuffle.uneven_try"),
    )
