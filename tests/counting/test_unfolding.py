"""The matrix of im2col, really written out: every window's places listed one by one."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.memory.framework.padding import ends
from explainer.memory.framework.workspace import needs_no_matrix
from tests.one_layer import one_layer

pytestmark = pytest.mark.quick

SMALL = st.integers(1, 3)


@st.composite
def layers(draw: Any) -> tuple[str, tuple[int, ...], dict[str, Any]]:
    axes, kind = draw(st.sampled_from([(1, "conv1d"), (2, "conv2d"), (3, "conv3d")]))
    sizes = tuple(draw(st.integers(5, 8)) for _ in range(axes))
    settings = {
        "kernel_size": [draw(SMALL) for _ in range(axes)],
        "stride": [draw(SMALL) for _ in range(axes)],
        "padding": [draw(st.integers(0, 1)) for _ in range(axes)],
        "dilation": [draw(st.integers(1, 2)) for _ in range(axes)],
    }
    groups = draw(st.sampled_from([1, 2]))
    return kind, (*sizes, 4), settings | {"groups": groups}


@given(layers())
def test_the_matrix_is_as_large_as_all_windows_written_out(layer):
    kind, shape, settings = layer
    node = one_layer(kind, shape, out_channels=2, **settings)
    matrix = written_out(shape, settings)
    assert node.count("im2col") == len(matrix)
    image = set(product(*map(range, shape)))
    if needs_no_matrix(node):
        assert sorted(matrix) == sorted(image)
    assert all(before == after for before, after in ends(node))


def written_out(shape: tuple[int, ...], settings: dict[str, Any]) -> list[tuple[int, ...]]:
    """The place that each value of the matrix is copied from; outside lies padding."""
    *sizes, channels = shape
    axes = zip(
        sizes,
        settings["kernel_size"],
        settings["stride"],
        settings["padding"],
        settings["dilation"],
        strict=True,
    )
    taps = [
        [
            [start + tap * dilation for tap in range(kernel)]
            for start in range(-padding, size + padding, stride)
            if start + (kernel - 1) * dilation < size + padding
        ]
        for size, kernel, stride, padding, dilation in axes
    ]
    return [
        (*place, channel)
        for window in product(*taps)
        for place in product(*window)
        for channel in range(channels)
    ]
