"""A kind that leaves something out is refused when it's imported, with how to say it."""

from __future__ import annotations

from typing import TypeVar

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
