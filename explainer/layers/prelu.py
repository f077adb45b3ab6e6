"""The rectifier whose slope below 0 is learnt: torch.nn.PReLU."""

from __future__ import annotations

from fractions import Fraction

from explainer.language import sentence
from explainer.layers.counts import attach_activations, parameters_without_biases
from explainer.layers.elementwise import in_place, keeps_by_inplace
from explainer.layers.layer import ANYTHING, Fault, Layer, Situation
from explainer.layers.libraries import keras
from explainer.layers.setting_types import Count, Real
from explainer.layers.settings import Setting
from explainer.layers.tensors import vectors
from explainer.layers.traits import Backward, Does, Module, Saved, without

prelu = Layer(
    "prelu",
    about="Multiplies every negative value by a slope that is learnt.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.PReLU.html",
    takes=ANYTHING,
    does=Does.ACTIVATES,
    backward=Backward(Saved.INPUT, as_value=True),
    module=Module("PReLU", without("inplace")),
    elsewhere=(keras("PReLU", differs="meant.keras_prelu"),),
    caffe=True,
    tensors=vectors,
    sample={"weights": 16},
    settings=(
        Setting("num_parameters", Count(), 1, about="One slope for all channels, or one for each."),
        Setting("init", Real(), Fraction(1, 4), about="The slope that training starts from."),
        in_place("PReLU", in_torch=False),
    ),
    keeps=keeps_by_inplace,
)


def has_one_slope(situation: Situation) -> bool:
    """Whether all channels share one slope."""
    return bool(situation.settings["num_parameters"] == 1)


@prelu.formula(when=has_one_slope)
def weights():
    """All channels share one learnt slope."""
    return 1


@prelu.formula(name="weights", when=lambda s: not has_one_slope(s) and s.rank > 1)
def weights_of_channels(c_in):
    """Each channel has a learnt slope of its own."""
    return c_in


@prelu.formula(name="weights", when=lambda s: not has_one_slope(s) and s.rank == 1)
def weights_of_features(n_in):
    """Each feature has a learnt slope of its own."""
    return n_in


parameters = prelu.formula(name="parameters")(parameters_without_biases)
parameters.mistake(
    "slopes_forgotten",
    weights=0,
    says="This activation function learns: its slopes are trained like any weight.",
)
attach_activations(prelu)


@prelu.check
def slopes_fit(situation: Situation, _: dict[str, int]) -> Fault | None:
    """torch's rule: one slope, or as many as there are channels."""
    slopes, channels = situation.settings["num_parameters"], situation.inputs[0][-1]
    if slopes in (1, channels):
        return None
    taken = sentence("groups.channels")
    return Fault(
        sentence("slopes.fit", slopes=str(slopes), channels=str(channels)),
        (f"num_parameters = {slopes}     {taken} = {channels}",),
        sentence("slopes.either_try", channels=str(channels))
        if channels > 1
        else sentence("slopes.one_try"),
    )
