"""Normalisation of each channel of each image by itself: torch.nn.InstanceNorm2d."""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers.counts import attach_activations
from explainer.layers.layer import VOLUME, Fault, Layer, Situation
from explainer.layers.norm_over_batch import attach_learnt, attach_tracked, norm_settings
from explainer.layers.normalisation import statistics
from explainer.layers.tensors import vectors
from explainer.layers.traits import Backward, Does, Module, Saved


def one_for_each_channel(c_in, b, batch=1):
    """Each channel of each <image|example> has one value."""
    return c_in * b * batch


instance_norm2d = Layer(
    "instance_norm2d",
    about="Brings each channel of each image to mean 0 and variance 1 by itself.",
    reference="https://docs.pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html",
    takes=VOLUME,
    does=Does.NORMALISES_CHANNELS,
    backward=Backward(
        Saved.INPUT,
        makes=statistics(one_for_each_channel),
        in_inference=lambda layer: not layer.settings["track_running_stats"],
    ),
    module=Module("InstanceNorm2d", channels=True),
    declares="num_features",
    caffe=False,
    tensors=vectors,
    sample={"weights": 16, "biases": 16, "buffers": 32},
    settings=norm_settings(usually=False),
)
attach_learnt(instance_norm2d)
attach_tracked(instance_norm2d)
attach_activations(instance_norm2d)


@instance_norm2d.check
def channels_have_several_places(_: Situation, values: dict[str, int]) -> Fault | None:
    """torch's rule: a channel of a single value has no variance to divide by."""
    if values["H_in"] * values["W_in"] > 1:
        return None
    return Fault(
        sentence("norm.single_place"),
        ("H_in · W_in = 1 · 1 = 1",),
        sentence("norm.single_place_try"),
        small=True,
    )
