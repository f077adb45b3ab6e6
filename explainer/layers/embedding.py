"""A learnt row for every token: torch.nn.Embedding."""

from __future__ import annotations

from explainer.layers.counts import attach_activations, parameters_without_biases
from explainer.layers.layer import FEATURES, Layer
from explainer.layers.libraries import keras
from explainer.layers.setting_types import Count
from explainer.layers.settings import Setting
from explainer.layers.tensors import table
from explainer.layers.traits import Backward, Does, Example, Module, Saved

embedding = Layer(
    "embedding",
    about="Looks up a learnt row of values for each token.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.Embedding.html",
    takes=FEATURES,
    tokens=True,
    does=Does.LOOKS_UP,
    backward=Backward(Saved.INPUT),
    module=Module("Embedding"),
    elsewhere=(keras("Embedding"),),
    caffe=True,
    tensors=table,
    gives=lambda _: len(("L", "c")),
    example=Example({"num_embeddings": 1000, "embedding_dim": 16}),
    varied=("embedding_dim",),
    sample={"v": 100, "n_in": 8, "L_out": 8},
    settings=(
        Setting("num_embeddings", Count(), symbols=("v",), aliases=("input_dim",),
                about="How many different tokens there are."),
        Setting("embedding_dim", Count(), symbols=("c_out",), aliases=("output_dim",),
                about="How many values the row of each token has."),
    ),
)  # fmt: skip


@embedding.formula(topic="sizes")
def L_out(n_in):
    """Each token becomes one position of a sequence."""
    return n_in


@embedding.formula()
def weights(v, c_out):
    """Every token of the vocabulary has a row of c_out learnt values."""
    return v * c_out


weights.mistake(
    "tokens_taken_as_vocabulary",
    v="n_in",
    says="The table has a row for every token of the vocabulary, not only for the tokens of the "
    "input.",
)


@embedding.mistake(instead_of=weights)
def table_for_each_position(v, c_out, n_in):
    """All positions look up their rows in the same table."""
    return v * c_out * n_in


embedding.formula(name="parameters")(parameters_without_biases)
rows = attach_activations(embedding)[2]
rows.mistake(
    "one_hot_counted",
    c_out="v",
    says="A row is looked up by the token's number: "
    "no row of zeros with a single 1 is ever stored.",
)
