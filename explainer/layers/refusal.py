"""Why a kind is refused when it's imported: what it leaves out, and how to say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from explainer.layers.settings import REQUIRED

if TYPE_CHECKING:
    from explainer.layers.layer import Layer

Declared = TypeVar("Declared")

# What every kind has to declare: what is unknown without it, and how it may be written.
DECLARATIONS: dict[str, tuple[str, str]] = {
    "about": ("what it does, in a sentence", 'about="Replaces every negative value by 0."'),
    "reference": ("where its rule is published", 'reference="https://…"'),
    "takes": ("how many axes its input may have", "takes=ANYTHING"),
    "does": ("what it does, for the accounts and for other tools", "does=Does.ACTIVATES"),
    "backward": ("what torch keeps for its backward pass", "backward=Backward(Saved.INPUT)"),
    "module": ("which class does it in PyTorch", 'module=Module("ReLU")'),
    "caffe": ("whether Caffe has a layer for it", "caffe=False"),
}


class IncompleteKind(Exception):  # noqa: N818  it says what is wrong with the kind
    """A kind of layer leaves something out that others need to know."""

    def __init__(self, kind: str, missing: str, advice: str) -> None:
        super().__init__(f'The kind "{kind}" does not say {missing}. {advice}')


def declared(kind: str, name: str, value: Declared | None) -> Declared:
    """The value of one of DECLARATIONS; IncompleteKind where it is left out."""
    if value is None:
        missing, example = DECLARATIONS[name]
        raise IncompleteKind(kind, missing, f"Declare it, such as {example}.")
    return value


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
