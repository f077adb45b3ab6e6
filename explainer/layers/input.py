"""The network's input: not a kind of the file, but a row of every table."""

from __future__ import annotations

from explainer.layers.layer import (
    ANYTHING,
    FEATURES,
    SEQUENCE,
    SOLID,
    VOLUME,
    Layer,
    Situation,
)

INPUT = Layer(
    "input",
    about="The image, or the features, that the network is given.",
    reference="",
    takes=ANYTHING,
)


def has_tokens(situation: Situation) -> bool:
    """Whether the input is a row of token numbers; the graph says it like a setting."""
    return bool(situation.settings.get("tokens"))


@INPUT.formula(name="activations", when=has_tokens)
def values_of_tokens():
    """Token numbers are no activations: each takes 8 bytes and has no gradient."""
    return 0


@INPUT.formula(name="activations", when=lambda s: s.rank in VOLUME)
def values_of_image(H_in, W_in, c_in):
    """The image is stored like any other volume: one value for each position and channel."""
    return H_in * W_in * c_in


@INPUT.formula(name="activations", when=lambda s: s.rank in FEATURES and not has_tokens(s))
def values_of_features(n_in):
    """The input is stored like any other row of features: one value for each."""
    return n_in


@INPUT.formula(name="activations", when=lambda s: s.rank in SEQUENCE)
def values_of_sequence(L_in, c_in):
    """The input is stored like any other: one value for each position and channel."""
    return L_in * c_in


@INPUT.formula(name="activations", when=lambda s: s.rank in SOLID)
def values_of_solid(D_in, H_in, W_in, c_in):
    """The input is stored like any other: one value for each position and channel."""
    return D_in * H_in * W_in * c_in
