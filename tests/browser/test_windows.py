"""The window that the page draws when numbers change, against Python's own drawing of it."""

from __future__ import annotations

import random
import re
from itertools import zip_longest
from typing import Any

import pytest

from explainer.errors import ModelFileError
from explainer.page.window_figure import window_blocks
from explainer.readers import read
from explainer.readers.changes import read_changes
from explainer.results.checked_case import case_of, changed_case
from explainer.website.page import markup_of

DRAW = """([key, rounds]) => {
  const { network, window } = explain, net = explain.networks[key];
  return rounds.map(([layer, numbers, size]) => {
    const state = network.defaults(net);
    [state.input[0], state.input[1]] = size.map(BigInt);
    state.layers[layer] = numbers;
    try {
      const work = network.derive(net, state);
      return window.markup(work.nodes.find((node) => node.name === layer));
    } catch (error) {
      if (!error.key) throw error;
      return null;
    }
  });
}"""
# Layers whose windows are small, large, rounded up, and padded on one side more.
LAYERS = {
    "small-cnn-50": ("conv1", "pool2"),
    "vgg16": ("conv1_1", "pool5"),
    "googlenet": ("maxpool1", "conv1.conv"),
}
ROUNDS = 60
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
PATTERN = re.compile(r"<defs>.*?</defs>|url\(#[^)]*\)|\s+")


def drawn(luck: random.Random, key: str) -> tuple[str, dict[str, int], list[int], list[str]]:
    layer = luck.choice(LAYERS[key])
    kernel, stride = luck.randrange(1, 9), luck.randrange(1, 6)
    padding = luck.randrange(kernel // 2 + 1)
    numbers = {"k": kernel, "s": stride, "p": padding}
    symbols = {f"{name}_{axis}": value for name, value in numbers.items() for axis in "hw"}
    given = {"kernel_size": kernel, "stride": stride, "padding": padding}
    words = [f"{layer}.{name}={value}" for name, value in given.items()]
    size = [luck.randrange(40, 300), luck.randrange(40, 300)]
    return layer, symbols, size, [f"input={size[0]}x{size[1]}x3", *words]


def expected(key: str, layer: str, words: list[str]) -> str | None:
    try:
        graph = changed_case(case_of(read(f"example:{key}"), {}), read_changes(words), {}).graph
    except ModelFileError:
        return None
    node: Any = next(one for one in graph.nodes if one.name == layer)
    return str(markup_of(window_blocks(node)))


def parts(markup: str) -> tuple[str, list[float]]:
    """A picture without what may differ: ids, spaces; and its numbers by themselves."""
    bare = PATTERN.sub("", markup.replace("<bdi>", "").replace("</bdi>", ""))
    return NUMBER.sub("#", bare), [float(one) for one in NUMBER.findall(bare)]


@pytest.mark.parametrize("key", LAYERS)
def test_the_page_draws_what_python_draws(reader, key):
    luck = random.Random(key)
    page = reader.open(f"networks/{key}/index.html")
    rounds = [drawn(luck, key) for _ in range(ROUNDS)]
    found = page.evaluate(DRAW, [key, [[*one[:3]] for one in rounds]])
    built = 0
    for (layer, _, _, words), markup in zip(rounds, found, strict=True):
        right = expected(key, layer, words)
        if right is None:
            assert markup is None, words
            continue
        built += 1
        (shape, numbers), (right_shape, right_numbers) = parts(markup), parts(right)
        assert shape == right_shape, words
        # The two languages round half a hundredth of a pixel to different sides.
        off = [
            a for a, b in zip_longest(numbers, right_numbers, fillvalue=-1.0) if abs(a - b) > 0.011
        ]
        assert off == [], words
    assert built > ROUNDS // 2


def test_the_drawing_follows_what_is_typed(reader):
    page = reader.open("networks/small-cnn-50/pool2.html")
    assert "1 of 25 each" in reader.text("[data-window]")
    assert "12 places" in reader.text("[data-window] figcaption")
    page.get_by_label("kernel_size", exact=True).fill("5")
    assert "5 places" in reader.text("[data-window] figcaption")  # the stride follows the kernel
    page.get_by_label("stride", exact=True).fill("2")
    assert "11 places" in reader.text("[data-window] figcaption")
    assert page.locator("[data-window] .unread").count() == 0
    page.get_by_label("padding, by dragging").fill("1")
    assert "12 places" in reader.text("[data-window] figcaption")
    assert page.get_by_label("padding", exact=True).input_value() == "1"
