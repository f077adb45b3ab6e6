"""Scores turned into shares of 1: torch.nn.Softmax."""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers.layer import ANYTHING, Fault, Keeps, Layer, Situation
from explainer.layers.libraries import keras
from explainer.layers.setting_types import Count, Optional
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Built, Chain, Does, Example, Module, Saved


def along_channels(layer: Built) -> dict[str, int]:
    """Along the channels, or features, where the file doesn't say."""
    dim = layer.settings["dim"]
    return {"dim": 1 if dim is None else dim}


softmax = Layer(
    "softmax",
    about="Turns scores into shares that are positive and add up to 1.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html",
    takes=ANYTHING,
    does=Does.SHARES,
    backward=Backward(Saved.OUTPUT),
    module=Module("Softmax", along_channels),
    elsewhere=(keras("Softmax"),),
    caffe=True,
    settings=(
        Setting("dim", Optional(Count(-5)), None, aliases=("axis",),
                about="The axis along which the shares add up to 1, counted as torch does."),
    ),
    keeps=lambda _: Keeps.NOTHING,
    example=Example(axes=1),
    chain=Chain(),
)  # fmt: skip


@softmax.formula()
def activations():
    """The shares replace the scores, which were counted already; by convention nothing is added."""
    return 0


@softmax.check
def dim_is_an_axis(situation: Situation, _: dict[str, int]) -> Fault | None:
    """torch's rule: the axis is one of the tensor's, the batch among them."""
    dim, axes = situation.settings["dim"], situation.rank + 1
    if dim is None or -axes <= dim < axes:
        return None
    return Fault(
        sentence("axis.none", dim=str(dim), axes=str(axes)),
        (f"{-axes} ≤ dim ≤ {axes - 1}",),
        sentence("axis.none_try"),
    )
