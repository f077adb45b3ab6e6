"""The seven parts that CNN memory is often divided into, each counted once.

Parameters, intermediate feature maps, activations, gradients, optimizer state, input data,
other data structures: two of them are the same tensors, and two are more than they seem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from explainer.maths import total
from explainer.maths.formulary import Formulary
from explainer.memory.framework.simulation import Step
from explainer.memory.framework.storage import VALUES
from explainer.memory.textbook.account import training_of
from explainer.memory.textbook.alive import peak_of_inference
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.network.tokens import bytes_of_tokens
from explainer.once import once

seven_parts = Formulary("training")


@seven_parts.formula(part="feature_maps")
def bytes_of_feature_maps(bytes_of_activations, bytes_of_input):
    """The values that are stored beside the <images|inputs> are the feature maps; they are the
    activations, too.
    """
    return bytes_of_activations - bytes_of_input


@seven_parts.formula(part="all_gradients")
def bytes_of_all_gradients(bytes_of_gradients, bytes_of_activation_gradients):
    """The textbook account counts gradients of the parameters, and of every stored value."""
    return total(bytes_of_gradients, bytes_of_activation_gradients)


bytes_of_all_gradients.mistake(
    "gradients_of_parameters_only",
    bytes_of_activation_gradients=0,
    says="On its way to the parameters the backward pass makes gradients of the values of the "
    "layers, too.",
)


def twice(bytes_of_feature_maps):
    """The feature maps, and the activations that they are."""
    return 2 * bytes_of_feature_maps


@seven_parts.formula(part="parts")
def bytes_of_parts(
    bytes_of_parameters,
    bytes_of_feature_maps,
    bytes_of_all_gradients,
    bytes_of_optimizer,
    bytes_of_input,
):
    """The sum of the parts, with feature maps and activations as one part, is the textbook's
    total.
    """
    return total(
        bytes_of_parameters,
        bytes_of_feature_maps,
        bytes_of_all_gradients,
        bytes_of_optimizer,
        bytes_of_input,
    )


bytes_of_parts.mistake(
    "feature_maps_beside_activations",
    bytes_of_feature_maps=twice,
    when=lambda v: v["bytes_of_feature_maps"] > 0,
    says="Feature maps and activations are two names for the same tensors: they are stored once.",
)


@dataclass(frozen=True)
class Others:
    """Data structures besides, in bytes.

    kept: what PyTorch keeps for the backward pass beside values, for the batch; None where
        there is no such account.
    unfolded: the convolution with the largest matrix of im2col; matrix: that, for one image.
    """

    kept: int | None
    unfolded: Node | None
    matrix: int


@once
def part_values(case: Case) -> Mapping[str, Any]:
    """The bytes of the parts, by their symbols."""
    book = training_of(case)
    images = case.graph.values_given * case.plan.batch * case.plan.bytes_per_value
    return {
        "bytes_of_parameters": book.parameters,
        "bytes_of_activations": book.activations,
        "bytes_of_input": images + bytes_of_tokens(case),
        "bytes_of_feature_maps": book.activations - images,
        "bytes_of_gradients": book.gradients,
        "bytes_of_activation_gradients": book.activation_gradients,
        "bytes_of_all_gradients": book.gradients + book.activation_gradients,
        "bytes_of_optimizer": book.optimizer,
    }


def others_of(case: Case, step: Step | None) -> Others:
    """The seventh part, as far as it can be derived."""
    kept = None
    if step is not None:
        kept = sum(each.bytes for each in step.saved.storages if each.what not in VALUES)
    unfolded = max(case.graph.nodes, key=lambda node: node.count("im2col"))
    matrix = unfolded.count("im2col") * case.plan.bytes_per_value
    return Others(kept, unfolded if matrix else None, matrix)


def larger_from(case: Case) -> int:
    """The smallest batch whose activations take more bytes than the parameters."""
    book = training_of(case)
    return book.parameters // (book.activations // case.plan.batch) + 1


def alive_in_inference(case: Case) -> int:
    """The bytes of the largest set of tensors alive at once, for the batch."""
    return peak_of_inference(case.graph).total * case.plan.batch * case.plan.bytes_per_value
