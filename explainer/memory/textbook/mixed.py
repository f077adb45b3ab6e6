"""Training in mixed precision: the layers compute in few bytes, the optimizer in many.

Every parameter is there twice: the copy in low precision, with which the layers compute, and
the float32 master, which the optimizer changes. The masters are counted with the optimizer, as
in the ZeRO paper (Rajbhandari et al. 2020, arXiv:1910.02054, section 3.1), where Adam's
parameters take 2 + 2 + (4 + 4 + 4) = 16 bytes each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.maths import total
from explainer.maths.formulary import Condition, Formulary
from explainer.maths.substitution import Function, Part, substituted
from explainer.memory.textbook.unit_formulas import BATCH_FORGOTTEN
from explainer.memory.textbook.variants import ACTIVATIONS_FORGOTTEN, values_besides
from explainer.network.tokens import bytes_of_all, has_none, has_tokens, mixed_training_with_tokens

mixed_training = Formulary("training", {"b": 2})


def has_slots(values: Mapping[str, Any]) -> bool:
    """The optimizer keeps so many values beside each parameter; else `state` counts them all."""
    return "slots" in values


@mixed_training.formula(part="parameters")
def bytes_of_parameters(parameters, b):
    """The layers compute with a copy of every parameter in low precision."""
    return parameters * b


@mixed_training.formula(part="gradients")
def bytes_of_gradients(trained, b):
    """The backward pass makes one gradient for every trained parameter, in low precision."""
    return trained * b


@mixed_training.formula(part="masters")
def bytes_of_masters(trained, b_master):
    """Small steps get lost in low precision, so every trained parameter has a `float32` master."""
    return trained * b_master


@mixed_training.formula(part="optimizer", when=has_slots, parts={"masters": 1})
def bytes_of_optimizer(trained, masters, slots, b_master):
    """The optimizer keeps, in `float32`, the master and its own values for every parameter."""
    return trained * total(masters, slots) * b_master


@mixed_training.formula(part="optimizer", when=lambda v: "state" in v)
def bytes_of_masters_and_state(trained, state, b_master):
    """The optimizer keeps, in `float32`, a master of every parameter, and its own values."""
    return (trained + state) * b_master


MASTERS_FORGOTTEN = (
    "The optimizer adds small steps to a `float32` master of every parameter, and keeps it."
)
bytes_of_optimizer.mistake("masters_forgotten", masters=0, when=has_slots, says=MASTERS_FORGOTTEN)


@mixed_training.formula(part="each_parameter", when=has_slots)
def bytes_of_each_parameter(b, b_master, slots):
    """A trained parameter has its copy, its gradient, its master, and the optimizer's values."""
    return total(b, b, b_master, slots * b_master)


@mixed_training.formula(part="activations")
def bytes_of_activations(activations, b, batch=1):
    """Every <image|example> of the batch stores its own activations, in low precision."""
    return activations * batch * b


bytes_of_activations.mistake("batch_forgotten", batch=1, says=BATCH_FORGOTTEN)
bytes_of_activations.mistake(
    "activations_as_masters",
    b="b_master",
    says="Only what the optimizer keeps is `float32`: the layers put out values in low precision.",
)


@mixed_training.formula(part="activation_gradients")
def bytes_of_activation_gradients(activations, b, batch=1):
    """The textbook account counts one gradient for every stored value, in low precision."""
    return activations * batch * b


@mixed_training.formula(part="miscellaneous", when=lambda v: v["M"] > 0)
def bytes_of_miscellaneous(M, b):
    """What is stored besides is given as a number of values for the whole batch."""
    return M * b


mixed_training.formula(part="miscellaneous", when=has_tokens)(bytes_of_all)


IN_FULL: dict[str, Part] = {"masters": "b_master", "besides": values_besides}


@mixed_training.formula(part="training", when=has_slots, parts=IN_FULL)
def bytes_of_training(
    parameters, trained, slots, activations, b, masters, b_master, besides, batch=1
):
    """Copies, gradients and activations are in low precision; masters and the optimizer's values
    are in `float32`.
    """
    kept = trained * total(b, masters, slots * b_master)
    return parameters * b + kept + 2 * activations * batch * b + besides


@mixed_training.formula(part="training", when=lambda v: "state" in v)
def bytes_of_training_with_state(
    parameters, trained, state, activations, b, b_master, batch=1, M=0
):
    """Copies, gradients and activations are in low precision; masters and the optimizer's values
    are in `float32`.
    """
    kept = trained * total(b, b_master) + state * b_master
    return parameters * b + kept + 2 * activations * batch * b + M * b


mixed_training.formula(part="training", when=has_tokens)(mixed_training_with_tokens)


def mixed_halves_everything(parameters, trained, slots, activations, b, besides, batch=1):
    """Only copies, gradients and activations are halved: the optimizer still works in `float32`."""
    return parameters * b + trained * total(1, slots) * b + 2 * activations * batch * b + besides


def activations_forgotten(parameters, trained, slots, b, b_master, besides):
    """The parameters alone, with what goes with them."""
    return parameters * b + trained * total(b, b_master, slots * b_master) + besides


def _attach_mistakes(besides: Function, among: Condition) -> None:
    """The mistakes that are made in the total. besides: what is stored besides."""

    def when(values: Mapping[str, Any]) -> bool:
        return has_slots(values) and among(values)

    mixed_training.mistake(instead_of=bytes_of_training, name="mixed_halves_everything", when=when)(
        substituted(mixed_halves_everything, besides=besides)
    )
    bytes_of_training.mistake(
        "masters_forgotten", masters=0, besides=besides, when=when, says=MASTERS_FORGOTTEN
    )
    mixed_training.mistake(
        instead_of=bytes_of_training,
        name="activations_forgotten",
        when=when,
        says=ACTIVATIONS_FORGOTTEN,
    )(substituted(activations_forgotten, besides=besides))


_attach_mistakes(values_besides, has_none)
_attach_mistakes(bytes_of_all, has_tokens)
