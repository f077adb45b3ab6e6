"""What a file may say of a layer of any kind, and what then stands for the kind's own formulas.

`counted: true` or `false` says whether the textbook account counts its output; `shares: NAME`
that it uses the parameters of another layer.
"""

from __future__ import annotations

from explainer.layers.axes import AXES
from explainer.maths import Formula
from explainer.maths.formulary import Formulary
from explainer.maths.substitution import product_of

counting = Formulary("sums")
sharing = Formulary("weights")


@counting.formula(name="activations")
def left_out():
    """The model file asks not to count the output of this layer, so it counts as nothing here."""
    return 0


# Where the file asks to count an output that its kind doesn't: by the axes of the output.
COUNTS_ANYWAY: dict[int, Formula] = {
    rank: counting.formula(
        name="activations",
        says="The model file asks to count the output of this layer, though it is no new memory.",
    )(product_of(*(f"{letter}_out" for letter in letters)))
    for rank, letters in AXES.items()
}


@sharing.formula()
def weights():
    """The layer uses the weights of another layer, which are counted there: it has none itself."""
    return 0


@sharing.formula()
def biases():
    """The layer uses the biases of another layer, which are counted there: it has none itself."""
    return 0


@sharing.formula()
def buffers():
    """The layer uses the buffers of another layer, which are counted there: it has none itself."""
    return 0


@sharing.mistake(instead_of=weights)
def shared_weights_counted_again(w_shared):
    """Layers that share their weights read the same ones: these are stored and trained once."""
    return w_shared


# What a layer of the same kind shares; one of another kind only the first of them.
SHARED: dict[str, Formula] = {each.name: each for each in (weights, biases, buffers)}
