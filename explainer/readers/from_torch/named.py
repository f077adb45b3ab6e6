"""A module by its name: `torchvision:resnet50`, or `package.module:what` that makes one.

The second runs the code that it names, as `python -c "import package.module"` would.
"""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from explainer.errors import MissingPackageError, UsageError, named, nearest
from explainer.language import sentence
from explainer.readers.from_torch.export import without_weights
from explainer.readers.from_torch.own_code import module_called
from explainer.readers.given_inputs import GivenInput

TORCHVISION = "torchvision:"
DEFAULT_SIDE = 224


@dataclass(frozen=True)
class Found:
    """A module, what its network is called, and the input that its source says it takes."""

    module: nn.Module
    name: str
    inputs: tuple[GivenInput, ...] = ()


def find(text: str) -> Found:
    """The module of that name; UsageError where there is none, or where its code fails."""
    if text.startswith(TORCHVISION):
        return _of_torchvision(text.removeprefix(TORCHVISION))
    module, name = module_called(text)
    return Found(module, name)


def _of_torchvision(name: str) -> Found:
    models = torchvision_models()
    names = models.list_models()
    if name not in names:
        near = nearest(name, names, 0.5)
        raise UsageError(
            sentence("torchvision.none", name=named(name)),
            sentence("hint.meant", name=f"{TORCHVISION}{near}") if near else "",
        )
    with without_weights():
        module = models.get_model(name, weights=None, **_no_backbone(name))
    side = getattr(
        module, "image_size", None
    )  # a transformer's, where its weights may name another
    inputs = (GivenInput((3, side, side)),) if isinstance(side, int) else _crop_of(models, name)
    return Found(module, name, inputs)


def _no_backbone(name: str) -> dict[str, Any]:
    """Networks around a backbone would fetch its weights."""
    parts = ("segmentation", "detection", "rcnn", "retinanet", "fcos", "ssd", "fcn_", "deeplab")
    around = name.startswith(("fcn_", "deeplabv3_", "lraspp_")) or any(p in name for p in parts)
    return {"weights_backbone": None} if around else {}


def _crop_of(models: Any, name: str) -> tuple[GivenInput, ...]:
    """The side to which torchvision's own preprocessing cuts images for this network."""
    if "/" in name or _no_backbone(name):
        return ()
    try:
        crop = models.get_model_weights(name).DEFAULT.transforms().crop_size
    except (AttributeError, ValueError):
        return (GivenInput((3, DEFAULT_SIDE, DEFAULT_SIDE)),)
    height, width = crop if len(crop) == 2 else crop * 2
    return (GivenInput((3, height, width)),)


def torchvision_models() -> Any:
    """torchvision.models; where its compiled part doesn't fit torch, what no network here runs is
    declared beforehand."""
    try:
        return importlib.import_module("torchvision.models")
    except ImportError as error:
        raise MissingPackageError(
            sentence("torchvision.missing", command="pip install torchvision")
        ) from error
    except RuntimeError:
        for name in [each for each in sys.modules if each.split(".")[0] == "torchvision"]:
            del sys.modules[name]
    library = torch.library.Library("torchvision", "DEF")
    for schema in ("nms", "qnms"):
        library.define(f"{schema}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _declared.append(library)  # what is declared ends with the library
    return importlib.import_module("torchvision.models")


_declared: list[Any] = []
