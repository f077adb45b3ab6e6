"""The network's input: not a kind of the file, but a row of every table."""

from __future__ import annotations

from explainer.layers.counts import every_value, has_axes
from explainer.layers.layer import ANYTHING, Layer, Situation
from explainer.layers.traits import Backward, Does, Module, Saved

INPUT = Layer(
    "input",
    about="What the network is given: an image, a text, a sequence, or features.",
    reference="",
    takes=ANYTHING,
    does=Does.IS_GIVEN,
    backward=Backward(Saved.NOTHING),
    module=Module("Identity"),
    caffe=True,
)


SENTENCES = {
    3: "The image is stored like any other volume: one value for each position and channel.",
    1: "The input is stored like any other row of features: one value for each.",
    2: "The input is stored like any other: one value for each position and channel.",
    4: "The input is stored like any other: one value for each position and channel.",
}
for rank, says in SENTENCES.items():
    formula = INPUT.formula(name="activations", when=has_axes(rank), says=says, topic="sums")
    formula(every_value(rank, "in"))


def has_tokens(situation: Situation) -> bool:
    """Whether the input is a row of token numbers; the graph says it like a setting."""
    return bool(situation.settings.get("tokens"))


@INPUT.formula(name="activations", when=has_tokens, topic="sums")  # in place of the row's formula
def values_of_tokens():
    """Token numbers are no activations: each takes 8 bytes and has no gradient."""
    return 0
