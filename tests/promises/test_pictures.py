"""The pictures of a report: they show what the account says, and nothing that isn't so."""

from __future__ import annotations

import re
from html import unescape

import pytest

import explainer
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.node import Node
from explainer.network.plan import Plan
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.attention_figure import attention_blocks
from explainer.page.beside import beside
from explainer.page.cut_figure import cut_blocks
from explainer.page.kernel_figure import kernel_blocks
from explainer.page.patch_figure import patch_blocks
from explainer.page.rearranged_figure import rearranged_blocks
from explainer.page.unrolled_figure import unrolled_blocks
from explainer.readers import example_names, read
from explainer.render.drawings import draw
from explainer.render.literal import plain
from explainer.report.growth_in_batch import growth_in_batch, outweighing_batch
from explainer.report.made_of import made_of
from explainer.report.stages import MOST, Stage, stages_of
from explainer.report.where_memory_lies import where_memory_lies
from explainer.results.results import Results
from explainer.website.kind_pages import kind_files

pytestmark = pytest.mark.quick


def example(name: str) -> Graph:
    return build(read(f"example:{name}"))


def work(model: str, **plan: object) -> Results:
    return Results(Case(example(model), Plan(**plan)))  # type: ignore[arg-type]  # a test's options


def figure(blocks: list[n.Block]) -> n.Figure:
    (found,) = blocks
    assert isinstance(found, n.Figure)
    return found


def texts(drawing: d.Drawing) -> list[str]:
    """What is written in a picture."""
    (picture,) = draw(drawing, "key")
    return [unescape(said) for said in re.findall(r"<text[^>]*>([^<]*)</text>", picture.body)]


# ---- what training is made of -----------------------------------------------------------


def test_vgg_16_is_made_of_three_large_parts_and_two_small_ones():
    drawn = figure(made_of(work("vgg16")))
    assert isinstance(drawn.drawing, d.Parts)
    sizes = {part.use: part.size for part in drawn.drawing.parts}
    learnt, values = 138_357_544 * 4, 15_237_608 * 4
    assert sizes == {
        "parameters": learnt, "gradients": learnt, "optimizer": learnt,
        "kept": values, "passing": values,
    }  # fmt: skip
    # 3 · 553.4 MB and 2 · 61.0 MB of 1,782.2 MB
    assert "93.2 %" in plain(drawn.sentence)
    assert "6.8 %" in plain(drawn.sentence)
    assert {"values 3.4 %", "values' gradients 3.4 %", "31.1 %"} <= {*texts(drawn.drawing)}


def test_a_network_without_anything_to_train_has_no_parts():
    nothing = build(read({"name": "zero", "input": "2x2x1", "layers": ["relu"]}))
    assert made_of(Results(Case(nothing, Plan())))
    empty = {"name": "none", "totals": {"activations": 0, "parameters": 0}}
    assert made_of(Results(Case(build(read(empty)), Plan()))) == []


def test_a_share_that_is_not_nothing_is_not_called_nothing():
    parts = (d.Part((n.Words("much"),), 10**6, "kept"), d.Part((n.Words("few"),), 1, "other"))
    assert "few < 0.001 %" in texts(d.Parts(parts))


@pytest.mark.parametrize("count", range(1, 7))
def test_no_name_of_a_part_reaches_over_the_picture_or_another(count):
    sizes = [7**i for i in range(count)]
    drawing = d.Parts(
        tuple(d.Part((n.Words(f"part {i}"),), s, "kept") for i, s in enumerate(sizes))
    )
    assert len([text for text in texts(drawing) if text.startswith("part")]) == count


# ---- where memory lies ------------------------------------------------------------------


def test_vgg_16_has_its_values_at_one_end_and_its_parameters_at_the_other():
    drawn = figure(where_memory_lies(work("vgg16")))
    assert isinstance(drawn.drawing, d.Mirror)
    rows = {plain(row.label): row.values for row in drawn.drawing.rows}
    # 2 · 224·224·64 values, and 3·3·3·64 + 64 + 3·3·64·64 + 64 parameters
    assert rows["conv1"] == (6_422_528, 38_720)
    assert rows["fc1"] == (4_096, 102_764_544)
    assert plain(drawn.sentence) == (
        "conv1 has 42.1 % of the values and 0.03 % of the parameters; fc1 has 0.03 % and 74.3 %."
    )
    assert {"42.1 %", "0.03 %", "74.3 %", "0"} <= {*texts(drawn.drawing)}


