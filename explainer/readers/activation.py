"""`activation: relu` inside a layer, as Keras writes it: a layer of its own behind it.

    - Conv2D: {filters: 32, kernel_size: 3, activation: relu, name: conv1}
    - Dense: {units: 10, activation: {leaky_relu: 0.2}}
    - Activation: relu

The layer behind `conv1` is called `conv1_relu`; where others take from `conv1`, they take what
that gives, as in Keras.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from explainer.language import Words, sentence
from explainer.layers import LAYERS, Layer
from explainer.layers.libraries import NO_ACTIVATION, keras
from explainer.layers.meant import advice_for_kind
from explainer.layers.traits import Does
from explainer.readers.expect import described, refuse
from explainer.readers.spelled import in_our_words, kinds_meant, with_its_defaults
from explainer.readers.wording import quoted, suggestion
from explainer.spec import Given

ACTIVATION = "activation"
LAYERS_OF_KERAS = keras("Activation").written


def is_activation(layer: Layer) -> bool:
    """Whether it works value by value, or makes shares of scores."""
    return layer.does in (Does.ACTIVATES, Does.SHARES)


def may_be_activated(kind: str) -> bool:
    """Whether `activation:` inside a layer of the kind means a layer behind it."""
    layer = LAYERS.get(kind)
    if layer is None or is_activation(layer) or layer.does is Does.RECURS:
        return False  # Keras' recurrent layers have it inside, in their gates
    return all(setting.name != ACTIVATION for setting in layer.settings)


def read_activation(given: Given, label: Words = "") -> tuple[str, dict[str, Given]] | None:
    """The kind of the layer behind, and its settings; None where there is to be none."""
    value = given.value
    if value in (None, NO_ACTIVATION):
        return None
    settings: Given | None = None
    if isinstance(value, Mapping) and len(value) == 1:
        ((written, settings),) = value.items()
    elif isinstance(value, str):
        written = value
    else:
        fault = sentence("activation.no_word", value=described(given))
        refuse(given, fault, sentence("hint.write_so", written="activation: relu"), label)
    kind = next((kind for kind in kinds_meant(written) if is_activation(LAYERS[kind])), "")
    if not kind:
        _refuse_word(given, written, label)
    return kind, with_its_defaults(written, _settings(kind, written, settings), given.place)


def _settings(kind: str, written: str, given: Given | None) -> dict[str, Given]:
    if given is None or given.value is None:
        return {}
    if isinstance(given.value, Mapping):
        return in_our_words(written, given.value)
    return {LAYERS[kind].bare: given}


def _refuse_word(given: Given, written: str, label: Words) -> NoReturn:
    known = [kind for kind, layer in LAYERS.items() if is_activation(layer)]
    fault = sentence("activation.unknown", name=quoted(written))
    advice = advice_for_kind(written, known) if written not in LAYERS else ""
    advice = advice or suggestion(written, known, sentence("activation.unknown_try"))
    refuse(given, fault, advice, label)
