"""What the activation functions share: same shape, nothing to learn, in place by default."""

from __future__ import annotations

from explainer.layers.counts import attach_activations
from explainer.layers.layer import ANYTHING, Keeps, Layer, Situation
from explainer.layers.setting_types import Flag
from explainer.layers.settings import Setting

IN_PLACE = Setting("inplace", Flag(), True, about="Whether the result is written over the input.")


def keeps_by_inplace(situation: Situation) -> Keeps:
    """In place unless the file says `inplace: false`."""
    return Keeps.IN_PLACE if situation.settings["inplace"] else Keeps.NEW


def elementwise(kind: str, about: str, torch_name: str, *settings: Setting) -> Layer:
    """A layer that works on each value by itself; the torch class is named for its reference."""
    layer = Layer(
        kind,
        about=about,
        reference=f"https://docs.pytorch.org/docs/stable/generated/torch.nn.{torch_name}.html",
        takes=ANYTHING,
        settings=(*settings, IN_PLACE),
        keeps=keeps_by_inplace,
    )
    attach_activations(layer)
    return layer
