"""`--fits`: no larger square image fits than the one found, by trying every side."""

from __future__ import annotations

import json
from typing import Any

import pytest

import explainer
from explainer.memory.framework.simulation import training_step
from explainer.memory.textbook.account import training_of
from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.network.input_size import InputSize, input_sizes
from explainer.questions.fits.input import InputFit, framework_input, textbook_input
from tests.command_line import explain

CONV = {"out_channels": 4, "kernel_size": 3}
FIXED = {"layer_norm": {"normalized_shape": [4, 10, 10]}}
# A side that decides about the padding, a size at which a layer is not counted, sides at
# which branches meet, a fixed size, and a dense layer whose weights grow.
NETWORKS: dict[str, list[Any]] = {
    "plain": [{"conv2d": CONV}, "relu", {"max_pool2d": 2}],
    "dense": [{"conv2d": CONV}, "flatten", {"linear": 5}],
    "strided same": [{"conv2d": CONV | {"stride": 2, "padding": "same"}}, "relu"],
    "even kernel": [
        {"conv2d": {"out_channels": 4, "kernel_size": 4, "stride": 3, "padding": "same"}},
        {"conv2d": {"out_channels": 9, "kernel_size": 2, "stride": 2, "padding": "same"}},
        {"conv2d": {"out_channels": 4, "kernel_size": 5, "padding": "same"}},
    ],
    "adaptive": [{"conv2d": {"out_channels": 40, "kernel_size": 1}}, {"adaptive_avg_pool2d": 9}],
    "branches": [
        {"max_pool2d": {"kernel_size": 2, "name": "down"}},
        {"upsample": {"scale_factor": 2, "name": "up"}},
        {"add": ["up", "input"]},
    ],
    "one side only": [{"conv2d": CONV | {"padding": 1}}, FIXED],
    "rounded up": [
        {"max_pool2d": {"kernel_size": 3, "stride": 2, "ceil_mode": True}},
        {"conv_transpose2d": {"out_channels": 2, "kernel_size": 2, "stride": 2}},
        "dropout",
    ],
}  # fmt: skip
SIZES = (50, 1_000, 3_000, 9_999, 25_000, 60_000, 100_000)


def by_trying(graph: Graph, total: Any, size: int) -> int:
    """The largest side that fits, of all whose images are within the memory."""
    sides = (side for side in range(1, 150) if 4 * side * side <= size)
    built = {side: with_side(graph, side) for side in sides}
    return max((s for s, g in built.items() if g is not None and total(g) <= size), default=0)


def alone(graph: Graph) -> InputSize:
    (given,) = input_sizes(graph)
    return given


def with_side(graph: Graph, side: int) -> Graph | None:
    return alone(graph).built(graph, side)


def largest(fit: InputFit | None) -> int:
    assert fit is not None
    return fit.size


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("name", NETWORKS)
def test_it_is_what_trying_every_side_gives(name: str, optimizer: str):
    model = {"input": "10x10x1", "layers": NETWORKS[name]}
    document = explainer.explain(model, optimizer=optimizer, batch=2)
    graph, plan = document.graph, document.plan
    for size in SIZES:
        found = largest(textbook_input(Case(graph, plan), alone(graph), size))
        assert found == by_trying(graph, lambda g: training_of(Case(g, plan)).total, size)
        found = largest(framework_input(Case(graph, plan), alone(graph), size))
        assert found == by_trying(graph, lambda g: training_step(Case(g, plan)).peak.total, size)


@pytest.mark.parametrize("name", ["lenet5", "unet", "resnet18", "mobilenet_v2", "vgg16"])
def test_the_neighbours_are_put_back_in(name: str):
    document = explainer.explain(f"example:{name}")
    graph, plan, size = document.graph, document.plan, 8 * 10**9
    for find, total in ((textbook_input, textbook_total), (framework_input, peak)):
        fit = find(Case(graph, plan), alone(graph), size)
        assert fit is not None
        image, following = with_side(graph, fit.size), with_side(graph, fit.next_size)
        assert image is not None
        assert following is not None
        assert (
            total(Case(image, plan))
            == fit.taken
            <= size
            < fit.next_taken
            == total(Case(following, plan))
        )
        between = range(fit.size + 1, fit.next_size)
        assert all(with_side(graph, side) is None for side in between)
        few = range(fit.next_size, fit.next_size + 20)
        built = [with_side(graph, side) for side in few]
        assert all(total(Case(larger, plan)) > size for larger in built if larger is not None)


def textbook_total(case: Case) -> int:
    return training_of(case).total


def peak(case: Case) -> int:
    return training_step(case).peak.total


@pytest.mark.parametrize(
    "model",
    [
        {"input": 12, "layers": [{"linear": 3}]},
        {"totals": {"activations": 5, "parameters": 5}},
    ],
)
def test_without_an_image_there_is_none_and_the_report_says_so(model: dict[str, Any]):
    document = explainer.explain(model, fits="8GB")
    assert input_sizes(document.graph) == ()
    fits = json.loads(document.json())["fits"]
    assert fits["textbook"]["largest_image"] is fits["framework"]["largest_image"] is None
    assert "No image is given here" in document.markdown()


def test_int8_trains_nothing_in_torch():
    fits = json.loads(explainer.explain("example:lenet5", fits="1GB", dtype="int8").json())["fits"]
    assert fits["framework"] == {
        "largest_batch": None, "largest_image": None,
        "largest_length": None, "largest_inputs": None,
    }  # fmt: skip
    assert fits["textbook"]["largest_image"] > 0


def test_the_report_says_which_parameters_grow_with_the_image():
    grown = explain("example:vgg16", "--fits", "8GB").text
    assert "comes from fc1: a dense layer behind a flattened image has a weight" in grown
    assert "The number of parameters stays the same" in explain(
        "example:resnet18", "--fits", "8GB"
    ).text  # fmt: skip


def test_where_no_image_fits_the_smallest_that_can_be_built_is_named():
    report = explain("example:vgg16", "--fits", "300MB").text
    assert "images of 32×32 take 454,890,784 bytes" in report
    only = {"input": "10x10x1", "layers": NETWORKS["one side only"]}
    assert (
        "can't be built for any of the next 512 sides"
        in explainer.explain(only, fits=60_000).markdown()
    )


def test_the_only_side_that_fits_together_is_found_though_it_is_far_from_others():
    layers = [
        {"conv2d": CONV | {"padding": 1}},
        {"layer_norm": {"normalized_shape": [4, 900, 900]}},
    ]
    model = {"input": "900x900x1", "layers": layers}
    fits = json.loads(explainer.explain(model, fits="8GB").json())["fits"]
    assert fits["textbook"]["largest_image"] == fits["framework"]["largest_image"] == 900
