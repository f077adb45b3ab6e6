"""A small layer of each kind, for the page of a kind that none of the site's networks has."""

from __future__ import annotations

from typing import Any

from explainer.graph import Node, build
from explainer.readers.from_mapping import read_mapping

IMAGE, SEQUENCE, SOLID, FEATURES = "32x32x6", "50x6", "9x8x8x6", "40"
# What a kind takes where that is no image, and the settings that it can't do without.
INPUTS = {"conv1d": SEQUENCE, "conv3d": SOLID, "linear": FEATURES, "softmax": FEATURES}
SETTINGS: dict[str, dict[str, Any]] = {
    **{
        kind: {"out_channels": 16, "kernel_size": 3, "padding": 1, "stride": 2}
        for kind in ("conv2d", "conv1d", "conv3d", "conv_transpose2d")
    },
    **{kind: {"kernel_size": 2} for kind in ("max_pool2d", "avg_pool2d")},
    **{kind: {"output_size": 7} for kind in ("adaptive_avg_pool2d", "adaptive_max_pool2d")},
    "linear": {"out_features": 10},
    "layer_norm": {"normalized_shape": 6},
    "group_norm": {"num_groups": 3},
    "local_response_norm": {"size": 5},
    "upsample": {"scale_factor": 2},
    "zero_pad2d": {"padding": 1},
}
JOINING = ("add", "multiply", "concat")


def small_layer(kind: str) -> Node:
    """A layer of this kind by itself, worked out."""
    layer: dict[str, Any] = {kind: {**SETTINGS.get(kind, {})}}
    layers: list[Any] = [layer]
    if kind in JOINING:
        layers = [{"relu": {"name": "branch"}}, {kind: ["input", "branch"]}]
    spec = read_mapping({"name": kind, "input": INPUTS.get(kind, IMAGE), "layers": layers})
    return build(spec).nodes[-1]
