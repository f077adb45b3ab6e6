"""Every way to write a kind: by its own name, or by that of a class of another library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from explainer.layers.layer import Layer, Shape
from explainer.layers.libraries import ClassName


@dataclass(frozen=True)
class Spelling:
    """What a name means.

    layers: the kind, or the kinds among which the axes of the input decide.
    written_as: the class of another library whose name it is; None for the kind's own name.
    """

    layers: tuple[Layer, ...]
    written_as: ClassName | None = None


def spellings_of(layers: Iterable[Layer]) -> dict[str, Spelling]:
    """What every name means; own names come first, and torch's before those of Keras."""
    layers = tuple(layers)
    found = {layer.kind: Spelling((layer,)) for layer in layers}
    for layer in layers:
        for each in layer.class_names:
            for name in each.written:
                if name not in found:
                    found[name] = Spelling((layer,), each)
                elif layer not in (known := found[name]).layers:
                    found[name] = Spelling((*known.layers, layer), known.written_as)
    return found


def layer_for(layers: tuple[Layer, ...], inputs: tuple[Shape, ...]) -> Layer:
    """The first of the kinds that takes inputs of so many axes; the first where none does."""
    fitting = (layer for layer in layers if len(inputs[0]) in layer.takes)
    return next(fitting, layers[0])
