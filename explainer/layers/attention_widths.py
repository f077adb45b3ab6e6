"""How wide a head is, as Keras' MultiHeadAttention is told and torch's works out by itself."""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers.layer import Fault, Situation
from explainer.layers.setting_types import Count, Optional
from explainer.layers.settings import Setting

KEY_DIM = Setting(
    "key_dim", Optional(Count()), None,
    about="How many channels a head has for queries and keys: those that come in, divided by "
    "num_heads. It need not be said.",
    by_name=True,
)  # fmt: skip
VALUE_DIM = Setting(
    "value_dim", Optional(Count()), None,
    about="The same for values.",
    by_name=True,
)  # fmt: skip


def heads_divide_the_channels(situation: Situation, _: dict[str, int]) -> Fault | None:
    """torch's rule: num_heads divides the channels."""
    heads, channels = situation.settings["num_heads"], situation.inputs[0][-1]
    if not channels % heads:
        return None
    leaves = sentence("groups.leaves", division=f"{channels} / {heads}", rest=str(channels % heads))
    return Fault(
        sentence("attention.uneven", channels=str(channels), heads=str(heads)),
        (leaves,),
        sentence("attention.num_heads_try"),
    )


def widths_are_those_of_heads(situation: Situation, _: dict[str, int]) -> Fault | None:
    """The heads together are as wide as what comes in, in torch's attention."""
    heads, channels = situation.settings["num_heads"], situation.inputs[0][-1]
    for name in (KEY_DIM.name, VALUE_DIM.name):
        width = situation.settings[name]
        if width is not None and width * heads != channels:
            return Fault(
                sentence("attention.width", channels=str(channels)),
                (f"num_heads · {name} = {heads} · {width} = {heads * width}",),
                sentence("attention.width_try", written=f"{name}: {channels // heads}"),
            )
    return None
