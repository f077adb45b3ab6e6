"""Several branches laid behind each other along one axis: torch.cat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.language import sentence
from explainer.layers.axis import NAMES, axis_is_there, axis_setting, place_of, works_along
from explainer.layers.counts import attach_activations
from explainer.layers.layer import ANYTHING, AXES, Condition, Fault, Layer, Situation
from explainer.layers.libraries import keras
from explainer.layers.traits import Backward, Built, Does, Module, Saved
from explainer.maths import total


def along(layer: Built) -> Mapping[str, Any]:
    """torch's number of the axis, where the channels are behind the batch."""
    rank = len(layer.inputs[0])
    place = place_of(layer.settings, rank)
    return {"dim": 1 if place == rank - 1 else place + 2}


concat = Layer(
    "concat",
    about="Lays its branches behind each other, by their channels where no other axis is named.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.cat.html",
    takes=ANYTHING,
    does=Does.JOINS,
    backward=Backward(Saved.NOTHING),
    module=Module("Concat", along),
    elsewhere=(keras("Concatenate"),),
    caffe=True,
    many=True,
    sample=dict.fromkeys("cnLHWD", (6, 16)),
    settings=(
        axis_setting("Along which axis they are laid; without it the channels or features."),
    ),
)


def size_of_all(*size):
    """Along this axis the output has the places of all branches."""
    return total(*size)


def last_branch_forgotten(*size):
    """Every branch is laid behind the others, so what each of them has is added up."""
    return total(*size[:-1])


def several_branches(here: Condition) -> Condition:
    """Whether a condition holds and there is more than one branch."""
    return lambda situation: len(situation.inputs) > 1 and here(situation)


SAYS = {"c": "The output has the channels of all branches.",
        "n": "The output has the features of all branches."}  # fmt: skip
for rank in (3, 1, 2, 4):  # an image is told of first
    for letter in reversed(AXES[rank]):  # by its channels before its sides
        here = works_along(letter, rank)
        right = concat.formula(
            name=f"{letter}_out",
            when=here,
            symbols={"size": letter},
            says=SAYS.get(letter, ""),
            topic="sizes",
        )(size_of_all)
        concat.mistake(instead_of=right, when=several_branches(here))(last_branch_forgotten)
attach_activations(concat)
concat.check(axis_is_there)


@concat.check
def branches_fit(situation: Situation, _: dict[str, int]) -> Fault | None:
    """Only along the axis may the branches differ."""
    place = place_of(situation.settings, situation.rank)
    if len({(*shape[:place], *shape[place + 1 :]) for shape in situation.inputs}) == 1:
        return None
    last = place == situation.rank - 1
    return Fault(
        sentence("branches.fit_but_channels")
        if last
        else sentence("branches.fit_but_axis", axis=NAMES[situation.rank][place]),
        tuple(
            sentence("branches.row", number=str(i), shape="×".join(map(str, shape)))
            for i, shape in enumerate(situation.inputs, 1)
        ),
        sentence("branches.fit_but_channels_try" if last else "branches.fit_but_axis_try"),
        apart=last,
    )
