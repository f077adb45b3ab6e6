"""One kernel of a convolution through the depth of its input, with the layer's numbers."""

from __future__ import annotations

from explainer.layers.traits import Does
from explainer.network.node import Node
from explainer.network.tensor_shapes import used_shapes
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.sentences import Part, say
from explainer.page.wording import shape_text

AXES = ("H", "W", "c")


def kernel_blocks(node: Node) -> list[n.Block]:
    """The picture, for a convolution over height and width; nothing for other layers."""
    values = node.values
    separates = node.layer.does is Does.SEPARATES
    if (
        not (separates or node.layer.does is Does.CONVOLVES)
        or set(values) & {"k_d", "k_l"}
        or "k_w" not in values
    ):
        return []
    reach = used_shapes(node)[0][1]
    kernel = (values["k_h"], values["k_w"], reach)
    taps = values["k_h"] * values["k_w"] * reach
    drawing = d.Kernel(
        channels=values["c_in"],
        kernel=kernel,
        kernels=values["c_mid" if separates else "c_out"],
        given=shape_text(node.inputs[0]),
        made=shape_text(node.inner[0].shape if separates else node.output),
        weights=say("through_depth.weights", product=_product(kernel), count=taps),
    )
    name = n.User(node.name)
    said: dict[str, Part] = {
        "name": name, "channels": values["c_in"], "kernels": values["c_out"],
        "product": _product(kernel), "weights": taps,
    }  # fmt: skip
    if separates:
        told = say("through_depth.first", **said, between=values["c_mid"])
        return [n.Figure(drawing, say("through_depth.caption", name=name), told)]
    grouped = reach < values["c_in"]
    told = (
        say("through_depth.group", **said, reach=reach)
        if grouped
        else say("through_depth.all", **said)
    )
    return [n.Figure(drawing, say("through_depth.caption", name=name), told)]


def _product(sides: tuple[int, ...]) -> n.Inlines:
    """`3·3·64`."""
    return (n.Words("·".join(map(str, sides))),)
