"""Formulas of the textbook account for what not every training has.

Frozen layers: then `trained` counts the parameters that get a gradient. An optimizer that
keeps no fixed number of values beside a parameter: then `state` counts all that it keeps.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from explainer.maths import total
from explainer.maths.formula import Formula
from explainer.maths.formulary import Condition, Formulary
from explainer.maths.substitution import Function, substituted
from explainer.network.tokens import bytes_of_all, has_none, has_tokens

ACTIVATIONS_FORGOTTEN = (
    "Training also stores the values of every <image|example> in the batch, each with its gradient."
)


def plain(values: Any) -> bool:
    """All parameters learn, and the optimizer keeps so many values beside each."""
    return not values["frozen"] and "slots" in values


def frozen(values: Any) -> bool:
    """Some parameters don't learn, and the optimizer keeps so many values beside the others."""
    return values["frozen"] > 0 and "slots" in values


def factored(values: Any) -> bool:
    """All parameters learn, and what the optimizer keeps is a sum over the layers."""
    return not values["frozen"] and "state" in values


def frozen_and_factored(values: Any) -> bool:
    """Some parameters don't learn, and what the optimizer keeps is a sum over the others."""
    return values["frozen"] > 0 and "state" in values


def any_frozen(values: Any) -> bool:
    """Some parameters don't learn."""
    return bool(values["frozen"])


def none_frozen(values: Any) -> bool:
    """All parameters learn."""
    return not values["frozen"]


def in_turn(values: Any) -> bool:
    """Several micro-batches make one step."""
    return bool(values["micro_batches"] > 1)


def values_besides(b, M=0):
    """What is stored besides, where it is given as a number of values."""
    return M * b


def gradients_of_trained(trained, b):
    """The backward pass makes a gradient only for the parameters that are not frozen."""
    return trained * b


def slots_of_trained(slots, trained, b):
    """Beside every parameter that is not frozen the optimizer keeps values of its own (slots)."""
    return slots * trained * b


def state_in_bytes(state, b):
    """The optimizer keeps its values from one step to the next."""
    return state * b


def training_with_frozen(parameters, trained, slots, activations, b, batch=1):
    """Frozen parameters are stored alone; every other parameter also has a gradient and its
    slots.
    """
    return parameters * b + trained * total(1, slots) * b + 2 * activations * batch * b


def training_with_state(parameters, state, activations, b, batch=1):
    """Every parameter and every stored value has a gradient; the state of the optimizer is
    added.
    """
    return parameters * total(1, 1) * b + state * b + 2 * activations * batch * b


def training_with_frozen_and_state(parameters, trained, state, activations, b, batch=1):
    """Frozen parameters have no gradient; the others have one, and the state of the optimizer is
    added for them.
    """
    return parameters * b + trained * b + state * b + 2 * activations * batch * b


def frozen_layers_forgotten(trained, slots, activations, b, besides, batch=1):
    """Frozen layers still compute, so their parameters have to be in memory."""
    return trained * total(1, 1, slots) * b + 2 * activations * batch * b + besides


def frozen_counted_as_trained(parameters, slots, activations, b, besides, batch=1):
    """A frozen parameter has neither a gradient nor values of the optimizer."""
    return parameters * total(1, 1, slots) * b + 2 * activations * batch * b + besides


def activations_forgotten(parameters, trained, slots, b, besides):
    """The parameters alone, with what goes with those that learn."""
    return parameters * b + trained * total(1, slots) * b + besides


def micro_batches_counted_at_once(activations, b, micro_batches, batch=1):
    """The values of a micro-batch are released before the next one is read."""
    return activations * micro_batches * batch * b


def attach(training: Formulary) -> None:
    """The total in each variant, and the mistakes that are made with these formulas."""
    total_of = partial(training.formula, part="training")
    right = total_of(when=frozen)(training_with_frozen)
    total_of(when=factored)(training_with_state)
    total_of(when=frozen_and_factored)(training_with_frozen_and_state)
    training.spellings("bytes_of_gradients")[1].mistake(
        "frozen_counted_as_trained",
        trained="parameters",
        when=any_frozen,
        says="A frozen parameter gets no gradient: only those that learn are counted here.",
    )
    (stored,) = training.spellings("bytes_of_activations")
    training.mistake(instead_of=stored, when=in_turn)(micro_batches_counted_at_once)
    _attach_mistakes(training, right, values_besides, has_none)
    _attach_mistakes(training, right, bytes_of_all, has_tokens)


def _attach_mistakes(
    training: Formulary, right: Formula, besides: Function, among: Condition
) -> None:
    """The mistakes in the total where some layers are frozen. besides: what is stored besides."""
    for slip, says in (
        (frozen_layers_forgotten, ""),
        (frozen_counted_as_trained, ""),
        (activations_forgotten, ACTIVATIONS_FORGOTTEN),
    ):
        training.mistake(
            instead_of=right,
            name=slip.__name__,
            when=lambda values: frozen(values) and among(values),
            says=says,
        )(substituted(slip, besides=besides))
