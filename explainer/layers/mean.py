"""The mean along one axis or several, which are left out: torch.mean."""

from __future__ import annotations

from explainer.layers.layer import SEQUENCE, SOLID, VOLUME, Layer
from explainer.layers.over_axes import SomeAxes, attach_axes_left_out, axes_left
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Does, Example, Module, Saved

mean = Layer(
    "mean",
    about="Takes the mean along an axis: of all tokens, say, which leaves one row of features.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.mean.html",
    takes=(*SEQUENCE, *VOLUME, *SOLID),
    does=Does.AVERAGES,
    backward=Backward(Saved.NOTHING),
    module=Module("Mean"),
    caffe=False,
    example=Example({"axis": "length"}, axes=2),
    settings=(
        Setting("axis", SomeAxes(),
                about="Along which axis the mean is taken, or a list of them; the channels only of "
                      "a sequence."),
    ),
    gives=axes_left,
)  # fmt: skip
attach_axes_left_out(
    mean,
    "average_not_taken",
    "Along the axis a single mean is left in place of all that were there.",
)
