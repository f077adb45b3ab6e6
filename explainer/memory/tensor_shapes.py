"""The shapes of a layer's tensors of parameters, as torch lays them out."""

from __future__ import annotations

from explainer.graph import Node


def tensor_shapes(node: Node) -> list[tuple[int, ...]]:
    """The shapes of the tensors that training changes: of the weights, then of the biases."""
    settings, values = node.settings, node.values
    learnt: list[tuple[int, ...]] = []
    if node.kind == "linear":
        learnt = [(settings["out_features"], node.inputs[0][0])]
        learnt += [(settings["out_features"],)] if settings["bias"] else []
    elif node.kind.startswith("conv"):
        out, groups = settings["out_channels"], settings["groups"]
        sides = (out, node.inputs[0][-1])
        sides = sides[::-1] if node.kind.startswith("conv_transpose") else sides
        learnt = [(sides[0], sides[1] // groups, *settings["kernel_size"])]
        learnt += [(out,)] if settings["bias"] else []
    elif node.kind == "layer_norm" and node.count("parameters"):
        learnt = [settings["normalized_shape"]] * (2 if values.get("biases") else 1)
    elif node.count("parameters"):
        learnt = [(values[part],) for part in ("weights", "biases") if values.get(part)]
    return learnt