@pytest.mark.parametrize("name", example_names())
def test_stages_are_few_and_have_everything(name):
    graph = example(name)
    stages, work = stages_of(graph), Results(Case(graph, Plan()))
    assert 0 <= len(stages) <= MOST
    assert len({stage.name for stage in stages}) == len(stages)
    if not work.bare:
        assert sum(stage.activations for stage in stages) == work.totals.activations
        assert sum(stage.parameters for stage in stages) == work.totals.parameters


def test_many_layers_without_parts_in_their_names_are_added_up_in_order():
    layers = [{"conv2d": {"out_channels": 2, "kernel_size": 1, "name": f"c{i}"}} for i in range(99)]
    graph = build(read({"name": "flat", "input": "4x4x2", "layers": layers}))
    stages = stages_of(graph)
    assert len(stages) == MOST
    assert [node for stage in stages for node in stage.nodes] == list(graph.nodes)


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("features.2", "features.11", "features.2…11"), ("conv1", "conv1", "conv1"),
        ("inception4b", "inception4e", "inception4b…e"), ("up4", "concat_1", "up4…concat_1"),
        ("pool", "pool2", "pool…pool2"), ("conv1", "conv12", "conv1…12"),
    ],
)  # fmt: skip
def test_a_stage_is_called_after_what_it_begins_and_ends_with(first, last, name):
    assert Stage(first, last, ()).name == name


def test_where_nothing_is_learnt_no_parameters_are_said_to_lie():
    spec = {"name": "still", "input": "8x8x1", "layers": ["relu", {"max_pool2d": 2}]}
    drawn = figure(where_memory_lies(Results(Case(build(read(spec)), Plan()))))
    assert "nothing here is learnt" in plain(drawn.sentence)
    assert where_memory_lies(work("totals-recipe")) == []


