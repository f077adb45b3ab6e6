"""Sizes and counts against counting by hand: places, rows, taps are listed one by one.

No formula of the program stands here; a list is made of what the formula should count.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import count, product
from typing import Any, TypeVar

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from explainer.errors import ModelFileError
from explainer.layers.layer import Shape
from explainer.network.node import Node
from tests.one_layer import one_layer

pytestmark = pytest.mark.quick

T = TypeVar("T")

SIZE = st.integers(1, 40)
KERNEL = st.integers(1, 7)
STRIDE = st.integers(1, 5)
PADDING = st.integers(0, 4)
DILATION = st.integers(1, 3)


def both(numbers: st.SearchStrategy[T]) -> st.SearchStrategy[list[T]]:
    """One number for the height and one for the width."""
    return st.lists(numbers, min_size=2, max_size=2)


def places(padded: int, k: int, s: int, d: int) -> list[int]:
    """The first rows of the windows all of whose taps fall inside the padded image."""
    return [start for start in range(0, padded, s) if start + d * (k - 1) < padded]


def places_rounded_up(size: int, k: int, s: int, p: int, d: int) -> list[int]:
    """Those, and one that hangs over by less than a step, if it starts before the image ends."""
    last = size + 2 * p - 1
    starts = range(0, size + p, s)
    return [start for start in starts if start + d * (k - 1) - last < s]


def layer_or_none(kind: str, shape: Shape, **settings: Any) -> Node | None:
    """The layer, or None where it is refused."""
    try:
        return one_layer(kind, shape, **settings)
    except ModelFileError:
        return None


def check(node: Node | None, height: int, width: int) -> None:
    """The layer puts out that height and width; it is refused where nothing is left."""
    if min(height, width) < 1:
        assert node is None
    else:
        assert node is not None
        assert node.output[:2] == (height, width)


@given(both(SIZE), both(KERNEL), both(STRIDE), both(PADDING), both(DILATION))
@example([224, 224], [11, 11], [4, 4], [2, 2], [1, 1])
def test_convolution_has_a_place_wherever_all_taps_fall_inside(size, k, s, p, d):
    node = layer_or_none(
        "conv2d", (*size, 3), out_channels=2, kernel_size=k, stride=s, padding=p, dilation=d
    )
    check(node, *(len(places(size[i] + 2 * p[i], k[i], s[i], d[i])) for i in (0, 1)))


@given(both(SIZE), both(KERNEL), both(STRIDE), both(PADDING), both(PADDING), both(DILATION))
def test_four_sides_are_padded_each_by_itself(size, k, s, rows, columns, d):
    sides = dict(zip(("top", "bottom", "left", "right"), rows + columns, strict=True))
    node = layer_or_none(
        "conv2d", (*size, 3), out_channels=2, kernel_size=k, stride=s, padding=sides, dilation=d
    )
    padded = size[0] + sum(rows), size[1] + sum(columns)
    check(node, *(len(places(padded[i], k[i], s[i], d[i])) for i in (0, 1)))


@given(both(SIZE), both(KERNEL), both(STRIDE), both(DILATION))
def test_same_gives_one_place_a_step_with_the_least_padding(size, k, s, d):
    node = one_layer(
        "conv2d", (*size, 3), out_channels=2, kernel_size=k, stride=s, padding="same", dilation=d
    )
    steps = [len(range(0, size[i], s[i])) for i in (0, 1)]
    check(node, *steps)
    for i, symbol in enumerate(("P_h", "P_w")):
        least = next(P for P in count() if len(places(size[i] + P, k[i], s[i], d[i])) >= steps[i])
        assert node.values[symbol] == least


@given(both(SIZE), both(KERNEL), both(st.integers(1, 9)), both(DILATION), st.booleans(), st.data())
def test_a_pool_may_round_up_but_its_last_window_starts_inside(size, k, s, d, ceil_mode, data):
    p = [data.draw(st.integers(0, k[i] // 2)) for i in (0, 1)]
    node = layer_or_none(
        "max_pool2d",
        (*size, 3),
        kernel_size=k,
        stride=s,
        padding=p,
        dilation=d,
        ceil_mode=ceil_mode,
    )
    if ceil_mode:
        lists = [places_rounded_up(size[i], k[i], s[i], p[i], d[i]) for i in (0, 1)]
    else:
        lists = [places(size[i] + 2 * p[i], k[i], s[i], d[i]) for i in (0, 1)]
    check(node, *map(len, lists))


@given(both(SIZE), both(KERNEL), both(STRIDE), st.booleans())
def test_an_average_pool_has_the_places_of_a_max_pool(size, k, s, ceil_mode):
    node = layer_or_none("avg_pool2d", (*size, 3), kernel_size=k, stride=s, ceil_mode=ceil_mode)
    if ceil_mode:
        lists = [places_rounded_up(size[i], k[i], s[i], 0, 1) for i in (0, 1)]
    else:
        lists = [places(size[i], k[i], s[i], 1) for i in (0, 1)]
    check(node, *map(len, lists))


@given(st.integers(1, 60), KERNEL, STRIDE, PADDING, DILATION)
def test_one_axis_and_three_follow_the_same_law(size, k, s, p, d):
    settings = {"out_channels": 2, "kernel_size": k, "stride": s, "padding": p, "dilation": d}
    expected = len(places(size + 2 * p, k, s, d))
    for kind, shape in (("conv1d", (size, 3)), ("conv3d", (size, size, size, 3))):
        node = layer_or_none(kind, shape, **settings)
        assert (node is None) == (expected == 0)
        assert node is None or set(node.output[:-1]) == {expected}


@given(
    both(st.integers(1, 20)), both(KERNEL), both(STRIDE), both(PADDING), both(PADDING),
    both(DILATION), both(PADDING), st.booleans(),
)  # fmt: skip
def test_transposed_writes_the_rows_that_a_tap_reaches(size, k, s, rows, columns, d, a, by_side):
    assume(all(a[i] < max(s[i], d[i]) for i in (0, 1)))
    if by_side:
        padding = dict(zip(("top", "bottom", "left", "right"), rows + columns, strict=True))
        cut = sum(rows), sum(columns)
    else:
        padding = rows
        cut = 2 * rows[0], 2 * rows[1]
    node = layer_or_none(
        "conv_transpose2d", (*size, 3), out_channels=2, kernel_size=k, stride=s, padding=padding,
        dilation=d, output_padding=a,
    )  # fmt: skip
    left = []
    for i in (0, 1):
        written = [place * s[i] + tap * d[i] for place, tap in product(range(size[i]), range(k[i]))]
        left.append(len(range(max(written) + 1)) + a[i] - cut[i])
    check(node, *left)


@given(both(SIZE), both(PADDING), both(PADDING))
def test_padding_alone_adds_its_rows(size, rows, columns):
    sides = dict(zip(("top", "bottom", "left", "right"), rows + columns, strict=True))
    height = [*range(rows[0]), *range(size[0]), *range(rows[1])]
    width = [*range(columns[0]), *range(size[1]), *range(columns[1])]
    check(one_layer("zero_pad2d", (*size, 3), padding=sides), len(height), len(width))
    check(
        one_layer("zero_pad2d", (*size, 3), padding=rows), size[0] + sum(rows[:1] * 2),
        size[1] + sum(rows[1:] * 2),
    )  # fmt: skip


@given(both(SIZE), both(st.decimals(Decimal("0.01"), 4, places=2)))
@example([100, 10], [Decimal("0.29"), Decimal("1.1")])  # floats give 28 here
def test_upsampling_keeps_the_whole_rows_of_the_exact_product(size, factors):
    node = layer_or_none("upsample", (*size, 3), scale_factor=factors)
    rows = [
        sum(1 for row in range(1, 4 * size[i] + 1) if row <= size[i] * Fraction(factors[i]))
        for i in (0, 1)
    ]
    check(node, *rows)


@given(
    st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), both(st.integers(1, 4)),
    both(st.integers(4, 8)), st.booleans(),
)  # fmt: skip
def test_a_convolution_has_a_weight_for_each_tap_and_channel(g, inner, outer, k, size, bias):
    c_in, c_out = g * inner, g * outer
    node = one_layer(
        "conv2d", (*size, c_in), out_channels=c_out, kernel_size=k, groups=g, bias=bias
    )
    # A kernel and an input channel belong together where their groups are the same.
    pairs = [(o, c) for o in range(c_out) for c in range(c_in) if o // outer == c // inner]
    taps = list(product(range(k[0]), range(k[1])))
    positions = list(product(places(size[0], k[0], 1, 1), places(size[1], k[1], 1, 1)))
    assert node.count("weights") == len(list(product(pairs, taps)))
    assert node.count("biases") == len(range(c_out)) * bias
    assert node.count("parameters") == node.count("weights") + node.count("biases")
    assert node.count("activations") == len(list(product(positions, range(c_out))))
    assert node.count("macs") == len(positions) * len(pairs) * len(taps)
    assert node.count("im2col") == len(list(product(positions, taps, range(c_in))))


@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), both(st.integers(1, 4)), both(SIZE))
def test_a_transposed_convolution_stamps_each_input_value(g, inner, outer, k, size):
    c_in, c_out = g * inner, g * outer
    node = one_layer("conv_transpose2d", (*size, c_in), out_channels=c_out, kernel_size=k, groups=g)
    pairs = [(o, c) for o in range(c_out) for c in range(c_in) if o // outer == c // inner]
    taps = list(product(range(k[0]), range(k[1])))
    assert node.count("weights") == len(list(product(pairs, taps)))
    assert node.count("biases") == c_out
    assert node.count("macs") == size[0] * size[1] * len(pairs) * len(taps)
    assert node.count("im2col") == size[0] * size[1] * len(list(product(taps, range(c_out))))


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_flattening_lines_up_every_value(shape):
    node = one_layer("flatten", tuple(shape))
    assert node.output == (len(list(product(*map(range, shape)))),)


@pytest.mark.parametrize("kind", ["max_pool2d", "avg_pool2d"])
def test_padding_above_half_the_window_is_refused(kind: str) -> None:
    for k, p in product(range(1, 8), range(6)):
        refused = layer_or_none(kind, (9, 9, 1), kernel_size=k, padding=p) is None
        # Above half, the first window could lie in the padding alone.
        assert refused == (p > k / 2)
