"""Sentences about what words and numbers mean."""

from __future__ import annotations

from tests.solving import words
from tests.solving.facts import Facts
from tests.solving.grammar import convention, sentence


@sentence(r"(?:Sequences|Images and volumes|Solids) are given as (?P<order>[\w ×]+)\.")
def _order(facts: Facts, said: dict[str, str]) -> None:
    order = tuple(said["order"].split(" × "))
    facts.order[len(order)] = order


@sentence(r"Settings that are not named stand at their default: (?P<settings>.+?)\.(?= |\n|$)")
def _defaults(facts: Facts, said: dict[str, str]) -> None:
    facts.defaults = words.settings(said["settings"])


convention("in order", r"Where a setting has several numbers, they stand in this order too\.")
convention("channels first", r"The numbers of normalized_shape have the channels first\.")
convention("unchanged", r"An output size that is unchanged is that of the input\.")
convention(
    "same",
    r"With padding same there are as many zeros as ⌈size / stride⌉ places of the "
    r"window need along each axis\.",
)
convention(
    "rounded up",
    r"With ceil_mode yes the number of places of the window is rounded up, but the last window "
    r"has to begin in the (?:image|input) or in the padding before it\.",
)
convention(
    "scales",
    r"The weights of a normalisation are the scales that it learns, and its biases are the "
    r"shifts\. A mean or a variance that is tracked is not a parameter\.",
)
convention(
    "two biases",
    r"A recurrent layer has a bias beside each of its matrices, as in PyTorch: two for each gate\.",
)
convention(
    "biases of second",
    r"Of the two parts of a separable_conv2d only the second adds biases\.",
)
convention(
    "stored between",
    r"A separable_conv2d stores what both of its parts put out\.",
)
convention(
    "stored cell",
    r"An lstm stores its state, its four gates and its cell at each position, and its last state "
    r"and its last cell once more\.",
)
convention(
    "stored gates",
    r"A gru stores its state and its three gates at each position, and its last state once more\.",
)
convention(
    "stored states",
    r"An rnn stores its state at each position, and its last state once more\.",
)
convention(
    "slopes", r"The weights of a prelu are the slopes that it learns, and it has no biases\."
)
