"""What one of several devices takes, as a bar for each way of training."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.maths.formulary import bytes_of
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.questions.devices.account import WAYS, OneDevice

PARTS = ("parameters", "gradients", "optimizer", "buckets", "images")
# What each way divides among the devices; the others have all of it on each.
DIVIDED = {
    "data_parallel": (),
    "bucket_views": (),
    "zero_1": ("optimizer",),
    "zero_2": ("optimizer", "gradients"),
    "zero_3": ("optimizer", "gradients", "parameters"),
}


def ways_figure(own: OneDevice, values: Mapping[str, Any]) -> n.Figure:
    """The bars, all of the same parts; a part that no way has is left out."""
    sizes = {way: [_size(way, part, values) for part in PARTS] for way in WAYS}
    kept = [i for i in range(len(PARTS)) if any(each[i] for each in sizes.values())]
    stacks = tuple(
        d.Stack(say(f"devices.{way}"), tuple(sizes[way][i] for i in kept)) for way in WAYS
    )
    labels = tuple(say(f"devices.part_{PARTS[i]}") for i in kept)
    images = values["bytes_of_images"]
    told = say("devices.figure_sentence", most=own.data_parallel, least=own.zero_3, images=images)
    caption = say("devices.figure", devices=own.devices)
    return n.Figure(d.Stacks(labels, stacks), caption, told)


def _size(way: str, part: str, values: Mapping[str, Any]) -> int:
    """The bytes of a part on one device."""
    if part == "buckets":
        return int(values["bytes_of_buckets"]) if way == "data_parallel" else 0
    own = "own_" if part in DIVIDED[way] else ""
    return int(values.get(bytes_of(own + part), 0))
