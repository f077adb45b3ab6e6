"""Values around an input as a layer of its own: torch.nn.ConstantPad2d, ReflectionPad2d, …."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.language import sentence
from explainer.layers.around import BY_SIDE_SAYS, Around, AroundSetting, attach_padded, padded
from explainer.layers.counts import attach_activations
from explainer.layers.layer import SEQUENCE, SOLID, VOLUME, Fault, Layer, Situation
from explainer.layers.libraries import ClassName, Library, keras
from explainer.layers.padding import ends_of
from explainer.layers.setting_types import Choice, Real
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Built, Does, Example, Module, Saved

CLASSES = {
    "constant": "ConstantPad",
    "reflect": "ReflectionPad",
    "replicate": "ReplicationPad",
    "circular": "CircularPad",
}


def class_name(layer: Built) -> str:
    """Torch's class for the mode, and for so many axes."""
    return f"{CLASSES[layer.settings['mode']]}{len(layer.inputs[0]) - 1}d"


def told(layer: Built) -> Mapping[str, Any]:
    """What that class takes beside the padding."""
    constant = layer.settings["mode"] == "constant"
    return {"value": layer.settings["value"]} if constant else {}


def kept(layer: Built) -> Saved:
    """Mirrored and repeated values are found by the input once more; torch keeps it whole."""
    return Saved.INPUT if layer.settings["mode"] in ("reflect", "replicate") else Saved.NOTHING


def spelled(name: str, mode: str = "constant") -> tuple[ClassName, ...]:
    """Torch's classes for one, two and three axes, but for those of `zero_pad2d`."""
    axes = (1, 3) if name == "ZeroPad" else (1, 2, 3)
    defaults = {} if mode == "constant" else {"mode": mode}
    return tuple(ClassName(f"{name}{n}d", Library.TORCH, defaults=defaults) for n in axes)


pad = Layer(
    "pad",
    about="Puts values around its input: one value, or the input's own, mirrored, repeated or from "
    "the other side.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pad.html",
    takes=(*VOLUME, *SEQUENCE, *SOLID),
    does=Does.PADS,
    backward=Backward(kept),
    module=Module(class_name, told),
    elsewhere=(
        *spelled("ZeroPad"),
        *(each for mode, name in CLASSES.items() for each in spelled(name, mode)),
        *(keras(f"ZeroPadding{n}D", padding=1) for n in (1, 3)),
    ),
    caffe=False,
    example=Example({"padding": 2, "mode": "reflect"}),
    settings=(
        AroundSetting("padding", Around(), symbols=("p_h", "p_w"),
                      about="How many values stand around it at both ends of each axis."),
        Setting("mode", Choice(tuple(CLASSES)), "constant",
                about="What they hold: `constant` the value, `reflect` what lies behind the edge, "
                      "`replicate` the edge, `circular` what lies at the other end."),
        Setting("value", Real(), 0, about="The constant value; it changes no size."),
    ),
)  # fmt: skip

attach_padded(pad, padded, BY_SIDE_SAYS)
attach_activations(pad)


@pad.check
def has_as_much_to_show(situation: Situation, _: dict[str, int]) -> Fault | None:
    """A mirror shows less than the whole axis, and the other end no more than all of it."""
    mode, shape = situation.settings["mode"], situation.inputs[0]
    if mode not in ("reflect", "circular"):
        return None
    ends = ends_of(situation.settings["padding"])
    for size, padding in zip(shape[:-1], map(max, ends), strict=True):
        most = size - 1 if mode == "reflect" else size
        if padding > most:
            return Fault(
                sentence(f"pad.too_much_{mode}", padding=str(padding), size=str(size)),
                advice=sentence("padding.half_try", most=str(most)),
            )
    return None
