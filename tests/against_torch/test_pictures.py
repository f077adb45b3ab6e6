"""The value that a drawn window makes of its numbers is the one that torch makes."""

from __future__ import annotations

import pytest

from explainer.network.graph import build
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.patch_figure import patch_blocks
from explainer.readers import read

torch = pytest.importorskip("torch")


def patch(spec: object) -> d.Patch:
    (_, node) = build(read({"name": "one", "input": "9x9x2", "layers": [spec]})).nodes
    (figure,) = patch_blocks(node)
    assert isinstance(figure, n.Figure)
    assert isinstance(figure.drawing, d.Patch)
    return figure.drawing


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("max_pool2d", {"kernel_size": 2}), ("max_pool2d", {"kernel_size": 3, "stride": 2}),
        ("max_pool2d", {"kernel_size": [2, 3], "dilation": 2, "stride": 1}),
        ("avg_pool2d", {"kernel_size": 2}), ("avg_pool2d", {"kernel_size": [1, 4]}),
        ("avg_pool2d", {"kernel_size": 2, "divisor_override": 3}),
    ],
)  # fmt: skip
def test_a_window_makes_the_value_that_torch_makes(kind, settings):
    drawn = patch({kind: settings})
    module = {"max_pool2d": torch.nn.MaxPool2d, "avg_pool2d": torch.nn.AvgPool2d}[kind](**settings)
    image = torch.tensor(drawn.numbers, dtype=torch.float32)[None, None]
    assert drawn.value == f"{module(image)[0, 0, 0, 0].item():.2f}".removesuffix(".00")
    if drawn.chosen is not None:
        assert drawn.numbers[drawn.chosen[0]][drawn.chosen[1]] == int(drawn.value)
