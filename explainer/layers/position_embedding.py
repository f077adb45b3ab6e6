"""A learnt row for every position, added to the sequence: learnt position embeddings."""

from __future__ import annotations

from explainer.layers.counts import attach_activations, parameters_without_biases
from explainer.layers.layer import SEQUENCE, Layer
from explainer.layers.operations import Gradient, Operation, Running
from explainer.layers.tensors import row_for_each_position
from explainer.layers.traits import Backward, Built, Does, Module


def positions(layer: Built) -> dict[str, int]:
    """The table has a row for each position of the input."""
    return {"positions": layer.inputs[0][0], "channels": layer.inputs[0][-1]}


def operations(_: Built, __: Running) -> tuple[Operation, ...]:
    """A sum: its gradient is the sequence's, and added up over the batch the table's."""
    return (Operation("add", learns=(0,), gradient=Gradient.SHARED),)


position_embedding = Layer(
    "position_embedding",
    about="Adds a learnt row to each position of a sequence, so that its place is known.",
    reference="https://docs.pytorch.org/vision/stable/models/vision_transformer.html",
    takes=SEQUENCE,
    does=Does.LOCATES,
    backward=Backward(operations=operations),
    module=Module("PositionEmbedding", positions),
    caffe=False,
    tensors=row_for_each_position,
    sample={"L_in": 197, "c_in": 768},
)


@position_embedding.formula()
def weights(L_in, c_in):
    """Each position has a row of c_in learnt values, the same for every <image|example>."""
    return L_in * c_in


weights.mistake(
    "one_row_for_all_positions",
    L_in=1,
    says="Every position has a row of its own; one row for all would say nothing of the place.",
)


@position_embedding.mistake(instead_of=weights)
def position_of_class_token_forgotten(L_in, c_in):
    """Every position of the sequence has a row, that of a class token too."""
    return (L_in - 1) * c_in


position_embedding.formula(name="parameters")(parameters_without_biases)
attach_activations(position_embedding)
