"""The picture of a network: no stage is lost, repeats stand once, ways lead where they lead."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from explainer.network.graph import build
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.readers import example_names, read
from explainer.render.drawings import draw, draw_narrow
from explainer.render.drawings.picture import shortened
from explainer.render.literal import plain
from explainer.report.overview import MOST, overview

# A network of one layer has no picture of the whole.
NETWORKS = [name for name in example_names() if len(build(read(f"example:{name}")).nodes) > 2]
SVG = "{http://www.w3.org/2000/svg}"


def figure_of(model: Any) -> n.Figure:
    """The figure of an example or of a mapping."""
    figure = overview(build(read(model)))
    assert figure
    return figure


def network(model: Any) -> d.Volumes:
    """What is drawn of it."""
    drawing = figure_of(model).drawing
    assert isinstance(drawing, d.Volumes)
    return drawing


def test_vgg16_has_all_its_stages() -> None:
    """Configuration D of Simonyan and Zisserman, table 1: 2, 2, 3, 3 and 3 convolutions."""
    drawn = network("example:vgg16").volumes
    stages = [(v.sizes, v.count) for v in drawn if v.kind == "conv2d"]
    assert stages == [
        ((224, 224, 64), 2), ((112, 112, 128), 2), ((56, 56, 256), 3), ((28, 28, 512), 3),
        ((14, 14, 512), 3),
    ]  # fmt: skip
    assert [(v.sizes, v.count) for v in drawn if v.kind == "linear"] == [((4096,), 2), ((1000,), 1)]
    assert [v.label for v in drawn if v.kind == "conv2d"][-1] == "conv5_1\N{HORIZONTAL ELLIPSIS}3"


def test_a_network_of_one_layer_has_no_picture_of_the_whole() -> None:
    """What goes in and out stands in the picture of its kernel."""
    conv: dict[str, Any] = {"conv2d": {"out_channels": 4, "kernel_size": 3}}
    one = {"input": "8x8x3", "layers": [conv, "relu"]}
    assert overview(build(read(one))) is None
    assert overview(build(read({**one, "layers": [conv, conv]})))


@pytest.mark.parametrize(
    ("name", "blocks"), [("resnet18", (2, 2, 2, 2)), ("resnet50", (3, 4, 6, 3))]
)
def test_a_resnet_has_its_blocks_and_each_has_a_way_around(
    name: str, blocks: tuple[int, ...]
) -> None:
    """He and others, table 1."""
    drawing = network(f"example:{name}")
    found = [v for v in drawing.volumes if v.around]
    stages = [sum(v.count for v in found if v.label.startswith(f"layer{i}")) for i in range(1, 5)]
    assert tuple(stages) == blocks
    for block in drawing.opened:  # the shortcut: add takes the block's input, or its projection
        add = block.volumes[-1]
        assert add.kind == "add"
        assert len(add.sources) == 2
    assert any(0 in block.volumes[-1].sources for block in drawing.opened)


def test_dense_blocks_come_6_12_24_and_16_times() -> None:
    """Huang and others, table 1."""
    drawing = network("example:densenet121")
    assert [v.count for v in drawing.volumes if v.around] == [6, 12, 24, 16]
    (block,) = drawing.opened
    assert [v.kind for v in block.volumes[1:]] == ["conv2d", "conv2d", "concat"]
    assert block.volumes[-1].sources == (0, 2)


def test_googlenet_has_nine_modules_of_four_branches() -> None:
    """Szegedy and others, table 1."""
    drawing = network("example:googlenet")
    assert sum(v.count for v in drawing.volumes if v.around) == 9
    (module,) = drawing.opened
    assert module.volumes[-1].kind == "concat"
    assert len(module.volumes[-1].sources) == 4
    assert sum(0 in v.sources for v in module.volumes) == 4


def test_unet_joins_the_way_up_to_the_way_down() -> None:
    """Ronneberger and others, figure 1: four skip connections, each between equal sizes."""
    drawn = network("example:unet").volumes
    skips = [
        (drawn[source], v) for i, v in enumerate(drawn) for source in v.sources if source != i - 1
    ]
    assert len(skips) == 4
    assert all(a.sizes[:2] == b.sizes[:2] and b.kind == "concat" for a, b in skips)
    rows = {int(float(y)) for y in texts(draw(network("example:unet"), "key")[0], "256×256")}
    assert len(rows) == 1  # down and up side by side


def texts(picture: Any, begins: str = "") -> list[str]:
    """The heights of the texts that begin so."""
    found = re.findall(r'<text x="[-\d.]+" y="([-\d.]+)"[^>]*>([^<]*)<', picture.body)
    return [y for y, said in found if said.startswith(begins)]


@pytest.mark.parametrize("name", NETWORKS)
def test_no_size_is_lost(name: str) -> None:
    """Every height and width that some layer gives is drawn, and so is the end."""
    graph, drawn = build(read(f"example:{name}")), network(f"example:{name}").volumes
    assert {x.output[:2] for x in graph.nodes if len(x.output) == 3} == {
        v.sizes[:2] for v in drawn if len(v.sizes) == 3
    }
    assert drawn[-1].sizes[-1] == graph.nodes[-1].output[-1]
    assert len(drawn) <= MOST


@pytest.mark.parametrize("depth", [40, 300])
def test_a_deep_network_without_blocks_is_still_one_picture(depth: int) -> None:
    """Different layers of one size are one volume, where there would be too many."""
    layers: list[Any] = [
        {"conv2d": {"out_channels": 4 + i % 7 + i % 11, "kernel_size": 3, "padding": 1}}
        for i in range(depth)
    ]
    halves: list[Any] = [*layers, {"max_pool2d": 2}, *layers]
    drawn = network({"input": "32x32x3", "layers": halves}).volumes
    assert 2 <= len(drawn) <= MOST
    assert {v.sizes[:2] for v in drawn} == {(32, 32), (16, 16)}


def test_each_doubling_adds_the_same_length() -> None:
    """Read back from the picture, for heights and for channels alike."""
    sizes = [(2**i, 2**i, 2 ** (i + 1)) for i in range(6)]
    drawing = d.Volumes(tuple(d.Volume("v", size, "conv2d") for size in sizes))
    (picture,) = draw(drawing, "key")
    fronts = re.findall(r'width="([\d.]+)" height="([\d.]+)" class="edge', picture.body)[1:]
    assert len(fronts) == len(sizes)
    for side in (0, 1):
        steps = [float(b[side]) - float(a[side]) for a, b in pairwise(fronts)]
        assert steps == pytest.approx([steps[0]] * 5, abs=0.02)
    thick, high = (float(side) for side in fronts[0])
    assert thick == pytest.approx(2 * high, abs=0.02)  # 2 is one doubling longer than 1


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("form", [draw, draw_narrow])
def test_all_of_it_lies_inside_the_picture(name: str, form: Any) -> None:
    """No volume, way or label begins outside."""
    drawing = network(f"example:{name}")
    pictures = form(drawing, "key")
    assert len(pictures) == (2 if drawing.opened else 1)
    for picture in pictures:
        root = ElementTree.fromstring(picture.svg("name"))
        for element, x, y in placed(root):
            assert -0.5 <= x <= picture.width + 0.5, (element.tag, x)
            assert -0.5 <= y <= picture.height + 0.5, (element.tag, y)


def placed(
    element: ElementTree.Element, dx: float = 0, dy: float = 0, by: float = 1
) -> list[tuple[ElementTree.Element, float, float]]:
    """Where rectangles, texts and paths begin and where rectangles end."""
    found = []
    if moved := re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", "")):
        dx, dy = dx + by * float(moved[1]), dy + by * float(moved[2])
    if scaled := re.search(r"scale\(([\d.]+)\)", element.get("transform", "")):
        by *= float(scaled[1])
    x, y = by * float(element.get("x", 0)), by * float(element.get("y", 0))
    if element.tag in (f"{SVG}rect", f"{SVG}text"):
        wide, high = (by * float(element.get(side, 0)) for side in ("width", "height"))
        found += [(element, x + dx, y + dy), (element, x + dx + wide, y + dy + high)]
    if begins := re.match(r"M([-\d.]+) ([-\d.]+)", element.get("d", "")):
        found.append((element, by * float(begins[1]) + dx, by * float(begins[2]) + dy))
    inner = [] if element.tag == f"{SVG}defs" else list(element)
    return found + [each for child in inner for each in placed(child, dx, dy, by)]


def test_the_words_say_what_the_picture_shows() -> None:
    """The alternative text has counts, ways across and what is inside a block."""
    told = plain(figure_of("example:resnet18").told)
    assert "layer1 56×56×64 with a way around some of its layers, 2 times" in told
    assert "add 56×56×64 from maxpool, conv2" in told
    assert "from down4 to concat" in plain(figure_of("example:unet").told)
    seen = plain(figure_of("example:unet").sentence)
    assert "shrink from 256×256 to 16×16 and grow again to 256×256" in seen
    assert seen.count(". ") == 0


def test_solids_and_single_layers_have_no_picture() -> None:
    """There is nothing to compare, or no side for the depth."""
    relu: Any = {"input": "8x8x3", "layers": ["relu"]}
    assert overview(build(read(relu))) is None
    solid: Any = {"input": "4x8x8x3", "layers": [{"conv3d": {"out_channels": 2, "kernel_size": 1}}]}
    assert overview(build(read(solid))) is None


def test_a_long_name_loses_its_first_parts_and_a_number_none() -> None:
    assert shortened("encoder.layers.encoder_layer", 9) == "…encoder_layer"
    assert shortened("encoder.layers", 9) == "encoder.layers"
    assert shortened("features.denseblock4.denselayer16.conv2", 14) == "…denselayer16.conv2"
    assert "." in shortened("1.234567890", 4)
