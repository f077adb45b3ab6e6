"""The edges of the image cut off: keras.layers.Cropping2D."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from explainer.language import sentence
from explainer.layers.counts import attach_activations
from explainer.layers.layer import VOLUME, Condition, Fault, Layer, Situation
from explainer.layers.libraries import keras
from explainer.layers.padding import ends_of
from explainer.layers.setting_types import Padding, Sides
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Does, Example, Module, Saved, without
from explainer.maths.substitution import Part, substituted

ENDS = {"H": ("r_top", "r_bottom"), "W": ("r_left", "r_right")}


@dataclass(frozen=True)
class Edges(Setting):
    """How much is cut off, alike at both ends of an axis or at each side."""

    def numbers(self, value: Any) -> dict[str, Any]:
        """`r_h` and `r_w`, or one for each side."""
        if isinstance(value, Sides):
            return {f"r_{side}": cut for side, cut in asdict(value).items()}
        return super().numbers(value)


crop2d = Layer(
    "crop2d",
    about="Cuts rows and columns off at the edges of the image; what is left is copied, as torch's "
    "ZeroPad2d does with negative numbers. Two layers `slice` would only look at it.",
    reference="https://keras.io/api/layers/reshaping_layers/cropping2d/",
    takes=VOLUME,
    does=Does.CROPS,
    backward=Backward(Saved.NOTHING),
    module=Module("ZeroPad2d", without("cropping")),
    elsewhere=(keras("Cropping2D", cropping=0),),
    caffe=True,
    example=Example({"cropping": 4}),
    settings=(
        Edges("cropping", Padding(2, words=()), symbols=("r_h", "r_w"),
              about="How many rows and columns are cut off, on each side."),
    ),
    sample={f"r_{end}": 4 for end in ("h", "w", "top", "bottom", "left", "right")},
)  # fmt: skip


def cropped(size, R):
    """What is cut off at both ends is taken off the size."""
    return size - R


def at_both_ends(r):
    """As many at the one end as at the other."""
    return 2 * r


def at_each_end(r_before, r_after):
    """What is cut off at either end, which need not be as much."""
    return r_before + r_after


def by_side(situation: Situation) -> bool:
    """Whether each side is given by itself."""
    return isinstance(situation.settings["cropping"], Sides)


def alike(situation: Situation) -> bool:
    """Whether opposite sides lose as much."""
    return not by_side(situation)


WAYS: tuple[tuple[Condition, Part, str], ...] = (
    (alike, at_both_ends, "r"),
    (by_side, at_each_end, "r_before"),
)
for axis, (before, after) in ENDS.items():
    names = {"size": f"{axis}_in", "r": f"r_{axis.lower()}", "r_before": before, "r_after": after}
    for holds, whole, once in WAYS:
        right = crop2d.formula(name=f"{axis}_out", when=holds, symbols=names, topic="sizes")(
            substituted(cropped, R=whole)
        )
        right.mistake(
            "cropped_at_one_end",
            R=once,
            when=holds,
            says="The image is cut at both of its ends, so what is cut off counts twice."
            if once == "r"
            else "The image is cut at both of its ends, so what each of them loses is taken off.",
        )
attach_activations(crop2d)


@crop2d.check
def something_is_left(situation: Situation, _: dict[str, int]) -> Fault | None:
    """An image of which all is cut off is none."""
    ends = ends_of(situation.settings["cropping"])
    for name, size, (first, last) in zip(("H", "W"), situation.inputs[0][:-1], ends, strict=True):
        if first + last >= size:
            return Fault(
                sentence(f"crop.nothing_left_{name}", size=str(size), cut=str(first + last)),
                (f"{size} − ({first} + {last}) = {size - first - last}",),
                sentence("crop.nothing_left_try"),
                small=True,
            )
    return None
