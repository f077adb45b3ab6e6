"""A learnt row before the rows of a sequence: the class token of a vision transformer."""

from __future__ import annotations

from explainer.layers.counts import attach_activations, parameters_without_biases
from explainer.layers.layer import SEQUENCE, Layer
from explainer.layers.operations import Gradient, Operation, Running
from explainer.layers.tensors import one_row
from explainer.layers.traits import Backward, Built, Does, Module


def operations(_: Built, run: Running) -> tuple[Operation, ...]:
    """The row, the same for every image, and the sequence are copied behind each other."""
    alone = run.batch == 1  # then nothing is added up for the row
    gradient = Gradient.PART if alone else Gradient.PASSED_ON
    return (Operation("cat", learns=(0,), widened=True, gradient=gradient),)


class_token = Layer(
    "class_token",
    about="Lays a learnt row before a sequence: at its place the network gathers its answer.",
    reference="https://docs.pytorch.org/vision/stable/models/vision_transformer.html",
    declares="hidden_dim",
    takes=SEQUENCE,
    does=Does.PRECEDES,
    backward=Backward(operations=operations),
    module=Module("ClassToken", lambda _: {}, channels=True),
    caffe=False,
    tensors=one_row,
    sample={"L_in": 196, "c_in": 768},
)


@class_token.formula(topic="sizes")
def L_out(L_in):
    """The learnt row stands before the others, so there is one position more."""
    return L_in + 1


@class_token.mistake(instead_of=L_out)
def class_token_forgotten(L_in):
    """The token is a position like the others: all layers behind it see one more."""
    return L_in


@class_token.formula()
def weights(c_in):
    """One row of c_in values is learnt, and every <image|example> is given the same."""
    return c_in


@class_token.mistake(instead_of=weights)
def row_for_each_position(L_in, c_in):
    """There is one row, however long the sequence is."""
    return L_in * c_in


class_token.formula(name="parameters")(parameters_without_biases)
attach_activations(class_token)
