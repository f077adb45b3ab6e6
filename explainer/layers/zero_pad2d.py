"""Zeros around the image as a layer of its own: torch.nn.ZeroPad2d."""

from __future__ import annotations

from explainer.layers.counts import attach_activations
from explainer.layers.layer import VOLUME, Layer
from explainer.layers.setting_types import Padding
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Does, Example, Module, Saved
from explainer.layers.windows import ENDS, padded_alike, padded_by_side, slip_name
from explainer.maths import Formula, Mistake

zero_pad2d = Layer(
    "zero_pad2d",
    about="Puts zeros around the image.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.ZeroPad2d.html",
    takes=VOLUME,
    does=Does.PADS,
    backward=Backward(Saved.NOTHING),
    module=Module("ZeroPad2d"),
    caffe=False,
    example=Example({"padding": 1}),
    settings=(
        Setting("padding", Padding(2, words=()), symbols=("p_h", "p_w"),
                about="How many rows and columns of zeros stand around the image, on each side."),
    ),
)  # fmt: skip


def padded(size, p=0):
    """The zeros stand on both sides."""
    return size + 2 * p


def padded_between(size, p_before, p_after):
    """The zeros stand on both sides, on each as many as are given for it."""
    return size + p_before + p_after


def padding_counted_once(size, p=0):
    """Padding lies on both sides of the image, so it counts twice."""
    return size + p


def padding_counted_once_between(size, p_before):
    """Padding lies on both sides of the image, and each side adds its own."""
    return size + p_before


for axis in "HW":
    before, after = ENDS[axis]
    names = {"size": f"{axis}_in", "p": f"p_{axis.lower()}", "p_before": before, "p_after": after}
    zero_pad2d.add(Formula(f"{axis}_out", padded, names), padded_alike)
    zero_pad2d.add(Formula(f"{axis}_out", padded_between, names), padded_by_side)
    wrong = {padding_counted_once: padded_alike, padding_counted_once_between: padded_by_side}
    for slip, when in wrong.items():
        zero_pad2d.add(Mistake(slip_name(slip), slip, names, instead_of=f"{axis}_out"), when)
attach_activations(zero_pad2d)
