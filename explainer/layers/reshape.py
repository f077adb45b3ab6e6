"""The same values in any other shape: torch.reshape."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

from explainer.language import sentence
from explainer.layers.counts import every_value
from explainer.layers.layer import ANYTHING, AXES, Condition, Fault, Keeps, Layer, Situation
from explainer.layers.libraries import keras
from explainer.layers.traits import Backward, Does, Example, Module, Saved
from explainer.layers.views import ShapeSetting, TargetShape, seen_anew, sizes_given
from explainer.maths.substitution import product_of, substituted

reshape = Layer(
    "reshape",
    about="Gives its values another shape with as many places; none is changed.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.reshape.html",
    takes=ANYTHING,
    does=Does.RESHAPES,
    backward=Backward(Saved.NOTHING, passes_on=lambda _: True),
    module=Module("Reshape"),
    elsewhere=(keras("Reshape"),),
    caffe=True,
    example=Example({"shape": [-1, 32]}),
    settings=(
        ShapeSetting("shape", TargetShape(), aliases=("target_shape",),
                     about="The new sizes, channels last as in the input; -1 for the first is "
                           "what the others leave."),
    ),
    gives=lambda s: len(s.settings["shape"]),
    keeps=lambda _: Keeps.NOTHING,
)  # fmt: skip


def rest_is_left(rank: int, axes: int) -> Condition:
    """Whether an input of so many axes gets so many, and the first size is what is left."""
    return lambda s: (
        s.rank == rank and len(s.settings["shape"]) == axes and s.settings["shape"][0] is None
    )


def what_is_left(values, others):
    """There are as many places as before: the first size is what the others leave."""
    return values / others


NOT_AS_BEFORE = (
    "The first size is what the other sizes leave of all values, not what it was before."
)
for rank in (3, 1, 2, 4):  # an image is told of first
    formula = partial(reshape.formula, topic="sizes")
    formula(
        name="n_out",
        when=rest_is_left(rank, 1),
        says="Every value becomes one feature.",
    )(every_value(rank, "in"))
    for axes in (2, 3, 4):
        first, *others = (f"{letter}_out" for letter in AXES[axes])
        here = rest_is_left(rank, axes)
        right = formula(name=first, when=here)(
            substituted(what_is_left, values=every_value(rank, "in"), others=product_of(*others))
        )
        reshape.mistake(instead_of=right, name="first_size_kept", when=here, says=NOT_AS_BEFORE)(
            product_of(f"{AXES[rank][0]}_in")
        )
reshape.formula(name="activations")(seen_anew)


@reshape.check
def as_many_values(situation: Situation, _: dict[str, int]) -> Fault | None:
    """The new shape has as many values as the old one."""
    shape, given = situation.inputs[0], sizes_given(situation.settings)
    has, asked = math.prod(shape), math.prod(given)
    whole = len(given) == len(situation.settings["shape"])
    if has == asked if whole else not has % asked:
        return None
    return Fault(
        sentence("reshape.fits" if whole else "reshape.divides"),
        (
            sentence("reshape.has", values=_product(shape)),
            sentence("reshape.asked", values=_product(given)),
        ),
        sentence("reshape.fits_try"),
    )


def _product(sizes: Sequence[int]) -> str:
    """`4·4·6 = 96`, or a single size as it is."""
    value = f"{math.prod(sizes):,}"
    return value if len(sizes) == 1 else f"{'·'.join(map(str, sizes))} = {value}"
