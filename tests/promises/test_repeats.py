"""Repeated blocks are found as the papers count them, and a run can be told once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from explainer.network.graph import Graph, build
from explainer.network.repeats import Piece, Run, by_kind, by_settings, exactly, runs
from explainer.readers import example_names, read

pytestmark = pytest.mark.quick


def graph_of(model: str | Mapping[str, Any]) -> Graph:
    """The network of an example or of a mapping."""
    return build(read(model))


def inside(graph: Graph, *names: str) -> Sequence[Piece]:
    """The pieces at this place of the tree of names."""
    pieces = Piece("", tuple(graph.nodes)).parts
    for name in names:
        pieces = next(piece for piece in pieces if piece.name == name).parts
    return pieces


def counts(found: Sequence[Run]) -> list[tuple[str, int]]:
    """What each run begins with, and how often it comes."""
    return [(run.first[0].name, run.count) for run in found]


def test_a_stage_of_resnet50_has_one_block_and_equal_ones() -> None:
    """3, 4, 6 and 3 blocks (He and others, table 1), the first of each with a projection."""
    graph = graph_of("example:resnet50")
    for stage, blocks in (("layer1", 3), ("layer2", 4), ("layer3", 6), ("layer4", 3)):
        found = runs(graph, inside(graph, stage), exactly)
        assert counts(found) == [(f"{stage}.0", 1), (f"{stage}.1", blocks - 1)]


def test_the_dense_layers_of_densenet121_are_alike_but_for_what_they_take() -> None:
    """6, 12, 24 and 16 (Huang and others, table 1); each takes 32 channels more."""
    graph = graph_of("example:densenet121")
    for number, layers in enumerate((6, 12, 24, 16), 1):
        block = f"features.denseblock{number}"
        pieces = inside(graph, "features", block)
        assert [run.count for run in runs(graph, pieces, by_settings)] == [layers]
        assert {run.count for run in runs(graph, pieces, exactly)} == {1}


def test_equal_layers_of_vgg16_with_their_activation_functions() -> None:
    """Of conv3 the first takes fewer channels; of conv5 all three are equal."""
    graph = graph_of("example:vgg16")
    found = [pair for pair in counts(runs(graph, inside(graph), exactly)) if pair[1] > 1]
    assert found == [("conv3_2", 2), ("conv4_2", 2), ("conv5_1", 3)]


def test_a_layer_read_from_afar_ends_a_run() -> None:
    """Its output is needed under its own name."""
    same: list[Any] = [{"conv2d": {"out_channels": 4, "kernel_size": 1, "name": f"c{i}"}}
                       for i in range(6)]  # fmt: skip
    plain = graph_of({"input": "8x8x4", "layers": same})
    assert counts(runs(plain, inside(plain), exactly))[1:] == [("c0", 6)]
    read = graph_of({"input": "8x8x4", "layers": [*same, {"add": ["c5", "c2"]}]})
    found = counts(runs(read, inside(read), exactly))
    assert found[1:] == [("c0", 3), ("c3", 3), ("add", 1)]


def test_rounds_of_two_and_a_long_network() -> None:
    """Alternating layers are rounds of two; 600 of them are one run."""
    layers: list[Any] = [{"conv2d": {"out_channels": 4, "kernel_size": 3, "padding": 1}}, "relu"]
    graph = graph_of({"input": "8x8x4", "layers": layers * 300})
    (_, run) = runs(graph, inside(graph), exactly)
    assert (run.count, [piece.name for piece in run.first]) == (300, ["conv2d", "relu"])


@pytest.mark.parametrize("example", example_names())
@pytest.mark.parametrize("likeness", [exactly, by_settings, by_kind])
def test_no_layer_is_lost(example: str, likeness: Any) -> None:
    """The runs hold every layer once, in the network's order, at every depth of the names."""
    graph = graph_of(f"example:{example}")
    pieces: Sequence[Piece] = Piece("", tuple(graph.nodes)).parts if graph.nodes else ()
    while pieces:
        found = runs(graph, pieces, likeness)
        assert [node.index for run in found for node in run.nodes] == list(range(len(graph.nodes)))
        inner = [part for piece in pieces for part in piece.parts or (piece,)]
        pieces = inner if len(inner) > len(pieces) else ()
