"""The sum along one axis or several, which are left out: torch.sum."""

from __future__ import annotations

from explainer.layers.layer import SEQUENCE, SOLID, VOLUME, Layer
from explainer.layers.over_axes import SomeAxes, attach_axes_left_out, axes_left
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Does, Example, Module, Saved

sum_ = Layer(
    "sum",
    about="Adds up all values along an axis: those of all tokens, say, to one row of features.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.sum.html",
    takes=(*SEQUENCE, *VOLUME, *SOLID),
    does=Does.TOTALS,
    backward=Backward(Saved.NOTHING),
    module=Module("Sum"),
    caffe=False,
    example=Example({"axis": "length"}, axes=2),
    settings=(
        Setting("axis", SomeAxes(),
                about="Along which axis values are added up, or a list of them; the channels only "
                      "of a sequence."),
    ),
    gives=axes_left,
)  # fmt: skip
attach_axes_left_out(
    sum_,
    "sum_not_taken",
    "Along the axis a single sum is left in place of all that were added up.",
)
