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


def tokens_as_values(tokens, b, batch=1):
    """A token is a whole number of 8 bytes, has no gradient, and is counted as that many values."""
    return tokens * batch * (8 / b)


def training_of_some(parameters, trained, activations, M, b, batch=1, slots=0, state=0):
    """What learns has a gradient and the optimizer's values, a stored value only a gradient."""
    kept = parameters * b + trained * total(1, slots) * b + state * b
    return kept + 2 * activations * batch * b + M * b


def some_learn_with_tokens(values: Mapping[str, Any]) -> bool:
    """Tokens, with frozen layers or an optimizer whose values aren't so many a parameter."""
    return has_tokens(values) and (values["frozen"] > 0 or "state" in values)


def inference_with_tokens(parameters, alive, tokens, b, batch=1):
    """Inference keeps the parameters, the tensors alive at once, and each token in 8 bytes."""
    return parameters * b + alive * batch * b + 8 * tokens * batch


def tokens_of(case: Case) -> int:
    """The tokens of one input; 0 where it is made of real numbers."""
    spec = case.graph.spec
    return spec.input[0] if spec.tokens and case.graph.totals is None else 0


def bytes_of_tokens(case: Case) -> int:
    """What those of the batch take."""
    return tokens_of(case) * BYTES_OF_TOKEN * case.plan.batch


def values_of_tokens(case: Case) -> int:
    """As many values as take the same: 8 bytes are a whole number of any type's."""
    return bytes_of_tokens(case) // case.plan.bytes_per_value
