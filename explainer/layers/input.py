"""The network's input: not a kind of the file, but a row of every table."""

from __future__ import annotations

from explainer.layers.counts import attach_activations
from explainer.layers.layer import ANYTHING, Layer

INPUT = Layer(
    "input",
    about="The image, or the features, that the network is given.",
    reference="",
    takes=ANYTHING,
)
attach_activations(INPUT)
