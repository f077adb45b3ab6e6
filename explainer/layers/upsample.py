"""An image made larger (or smaller) without weights: torch.nn.Upsample."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from explainer.language import sentence
from explainer.layers.adaptive import unless_mean
from explainer.layers.counts import attach_activations
from explainer.layers.layer import VOLUME, Condition, Fault, Layer, Situation
from explainer.layers.libraries import keras, torch
from explainer.layers.setting_types import Axes, Choice, Count, Flag, Optional, Real
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Built, Does, Example, Module, Saved, without
from explainer.maths import ceil, floor

MODES = ("nearest", "nearest-exact", "bilinear", "bicubic", "area")


def as_an_average(layer: Built) -> Saved:
    """Only `area` keeps anything: it is an adaptive average pooling."""
    return unless_mean(layer) if layer.settings["mode"] == "area" else Saved.NOTHING


def blended(layer: Built) -> Mapping[str, Any]:
    """torch takes `align_corners` only where it blends values."""
    blends = layer.settings["mode"] in ("bilinear", "bicubic")
    return layer.settings if blends else without("align_corners")(layer)


upsample = Layer(
    "upsample",
    about="Gives the image a new height and width by repeating or blending its values.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.Upsample.html",
    takes=VOLUME,
    does=Does.RESIZES,
    backward=Backward(as_an_average),
    module=Module("Upsample", blended),
    elsewhere=(
        torch("Upsample", bare="size"),
        keras("UpSampling2D", settings={"size": "scale_factor"}, scale_factor=2),
    ),
    caffe=False,
    example=Example({"scale_factor": 2}),
    settings=(
        Setting("scale_factor", Optional(Axes(2, Real(above=Fraction(0)))), None, ("f_h", "f_w"),
                about="How many times as high and wide the output is; it may have decimals."),
        Setting("size", Optional(Axes(2, Count())), None, ("H_out", "W_out"),
                about="The output's height and width, in place of a factor."),
        Setting("mode", Choice(MODES), "nearest", aliases=("interpolation",),
                about="How the new values are made; it changes no size."),
        Setting("align_corners", Optional(Flag()), None,
                about="Whether the corners keep their values; it changes no size."),
    ),
)  # fmt: skip


def stretched(size, f):
    """The factor says how many rows or columns the output has for each one of the input."""
    return size * f


def stretched_and_cut(stretched):
    """The factor is not a whole number, so the product may not be one either: it is rounded
    down.
    """
    return floor(stretched)


def floor_not_taken(stretched):
    """There are only whole rows and columns, so the product is rounded down."""
    return stretched


def ceil_for_floor(stretched):
    """A part of a row or column is left out, so the product is rounded down and not up."""
    return ceil(stretched)


def scaled(index: int, *, whole: bool) -> Condition:
    """Whether a factor is given, and is a whole number along this axis."""

    def holds(situation: Situation) -> bool:
        factors = situation.settings["scale_factor"]
        return factors is not None and isinstance(factors[index], int) == whole

    return holds


for index, axis in enumerate("HW"):
    names, cut = {"size": f"{axis}_in", "f": f"f_{axis.lower()}"}, scaled(index, whole=False)
    formula = partial(upsample.formula, name=f"{axis}_out", symbols=names, topic="sizes")
    formula(when=scaled(index, whole=True))(stretched)
    right = formula(when=cut, parts={"stretched": stretched})(stretched_and_cut)
    for slip in (floor_not_taken, ceil_for_floor):
        right.mistake_around(when=cut)(slip)
attach_activations(upsample)


@upsample.check
def factor_or_size(situation: Situation, _: dict[str, int]) -> Fault | None:
    """torch's rule: the factor is given, or the size, and not both."""
    factor, size = situation.settings["scale_factor"], situation.settings["size"]
    if (factor is None) != (size is None):
        return None
    return Fault(
        sentence("upsample.neither" if factor is None else "upsample.both"),
        advice=sentence(
            "upsample.either_try",
            factor="upsample: {scale_factor: 2}",
            size="upsample: {size: [56, 56]}",
        ),
    )
