"""What comes in goes out: torch.nn.Identity."""

from __future__ import annotations

from explainer.layers.layer import ANYTHING, Keeps, Layer
from explainer.layers.traits import Backward, Does, Module, Saved

identity = Layer(
    "identity",
    about="Passes its input on as it is: a place in a block where another layer may stand.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.Identity.html",
    takes=ANYTHING,
    does=Does.PASSES,
    backward=Backward(Saved.NOTHING, passes_on=lambda _: True),
    module=Module("Identity"),
    caffe=True,
    keeps=lambda _: Keeps.NOTHING,
)


@identity.formula()
def activations():
    """The input itself goes on, so nothing new is stored."""
    return 0
