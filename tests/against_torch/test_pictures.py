"""What is drawn is what torch makes: of a window's numbers, of values that are laid otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from explainer.network.graph import build
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.patch_figure import patch_blocks
from explainer.page.rearranged_figure import rearranged_blocks
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


# What is written in the file, the input, and the same in torch: channels first, without a batch.
REARRANGED = {
    "permute: a sequence": (
        {"permute": {"dims": ["channels", "length"]}}, "9x7", lambda x: x.permute(1, 0),
    ),
    "permute: an image": (
        {"permute": {"dims": ["channels", "height", "width"]}}, "5x9x7",
        lambda x: x.permute(2, 0, 1),
    ),
    "permute: an image's sides": (
        {"permute": {"dims": ["width", "height", "channels"]}}, "5x9x7",
        lambda x: x.permute(0, 2, 1),
    ),
    "reshape: merged": ({"reshape": {"shape": [45, 7]}}, "5x9x7", lambda x: x.flatten(1)),
    "reshape: unfolded": (
        {"reshape": {"shape": [5, 9, 7]}}, "45x7", lambda x: x.unflatten(1, (2, 3)),
    ),
    "flatten": ("flatten", "5x9x7", lambda x: x.flatten()),
    "pixel_shuffle: 2": ({"pixel_shuffle": 2}, "5x9x8", lambda x: torch.pixel_shuffle(x, 2)),
    "pixel_shuffle: 3": ({"pixel_shuffle": 3}, "5x9x9", lambda x: torch.pixel_shuffle(x, 3)),
}  # fmt: skip


def channels_first(sheets: tuple[tuple[tuple[str, ...], ...], ...], axes: int) -> list[Any]:
    """Sheets as a list in torch's order of the axes."""
    if axes == 1:
        return list(sheets[0][0])
    if axes == 2:
        return [list(column) for column in zip(*sheets[0], strict=True)]
    return [[list(row) for row in sheet] for sheet in sheets]


def flat(lists: Any) -> list[str]:
    return [lists] if isinstance(lists, str) else [each for part in lists for each in flat(part)]


@pytest.mark.parametrize("case", REARRANGED)
def test_values_go_where_torch_lays_them(case):
    spec, given, in_torch = REARRANGED[case]
    model = {"name": "one", "input": given, "layout": "channels_last", "layers": [spec]}
    (_, node) = build(read(model)).nodes
    (figure,) = rearranged_blocks(node)
    assert isinstance(figure, n.Figure)
    drawn = figure.drawing
    assert isinstance(drawn, d.Rearranged)
    before = channels_first(drawn.before, len(node.inputs[0]))
    labels = flat(before)
    inner = (len(before[0][0]),) if len(node.inputs[0]) == 3 else ()
    made = in_torch(torch.arange(len(labels)).reshape(len(before), len(before[0]), *inner))
    after = channels_first(drawn.after, len(node.output))
    assert flat(after) == [labels[i] for i in made.flatten().tolist()]


@pytest.mark.parametrize("groups", [2, 3, 6])
def test_channels_are_shuffled_as_in_torch(groups):
    model = {"name": "one", "input": "5x5x12", "layers": [{"channel_shuffle": groups}]}
    (_, node) = build(read(model)).nodes
    (figure,) = rearranged_blocks(node)
    assert isinstance(figure, n.Figure)
    assert isinstance(figure.drawing, d.Rearranged)
    numbers = torch.arange(1.0, 13).reshape(1, 12, 1, 1)
    made = torch.nn.ChannelShuffle(groups)(numbers).flatten().int().tolist()
    drawn = [int(label) for row in figure.drawing.after[0] for label in row if label != "…"]
    if groups == 2:  # of six channels in a group three are drawn
        assert drawn == [1, 7, 2, 8, 6, 12]
        assert drawn == made[:4] + made[-2:]
    else:
        assert drawn == made