# ---- growth with the batch --------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "optimizer", "first"),
    [("vgg16", "momentum", 14), ("vgg16", "adam", 19), ("lenet5", "momentum", 11)],
)
def test_the_batch_at_which_values_outweigh_parameters_is_the_first(model, optimizer, first):
    found = work(model, optimizer=optimizer, batch=5)
    assert outweighing_batch(found) == first
    for batch, outweighs in ((first - 1, False), (first, True)):
        book = work(model, optimizer=optimizer, batch=batch).textbook.training
        values = book.activations + book.activation_gradients
        assert (values > book.parameters + book.gradients + book.optimizer) is outweighs
    drawing = figure(growth_in_batch(found)).drawing
    assert isinstance(drawing, d.Crossing)
    assert (drawing.first, drawing.level // drawing.slope) == (first, first - 1)
    assert str(first) in texts(drawing)


def test_lines_that_cross_before_two_images_are_not_drawn():
    # U-Net: 2 · 57.7 M values an image against 3 · 31.0 M parameters
    assert outweighing_batch(work("unet")) == 1
    assert growth_in_batch(work("unet")) == []
    nothing = build(read({"name": "none", "totals": {"activations": 0, "parameters": 9}}))
    assert growth_in_batch(Results(Case(nothing, Plan()))) == []


# ---- a kernel through the depth, a window on numbers ------------------------------------


def layer(spec: object, given: str = "8x8x6") -> Node:
    spec = {"name": "one", "input": given, "layout": "channels_last", "layers": [spec]}
    return build(read(spec)).nodes[1]


def conv(**settings: object) -> Node:
    return layer({"conv2d": {"out_channels": 4, "kernel_size": 3, "name": "conv", **settings}})


def test_a_kernel_reaches_through_all_channels_or_through_its_group():
    whole, group, single = (
        plain(figure(kernel_blocks(node)).sentence)
        for node in (conv(), conv(groups=2), conv(groups=6, out_channels=6))
    )
    assert whole.startswith(
        "A kernel of conv reaches through all 6 channels, so that its 3·3·6 = 54 weights"
    )
    assert group.startswith("A kernel of conv reaches through 3 of the 6 channels")
    assert "3·3·3 = 27 weights" in group
    assert single.startswith("A kernel of conv reads one of the 6 channels")
    assert "3·3·1 = 9 weights" in single


@pytest.mark.parametrize(
    "spec",
    [
        "relu", {"linear": 3}, {"max_pool2d": 2},
        {"conv_transpose2d": {"out_channels": 2, "kernel_size": 2}},
    ],
)  # fmt: skip
def test_only_a_convolution_has_kernels_drawn(spec):
    node = layer(spec, "6" if spec == {"linear": 3} else "8x8x6")
    assert kernel_blocks(node) == []


def test_a_convolution_along_one_or_three_axes_has_no_such_picture():
    along = {"out_channels": 2, "kernel_size": 3}
    assert kernel_blocks(layer({"conv1d": along}, "9x4")) == []
    assert kernel_blocks(layer({"conv3d": along}, "4x5x6x2")) == []


def patch(spec: object, given: str = "9x9x2") -> d.Patch:
    drawing = figure(patch_blocks(layer(spec, given))).drawing
    assert isinstance(drawing, d.Patch)
    return drawing


def test_a_window_that_is_too_large_or_reads_one_number_is_not_drawn():
    assert patch_blocks(layer({"max_pool2d": 9}, "9x9x2")) == []
    assert patch_blocks(layer({"avg_pool2d": 1})) == []
    assert patch_blocks(layer("relu")) == []
    # As large as the image: it has one place.
    drawn = patch({"avg_pool2d": 7}, "7x7x2")
    assert (len(drawn.numbers), len(drawn.numbers[0])) == (7, 7)


# ---- attention, and what reads a sequence step by step --------------------------------


def rects(drawing: d.Drawing, look: str) -> list[tuple[float, float]]:
    """The widths and heights of the rectangles of a look."""
    (picture,) = draw(drawing, "key")
    found = re.findall(
        rf'<rect [^>]*width="([\d.]+)" height="([\d.]+)"[^>]*class="{look}"', picture.body
    )
    return [(float(width), float(height)) for width, height in found]


def test_attention_is_drawn_to_scale():
    drawn = figure(attention_blocks(layer({"multihead_attention": 12}, "197x768")))
    given, maps = rects(drawn.drawing, "pixel"), rects(drawn.drawing, "tap")
    assert (len(given), len(maps)) == (3, 12)
    for wide, high in given:
        assert wide / high == pytest.approx(768 / 197, rel=0.01)
        for side in maps:
            assert side == pytest.approx((high, high), rel=0.01)
    said = texts(drawn.drawing)
    assert "3 · 197·768 = 453,888 values" in said
    assert "12 · 197·197 = 465,708 shares" in said
    assert "the 465,708 shares become 1,862,832" in plain(drawn.told)


def test_the_edge_of_a_map_is_marked_where_the_fused_kernel_keeps_no_map():
    settings = ({"num_heads": 4}, {"num_heads": 4, "dropout": 0.1})
    fused, single = (
        figure(attention_blocks(layer({"multihead_attention": each}, "16x64"))) for each in settings
    )
    assert (len(rects(fused.drawing, "thick")), len(rects(single.drawing, "thick"))) == (4, 0)
    assert "thick edge" in plain(fused.sentence)
    assert "edge" not in plain(fused.told)
    assert "kernel" not in plain(single.sentence)


def test_attention_that_would_be_lines_and_dots_is_not_drawn():
    assert attention_blocks(layer({"multihead_attention": 2}, "4096x16")) == []
    assert attention_blocks(layer("relu")) == []


# Blocks of rows, and weights: torch's weight_ih_l0 and weight_hh_l0 together.
@pytest.mark.parametrize(
    ("kind", "blocks", "weights", "arrows"),
    [("lstm", 4, 7_680, 2), ("gru", 3, 5_760, 1), ("rnn", 1, 1_920, 1)],
)
def test_all_positions_use_the_blocks_of_weights_that_a_recurrent_layer_has(
    kind, blocks, weights, arrows
):
    drawn = figure(unrolled_blocks(layer({kind: 40}, "9x8")))
    assert isinstance(drawn.drawing, d.Unrolled)
    assert (len(drawn.drawing.gates), len(drawn.drawing.states)) == (blocks, arrows)
    said = texts(drawn.drawing)
    assert any(text.endswith(f"= {weights:,} weights") for text in said)
    assert {"1", "2", "3", "9", "two biases"} <= {*said}
    assert "4" not in said


def test_of_several_layers_and_directions_the_first_set_of_weights_is_drawn():
    many = {"hidden_size": 32, "num_layers": 3, "bidirectional": True, "bias": False}
    drawn = figure(unrolled_blocks(layer({"gru": many}, "2x16")))
    assert "Drawn is the first of 3 layers on the way forwards" in plain(drawn.sentence)
    said = texts(drawn.drawing)
    assert "3 · 32 · (16 + 32) = 4,608 weights" in said
    assert {"1", "2"} <= {*said}
    assert not {"two biases", "…"} & {*said}
    assert unrolled_blocks(layer("relu")) == []


def test_blocks_of_weights_are_called_to_scale_only_where_they_are():
    for given, scaled in (("9x8", True), ("9x1000", False)):
        drawn = figure(unrolled_blocks(layer({"lstm": 8}, given)))
        assert plain(drawn.caption).endswith("to scale") is scaled


# ---- values in another order, parts of an axis ----------------------------------------


@pytest.mark.parametrize(
    ("spec", "given"),
    [
        ({"permute": {"dims": ["length", "channels"]}}, "9x7"), ({"pixel_shuffle": 1}, "5x5x4"),
        ({"pixel_shuffle": 4}, "5x5x16"), ({"upsample": {"scale_factor": 2}}, "5x5x4"),
        ({"channel_shuffle": 7}, "5x5x14"), ({"channel_shuffle": 4}, "5x5x4"),
        ({"reshape": {"shape": [5, 9]}}, "45"), ({"reshape": {"shape": [9, 35]}}, "5x9x7"),
        ("relu", "5x5x4"),
    ],
)  # fmt: skip
def test_what_keeps_its_order_or_would_be_too_much_is_not_rearranged(spec, given):
    assert rearranged_blocks(layer(spec, given)) == []


def test_the_pixels_of_a_block_are_marked_in_all_channels():
    drawn = figure(rearranged_blocks(layer({"pixel_shuffle": 2}, "32x32x64"))).drawing
    assert isinstance(drawn, d.Rearranged)
    assert drawn.marked == {"a1", "b1", "c1", "d1"}
    assert drawn.after[0][0][:2] + drawn.after[0][1][:2] == ("a1", "b1", "c1", "d1")
    assert {"before: 32×32×64", "after: 64×64×16"} <= {*texts(drawn)}


@pytest.mark.parametrize(
    ("spec", "places"),
    [
        ({"slice": {"start": 16, "end": 48}}, [(16, None), (32, "part: 32"), (16, None)]),
        ({"slice": {"start": -4}}, [(60, None), (4, "part: 4")]),
        ({"split": {"sizes": [14, 50]}}, [(14, "part: 14"), (50, "part.2: 50")]),
        ({"chunk": 3}, [(22, "part: 22"), (22, "part.2: 22"), (20, "part.3: 20")]),
    ],
)  # fmt: skip
def test_an_axis_is_cut_where_the_layer_cuts_it(spec, places):
    ((kind, given),) = spec.items()
    named = given if isinstance(given, dict) else {"chunks": given}
    drawn = figure(cut_blocks(layer({kind: {**named, "name": "part"}}, "8x8x64"))).drawing
    assert isinstance(drawn, d.Cut)
    found = [(p.places, None if p.label is None else plain(p.label)) for p in drawn.pieces]
    assert found == places
    assert "channels: 64" in texts(drawn)


def test_only_what_cuts_is_cut_and_not_into_many_parts():
    assert cut_blocks(layer("relu")) == []
    assert cut_blocks(layer({"chunk": 8}, "8x8x64")) == []


def test_the_page_of_a_kind_has_its_picture():
    pages = dict(kind_files([]))
    drawn = (
        "conv2d",
        "max_pool2d",
        "multihead_attention",
        "gru",
        "permute",
        "pixel_shuffle",
        "slice",
    )
    assert all(pages[f"kinds/{kind}.html"].count("<svg") == 1 for kind in drawn)
    assert "<svg" not in pages["kinds/relu.html"]


def test_a_kind_is_drawn_once_in_a_report():
    for model in ("vgg16", "densenet121"):
        for detail in ("worked", "full"):
            blocks = explainer.explain(f"example:{model}", detail=detail).page.blocks
            cells = [block.cells for block in blocks if isinstance(block, n.Abreast)]
            abreast = [block for row in cells for cell in row for block in cell]
            figures = [block for block in (*blocks, *abreast) if isinstance(block, n.Figure)]
            assert sum(isinstance(figure.drawing, d.Kernel) for figure in figures) == 1


def test_of_equal_stages_the_one_is_named_that_has_the_parameters_too():
    dense = {"linear": {"out_features": 2, "name": "dense"}}
    spec = {"name": "square", "input": "2", "layers": [dense]}
    drawn = figure(where_memory_lies(Results(Case(build(read(spec)), Plan()))))
    assert plain(drawn.sentence).startswith("dense has 50.0 % of the values and 100 % of the")


# ---- side by side -----------------------------------------------------------------------


def test_two_pictures_alone_stand_side_by_side():
    two = [*made_of(work("vgg16")), *growth_in_batch(work("vgg16"))]
    assert [each.slim for each in beside(two) if isinstance(each, n.Figure)] == [True, True]
    assert beside(two[:1]) == two[:1]
    words = n.Paragraph((n.Words("And this."),))
    assert beside([two[0], words]) == [two[0], words]
