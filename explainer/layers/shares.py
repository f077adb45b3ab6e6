"""What softmax and log_softmax share: along one axis, scores become shares of 1."""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers.layer import ANYTHING, Fault, Keeps, Layer, Situation
from explainer.layers.libraries import ClassName
from explainer.layers.setting_types import Count, Optional
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Built, Chain, Does, Example, Module, Saved


def along_channels(layer: Built) -> dict[str, int]:
    """Along the channels, or features, where the file doesn't say."""
    dim = layer.settings["dim"]
    return {"dim": 1 if dim is None else dim}


def stored_as_scores():
    """The shares stand for the scores that were counted already; by convention nothing is added."""
    return 0


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


def shares(
    kind: str,
    about: str,
    torch_name: str,
    *,
    caffe: bool,
    chain: Chain | None = None,
    elsewhere: tuple[ClassName, ...] = (),
) -> Layer:
    """A kind that does so, named in torch as is told."""
    layer = Layer(
        kind,
        about=about,
        reference=f"https://docs.pytorch.org/docs/stable/generated/torch.nn.{torch_name}.html",
        takes=ANYTHING,
        does=Does.SHARES,
        backward=Backward(Saved.OUTPUT),
        module=Module(torch_name, along_channels),
        caffe=caffe,
        settings=(
            Setting("dim", Optional(Count(-5)), None, aliases=("axis",),
                    about="The axis along which the shares add up to 1, counted as torch does."),
        ),
        keeps=lambda _: Keeps.NOTHING,
        example=Example(axes=1),
        chain=chain,
        elsewhere=elsewhere,
    )  # fmt: skip
    layer.formula(name="activations")(stored_as_scores)
    layer.check(dim_is_an_axis)
    return layer
