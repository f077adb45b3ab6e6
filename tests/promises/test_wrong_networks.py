"""A mistake in one layer: the short way to the wrong network gives what the plain one gives."""

from __future__ import annotations

from functools import partial

import pytest

from explainer.library.diagnose import diagnose
from explainer.mistakes.engine.spoilt import Spoilt, WrongNetwork
from explainer.network.graph import Graph, build
from explainer.readers import example_names, read
from tests.benchmarks.growth import write_residual
from tests.benchmarks.pages import write_network
from tests.fuzz.cases import draw_case
from tests.work_done import calls_in


def assert_one(short: WrongNetwork, plain: WrongNetwork) -> None:
    """Every node has the same numbers, and the same mistakes are made."""
    assert short.until == plain.until
    assert short.made == plain.made
    assert len(short.graph.nodes) == len(plain.graph.nodes)
    for one, other in zip(short.graph.nodes, plain.graph.nodes, strict=True):
        assert (one.index, one.output, one.inputs) == (other.index, other.output, other.inputs)
        assert one.values == other.values
        assert {k: f.name for k, f in one.formulas.items()} == {
            k: f.name for k, f in other.formulas.items()
        }


def assert_all_alike(graph: Graph) -> int:
    """Every single mistake in every layer, the last layers first as a diagnosis goes."""
    spoilt, count = Spoilt(graph, seldom=True), 0
    for node in reversed(graph.nodes):
        for name in spoilt.names(node.index):
            names = frozenset((name,))
            short = spoilt._make_in_one(names, node.index)
            assert_one(short, spoilt.make_plainly(names, node.index))
            count += 1
    return count


@pytest.mark.parametrize("name", ["lenet5", "small-cnn-50", "unet", "resnet18"])
def test_in_every_layer_of_an_example(name: str) -> None:
    assert name in example_names()
    assert assert_all_alike(build(read(f"example:{name}"))) > 10


def test_in_every_layer_of_networks_that_nobody_wrote() -> None:
    cases = [case for number in range(150) if (case := draw_case("wrong", number)).model]
    graphs = [build(read(case.tree)) for case in cases]
    assert sum(assert_all_alike(graph) for graph in graphs if graph.nodes) > 500


@pytest.mark.parametrize("name", ["unet", "googlenet"])
def test_what_reaches_a_layer_is_found_among_all_layers_before_it(name: str) -> None:
    """By the plain way through every mistake of a size in every layer, whatever the order."""
    graph = build(read(f"example:{name}"))
    spoilt, found = Spoilt(graph, seldom=True), dict[int, set[tuple[int, str]]]()
    for node in graph.nodes[:60]:
        for one in dict.fromkeys(spoilt.names_of_sizes(node.index)):
            plain = spoilt.make_plainly(frozenset((one,)), node.index)
            for index in range(node.index + 1, plain.until):
                if plain.graph.nodes[index] is not graph.nodes[index]:
                    found.setdefault(index, set()).add((node.index, one))
    for layer in (59, 7, 30) if len(graph.nodes) > 60 else (49, 7, 30):
        reaching = spoilt.reaching(layer)
        assert set(reaching) == found[layer]
        assert [index for index, _ in reaching] == sorted((i for i, _ in reaching), reverse=True)


@pytest.mark.parametrize("write", [write_network, write_residual])
def test_the_last_layer_of_a_long_network_is_diagnosed_in_linear_time(write, tmp_path) -> None:
    calls = []
    for layers in (300, 1200):
        write(layers, tmp_path / "long.yaml")
        spec = read(str(tmp_path / "long.yaml"))
        last = next(layer.name for layer in reversed(spec.layers) if layer.kind == "conv2d")
        quantity = f"{last}.activations"
        calls.append(calls_in(partial(lambda *asked: diagnose(*asked).json(), spec, quantity, 7)))
    assert calls[1] < 6 * calls[0]  # four times the layers; with the square it were sixteen
