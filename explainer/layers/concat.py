"""Several branches laid behind each other along the channels: torch.cat."""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers.counts import attach_activations
from explainer.layers.layer import ANYTHING, Fault, Layer, Situation
from explainer.layers.libraries import keras
from explainer.layers.traits import Backward, Does, Module, Saved
from explainer.maths import total

concat = Layer(
    "concat",
    about="Lays the channels of its branches behind each other.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.cat.html",
    takes=ANYTHING,
    does=Does.JOINS,
    backward=Backward(Saved.NOTHING),
    module=Module("Concat"),
    elsewhere=(keras("Concatenate"),),
    caffe=True,
    many=True,
)


@concat.formula(when=lambda s: s.rank > 1)
def c_out(*c):
    """The output has the channels of all branches."""
    return total(*c)


@concat.formula(when=lambda s: s.rank == 1)
def n_out(*n):
    """The output has the features of all branches."""
    return total(*n)


attach_activations(concat)


@concat.check
def branches_fit(situation: Situation, _: dict[str, int]) -> Fault | None:
    """Only the channels may differ between the branches."""
    if len({shape[:-1] for shape in situation.inputs}) == 1:
        return None
    return Fault(
        sentence("branches.fit_but_channels"),
        tuple(
            sentence("branches.row", number=str(i), shape="×".join(map(str, shape)))
            for i, shape in enumerate(situation.inputs, 1)
        ),
        sentence("branches.fit_but_channels_try"),
        apart=True,
    )
