"""Whether a kind says all that what it does say asks for."""

from __future__ import annotations

from explainer.layers.layer import Layer
from explainer.layers.refusal import IncompleteKind
from explainer.layers.settings import REQUIRED


def complete(layer: Layer) -> Layer:
    """The kind with all its formulas; IncompleteKind where one declaration lacks another."""
    for missing, advice in _lacking(layer):
        raise IncompleteKind(layer.kind, missing, advice)
    return layer


def _lacking(layer: Layer) -> list[tuple[str, str]]:
    names = {case.formula.name for case in layer.formulas}
    settings = [setting.name for setting in layer.settings]
    needed = [one.name for one in layer.settings if one.default is REQUIRED]
    untold = [name for name in needed if name not in layer.example.settings]
    wrong = [name for name in layer.example.settings if name not in settings]
    slope = layer.backward.slope
    faults = {
        ("how many values it stores", "Give it a formula `activations`; attach_activations does."):
            "activations" not in names,
        ("how its tensors of parameters lie", "Declare it, such as tensors=vectors."):
            "parameters" in names and layer.tensors is None,
        ("what torch calls the number of its input's channels",
         "Declare it, such as declares=\"in_channels\"."):
            layer.module.channels and bool(layer.class_names) and not layer.declares,
        (f"which {_list(untold)} its example has", "Declare it: example=Example({…})."):
            bool(untold),
        (f"what {_list(wrong)} of its example is", "An example has settings of the kind only."):
            bool(wrong),
        ("when it writes over its input", "Give it the setting `inplace`; in_place() does."):
            layer.backward.in_place is not None and "inplace" not in settings,
        (f"what its slope {slope} is", "A slope is a setting of the kind."):
            bool(slope) and slope not in settings,
        ("how torch is told its padding", "Give it a setting `padding`."):
            layer.does.pads and "padding" not in settings,
    }  # fmt: skip
    return [words for words, lacks in faults.items() if lacks]


def _list(names: list[str]) -> str:
    return " and ".join(names)
