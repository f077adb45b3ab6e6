"""Token numbers, as the input of a network of words has them.

A token is a whole number of 8 bytes (`int64` in torch) whatever type the values have. It has no
gradient and is no activation: both accounts count it beside the values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.maths import total
from explainer.network.case import Case

BYTES_OF_TOKEN = 8


def has_tokens(values: Mapping[str, Any]) -> bool:
    """The condition of formulas for a network that is given tokens."""
    return bool(values.get("tokens"))


def has_none(values: Mapping[str, Any]) -> bool:
    """The condition of formulas for a network that is given real numbers."""
    return not has_tokens(values)


def bytes_of_all(tokens, batch=1):
    """A token is a whole number of 8 bytes, and has no gradient."""
    return 8 * tokens * batch


def training_with_tokens(parameters, trained, activations, tokens, b, batch=1, slots=0, state=0):
    """A parameter that learns has a gradient and the optimizer's values; every stored value has a
    gradient and nothing else.
    """
    kept = parameters * b + trained * total(1, slots) * b + state * b
    return kept + 2 * activations * batch * b + 8 * tokens * batch


def mixed_training_with_tokens(
    parameters, trained, activations, tokens, b, b_master, batch=1, slots=0, state=0
):
    """Copies, gradients and activations are in low precision, the optimizer's values in `float32`,
    and a token takes 8 bytes.
    """
    kept = trained * total(b, b_master, slots * b_master) + state * b_master
    return parameters * b + kept + 2 * activations * batch * b + 8 * tokens * batch


def inference_with_tokens(parameters, alive, tokens, b, batch=1):
    """Inference keeps the parameters, the tensors alive at once, and each token in 8 bytes."""
    return parameters * b + alive * batch * b + 8 * tokens * batch


def tokens_of(case: Case) -> int:
    """The tokens that the network is given; 0 where it is given real numbers alone."""
    return sum(node.output[0] for node in case.graph.inputs if node.tokens)


def bytes_of_tokens(case: Case) -> int:
    """What those of the batch take."""
    return tokens_of(case) * BYTES_OF_TOKEN * case.plan.batch


def values_of_tokens(case: Case) -> int:
    """As many values as take the same: 8 bytes are a whole number of any type's."""
    return bytes_of_tokens(case) // case.plan.bytes_per_value
