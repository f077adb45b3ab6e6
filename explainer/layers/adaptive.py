"""What the adaptive pools share: the output's size is given, the windows follow from it."""

from __future__ import annotations

from explainer.layers.counts import attach_activations
from explainer.layers.layer import Keeps, Layer, Situation
from explainer.layers.pooling import nothing_to_learn
from explainer.layers.setting_types import Axes, Count, Optional
from explainer.layers.settings import Setting
from explainer.layers.traits import Backward, Built, Does, Example, Module, Saved
from explainer.maths import ceil
from explainer.maths.substitution import Function, substituted


def keeps_the_size(situation: Situation) -> bool:
    """Whether the output has the input's size along every axis."""
    wanted, given = situation.settings["output_size"], situation.inputs[0]
    return all(size in (None, axis) for size, axis in zip(wanted, given, strict=False))


def activations_of_the_same_size():
    """Every window holds a single value here, so the volume stays as it is and is not counted
    again.
    """
    return 0


def taps_of_sequence(L_in, L_out):
    """The window's length, rounded up."""
    return ceil(L_in / L_out)


def taps_of_image(H_in, W_in, H_out, W_out):
    """The window's height times its width, both rounded up."""
    return ceil(H_in / H_out) * ceil(W_in / W_out)


def taps_of_solid(D_in, H_in, W_in, D_out, H_out, W_out):
    """The window's three sides multiplied, all rounded up."""
    return ceil(D_in / D_out) * ceil(H_in / H_out) * ceil(W_in / W_out)


TAPS: dict[int, Function] = {1: taps_of_sequence, 2: taps_of_image, 3: taps_of_solid}
SIZE_OF = {
    1: "The output's length.",
    2: "The output's height and width; null keeps the input's.",
    3: "The output's depth, height and width; null keeps the input's.",
}


def pooling_given_weights(taps, c_in):
    """The size of the windows follows from the sizes of the input and the output; they have no
    weights.
    """
    return taps * c_in


def unless_mean(layer: Built) -> Saved:
    """An average keeps its input, although only its size is needed; a mean of all keeps nothing."""
    return Saved.NOTHING if set(layer.output[:-1]) == {1} else Saved.INPUT


def adaptive_pool(
    kind: str, about: str, axes: tuple[str, ...], torch_name: str, backward: Backward
) -> Layer:
    """A pool whose output's size is given; the torch class is named for its reference."""
    n = len(axes)
    layer = Layer(
        kind,
        about=about,
        reference=f"https://docs.pytorch.org/docs/stable/generated/torch.nn.{torch_name}.html",
        takes=(n + 1,),
        does=Does.POOLS,
        backward=backward,
        module=Module(torch_name),
        caffe=n == 2,
        example=Example({"output_size": 7}),
        settings=(
            # torch takes None for one axis among several only
            Setting("output_size", Axes(n, Optional(Count()) if n > 1 else Count()),
                    symbols=tuple(f"{axis}_out" for axis in axes), about=SIZE_OF[n]),
        ),
        keeps=lambda s: Keeps.NOTHING if keeps_the_size(s) else Keeps.NEW,
    )  # fmt: skip
    right = layer.formula(name="weights")(nothing_to_learn)
    wrong = substituted(pooling_given_weights, taps=TAPS[n])
    layer.mistake(instead_of=right, name="pooling_given_weights")(wrong)
    attach_activations(layer)
    layer.formula(name="activations", when=keeps_the_size)(activations_of_the_same_size)
    return layer
