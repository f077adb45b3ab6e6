"""Channels of all groups mixed, as between grouped convolutions: torch.nn.ChannelShuffle."""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers.counts import attach_activations
from explainer.layers.layer import SEQUENCE, SOLID, VOLUME, Fault, Layer, Situation
from explainer.layers.setting_types import Count
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Does, Example, Module, Saved

channel_shuffle = Layer(
    "channel_shuffle",
    about="Takes a channel of each group in turn, so that the next groups have some of every one.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html",
    takes=(*VOLUME, *SEQUENCE, *SOLID),
    does=Does.SHUFFLES,
    backward=Backward(Saved.NOTHING),
    module=Module("ChannelShuffle"),
    caffe=False,
    example=Example({"groups": 2}),
    settings=(
        Setting("groups", Count(), about="How many groups the channels are in."),
    ),
)  # fmt: skip
attach_activations(channel_shuffle)


@channel_shuffle.check
def groups_are_equal(situation: Situation, _: dict[str, int]) -> Fault | None:
    """The groups are equally large."""
    channels, groups = situation.inputs[0][-1], situation.settings["groups"]
    if not channels % groups:
        return None
    return Fault(
        sentence("groups.uneven", channels=str(channels), groups=str(groups)),
        (
            sentence(
                "groups.leaves", division=f"{channels} / {groups}", rest=str(channels % groups)
            ),
        ),
        sentence("groups.divisor_try"),
    )
