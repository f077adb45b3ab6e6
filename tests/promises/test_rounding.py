"""Branches that don't meet: where the row was lost, and which images would do."""

from __future__ import annotations

import re

import pytest
import yaml

from explainer.errors import ModelFileError
from explainer.network.graph import build
from explainer.readers import read
from tests.command_line import ROOT

pytestmark = pytest.mark.quick

UNET = (ROOT / "examples" / "unet.yaml").read_text(encoding="utf-8")
SKIP = """
input: {image}
layers:
  - Conv2D: {{filters: 4, kernel_size: 3, padding: same, name: one}}
  - MaxPooling2D: {{name: pool}}
  - UpSampling2D: {{name: up}}
  - {join}: [one, up]
"""


def unet(image: str) -> dict[str, object]:
    """The example for another image."""
    model: dict[str, object] = yaml.safe_load(UNET)
    kept = {key: model[key] for key in ("layers", "blocks")}
    return {**kept, "input": image}


def said(model: object) -> list[str]:
    """What is said about a network, line by line."""
    assert isinstance(model, dict)
    with pytest.raises(ModelFileError) as caught:
        build(read(model))
    return [line.strip() for line in str(caught.value).splitlines()]


@pytest.mark.parametrize(
    ("image", "smaller", "larger"),
    [
        ("250x250x1", "240×240×1", "256×256×1"),
        ("256x100x1", "256×96×1", "256×112×1"),
        ("200x31x1", "192×16×1", "208×32×1"),
        ("17x17x1", "16×16×1", "32×32×1"),
    ],
)
def test_four_pools_of_two_want_sides_of_multiples_of_16(
    image: str, smaller: str, larger: str
) -> None:
    advice = said(unet(image))[-1]
    images = smaller if larger is None else f"{smaller} or {larger}"
    assert advice.startswith(
        f"An input whose sides are multiples of 16 would do, such as {images};"
    )
    for offered in re.findall(r"\d+×\d+×\d+", advice):
        build(read(unet(offered)))


def test_the_layer_is_named_that_lost_the_row() -> None:
    lines = said(yaml.safe_load(SKIP.format(image="15x16x3", join="Concatenate")))
    assert lines[4] == "pool makes 7 rows of 15, and 2·7 = 14"
    assert "multiples of 2 would do, such as 14×16×3 or 16×16×3;" in lines[5]
    lines = said(yaml.safe_load(SKIP.format(image="16x15x3", join="Add")))
    assert lines[4] == "pool makes 7 columns of 15, and 2·7 = 14"


def test_a_border_that_is_cut_asks_for_an_image_that_is_no_multiple() -> None:
    model = yaml.safe_load(SKIP.format(image="15x15x3", join="Concatenate"))
    model["layers"][0]["Conv2D"]["padding"] = "valid"
    model["layers"][0]["Conv2D"]["kernel_size"] = 2
    build(read(model))  # 15 → 14 → 7 → 14
    assert said(model | {"input": "16x16x3"})[-1] == (
        "An input of 15×15×3 or 17×17×3 would do; or pad the smaller branch."
    )


def test_where_no_image_would_do_none_is_named() -> None:
    lines = said(
        yaml.safe_load(
            """
input: 16x16x3
layers:
  - conv2d: {out_channels: 4, kernel_size: 3, name: one}
  - conv2d: {out_channels: 4, kernel_size: 3, name: two}
  - concat: [one, two]
"""
        )
    )
    assert lines[4:] == [
        "two makes 12 rows of 14",
        "two makes 12 columns of 14",
        "Give the branches the same stride and a padding that keeps the size.",
    ]


def test_branches_that_differ_in_channels_only_have_lost_nothing() -> None:
    lines = said(
        yaml.safe_load(
            """
input: 16x16x3
layers:
  - conv2d: {out_channels: 4, kernel_size: 3, name: one}
  - conv2d: {out_channels: 8, kernel_size: 1, name: two}
  - add: [one, two]
"""
        )
    )
    assert not any("makes" in line for line in lines)
