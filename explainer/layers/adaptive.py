"""What the adaptive pools share: the output's size is given, the windows follow from it."""

from __future__ import annotations

from explainer.layers.counts import attach_activations
from explainer.layers.layer import VOLUME, Keeps, Layer, Situation
from explainer.layers.pooling import nothing_to_learn
from explainer.layers.setting_types import Axes, Count, Optional
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Built, Does, Example, Module, Saved
from explainer.maths import ceil


def keeps_the_size(situation: Situation) -> bool:
    """Whether the output has the input's height and width."""
    wanted, given = situation.settings["output_size"], situation.inputs[0]
    return all(size in (None, axis) for size, axis in zip(wanted, given, strict=False))


def activations_of_the_same_size():
    """Every window holds a single value here, so the volume stays as it is and is not counted
    again.
    """
    return 0


def pooling_given_weights(H_in, W_in, H_out, W_out, c_in):
    """The size of the windows follows from the sizes of the input and the output; they have no
    weights.
    """
    return ceil(H_in / H_out) * ceil(W_in / W_out) * c_in


def unless_mean(layer: Built) -> Saved:
    """An average keeps its input, although only its size is needed; a mean of all keeps nothing."""
    return Saved.NOTHING if layer.output[:2] == (1, 1) else Saved.INPUT


def adaptive_pool(kind: str, about: str, torch_name: str, backward: Backward) -> Layer:
    """A pool whose output's size is given; the torch class is named for its reference."""
    layer = Layer(
        kind,
        about=about,
        reference=f"https://docs.pytorch.org/docs/stable/generated/torch.nn.{torch_name}.html",
        takes=VOLUME,
        does=Does.POOLS,
        backward=backward,
        module=Module(torch_name),
        caffe=True,
        example=Example({"output_size": 7}),
        settings=(
            Setting("output_size", Axes(2, Optional(Count())), symbols=("H_out", "W_out"),
                    about="The output's height and width; null keeps the input's."),
        ),
        keeps=lambda s: Keeps.NOTHING if keeps_the_size(s) else Keeps.NEW,
    )  # fmt: skip
    right = layer.formula(name="weights")(nothing_to_learn)
    layer.mistake(instead_of=right)(pooling_given_weights)
    attach_activations(layer)
    layer.formula(name="activations", when=keeps_the_size)(activations_of_the_same_size)
    return layer
