"""What the activation functions share: same shape, nothing to learn, in place by default."""

from __future__ import annotations

from collections.abc import Iterable

from explainer.layers.counts import attach_activations
from explainer.layers.layer import ANYTHING, Keeps, Layer, Situation
from explainer.layers.libraries import ClassName
from explainer.layers.setting_types import Flag
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Chain, Does, Module, as_they_are, without


def in_place(torch_name: str, in_torch: bool = True) -> Setting:
    """The setting `inplace`; in_torch: whether the torch class has such an argument.

    torch_name: of a class of torch.nn, or a whole dotted path.
    """
    path = torch_name if "." in torch_name else f"torch.nn.{torch_name}"
    torch_has = "whose default is false" if in_torch else "which has no such argument"
    about = (
        "Whether the result counts as written over the input. "
        f"The default is this account's convention, not that of {path}, {torch_has}."
    )
    return Setting("inplace", Flag(), True, about=about)


def keeps_by_inplace(situation: Situation) -> Keeps:
    """In place unless the file says `inplace: false`."""
    return Keeps.IN_PLACE if situation.settings["inplace"] else Keeps.NEW


def elementwise(
    kind: str,
    about: str,
    torch_name: str,
    *settings: Setting,
    backward: Backward | None = None,
    caffe: bool | None = None,
    in_torch: bool = True,
    does: Does = Does.ACTIVATES,
    chain: Chain | None = None,
    elsewhere: Iterable[ClassName] = (),
) -> Layer:
    """A layer that works on each value by itself, as the class of torch.nn of that name does.

    backward: what torch keeps of it; caffe: whether Caffe has a layer for it; both are needed.
    in_torch: whether the class has an argument `inplace`.
    """
    layer = Layer(
        kind,
        about=about,
        reference=f"https://docs.pytorch.org/docs/stable/generated/torch.nn.{torch_name}.html",
        takes=ANYTHING,
        does=does,
        backward=backward,
        module=Module(torch_name, as_they_are if in_torch else without("inplace")),
        caffe=caffe,
        chain=chain,
        settings=(*settings, in_place(torch_name, in_torch)),
        keeps=keeps_by_inplace,
        elsewhere=elsewhere,
    )
    attach_activations(layer)
    return layer
