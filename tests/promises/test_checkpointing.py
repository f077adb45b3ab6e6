"""`--checkpoint`: segments, their account by both rules, and the search for the best number."""

from __future__ import annotations

import json
import math
from contextlib import suppress
from fractions import Fraction
from typing import Any

import pytest

import explainer
from explainer.errors import ExplainError, UsageError
from explainer.layers.layer import Keeps
from explainer.memory.framework.simulation import training_step
from explainer.memory.textbook.sums import totals_of
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.plan import Plan
from explainer.network.segments import cut, layers_in
from explainer.questions.checkpointing import search as checkpoint_search
from explainer.questions.checkpointing.floor import Floors
from explainer.questions.checkpointing.formulas import rule_of_root
from explainer.questions.checkpointing.search import Tried, checkpointed, numbers_tried, trains
from explainer.questions.checkpointing.textbook import textbook_cut
from explainer.readers import example_names, read
from explainer.results.checked_case import case_of
from tests.command_line import explain
from tests.fuzz.cases import draw_case
from tests.fuzz.options import how_it_runs

NAMES = [name for name in example_names() if build(read(f"example:{name}")).nodes]
BARE = (
    "The recipe from totals has bare totals and no layers, "
    "so there is nothing to cut into segments.\n"
)
NEARLY = (
    "The segments of checkpointing have to be a whole number from 1 on, or best, "
    "and it is bets. Did you mean 'best'?\n"
)
SMALL = ["lenet5", "small-cnn-50", "tiny-cnn-512", "alexnet", "vgg16", "unet", "resnet18"]


def example(name: str) -> Graph:
    return build(read(f"example:{name}"))


def chain(layers: int) -> Graph:
    """Layers that all store equally many values."""
    same = {"conv2d": {"out_channels": 2, "kernel_size": 1}}
    return build(read({"name": "chain", "input": "4x4x2", "layers": [same] * layers}))


# ---- the cut ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("k", [1, 2, 3, 5, 11])
def test_segments_are_cut_as_checkpoint_sequential_cuts_a_list(name: str, k: int):
    graph = example(name)
    layers = list(range(1, len(graph.nodes)))
    if k > len(layers):
        return
    size = len(layers) // k
    starts = range(0, size * (k - 1), size)  # the loop of torch's own function
    lists = [layers[start : start + size] for start in starts]
    lists.append(layers[size * (k - 1) :])
    assert [list(range(s.first, s.last + 1)) for s in cut(graph, k)] == lists


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("k", [2, 3, 7])
def test_every_value_that_crosses_a_border_is_found(name: str, k: int):
    graph = example(name)
    reads = {
        (source, number, node.index)
        for node in graph.nodes
        for source, number in zip(node.sources, node.takes, strict=True)
    }
    for segment in cut(graph, min(k, layers_in(graph))):
        inside = range(segment.first, segment.last + 1)
        into = {n for source, n, reader in reads if reader in inside and source < segment.first}
        out = {n for source, n, reader in reads if source in inside and reader > segment.last}
        out |= {end for end in graph.ends if end in inside}
        assert (set(segment.inputs), set(segment.outputs)) == (into, out)


# ---- the textbook account ---------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_one_segment_keeps_what_training_without_keeps(name: str):
    graph = example(name)
    assert textbook_cut(graph, 1).kept == totals_of(graph).activations


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("k", [2, 3, 6])
def test_the_values_of_segments_are_those_of_their_layers(name: str, k: int):
    """Counted layer by layer; a layer in place counts where it would write over a border."""
    graph = example(name)
    parts = textbook_cut(graph, k)
    anew = sum(math.prod(node.output) for node in parts.stored_anew())
    stored = graph.nodes[0].count("activations") + sum(parts.segment_values)
    assert stored == totals_of(graph).activations + anew
    starts = {s.first for s in parts.segments[:-1]}
    for node in parts.stored_anew():
        assert node.keeps is Keeps.IN_PLACE
        assert not starts.isdisjoint(range(node.sources[0] + 1, node.index + 1))


@pytest.mark.parametrize(("layers", "k"), [(16, 4), (36, 6), (9, 3)])
def test_a_chain_of_equal_layers_keeps_what_the_rule_says(layers: int, k: int):
    graph, a = chain(layers), 4 * 4 * 2
    assert textbook_cut(graph, k).kept == k * a + (layers // k) * a
    found = checkpointed(Case(graph, Plan()), "best")
    assert found.fewest_values.segments == rule_of_root(layers) == k


def test_the_rule_is_the_least_of_all_whole_numbers():
    for n in range(1, 300):
        sums = {k: k + Fraction(n, k) for k in range(1, n + 1)}
        least = min(sums.values())
        assert rule_of_root(n) == next(k for k in sums if sums[k] == least), n


# ---- the framework account --------------------------------------------------------------


@pytest.mark.parametrize("name", SMALL)
def test_no_part_is_left_over_after_a_step(name: str):
    """What a segment took is given back to the byte, or the next step would begin higher."""
    graph = example(name)
    plain = training_step(Case(graph, Plan(optimizer="sgd")))
    for k in (2, 3, 7):
        step = training_step(Case(graph, Plan(optimizer="sgd")), k)
        assert step.timeline[0].total == plain.timeline[0].total
        assert step.timeline[-1].total == plain.timeline[-1].total


def test_between_the_passes_the_borders_and_the_last_segment_are_kept():
    conv = {"conv2d": {"out_channels": 2, "kernel_size": 1}}
    layers = [conv, "sigmoid", "gelu"] * 3
    graph = build(read({"name": "test", "input": "4x5x2", "layers": layers}))
    saved = training_step(Case(graph, Plan(batch=3, loss="none")), 3).saved
    assert [(each.layer, each.bytes) for each in saved.storages] == [
        ("gelu", 480), ("gelu_1", 480), ("sigmoid_2", 480),
    ]  # fmt: skip


def test_the_peak_of_a_deep_chain_falls_about_as_the_root():
    graph = chain(100)
    plain = training_step(Case(graph, Plan(batch=1000, optimizer="sgd"))).peak.total
    best = checkpointed(Case(graph, Plan(batch=1000, optimizer="sgd")), "best").lowest_peak
    assert best is not None
    assert best.peak is not None
    assert 3 * best.peak < plain
    assert 5 <= best.segments <= 20


def test_long_networks_try_every_length_of_segment():
    numbers = numbers_tried(427)
    assert {427 // k for k in numbers} == {427 // k for k in range(1, 428)}
    assert numbers_tried(200) == list(range(1, 201))
    assert len(numbers_tried(5000)) < 320


# ---- what the user sees -----------------------------------------------------------------


def test_the_command_gives_the_figures():
    found = json.loads(explain("example:vgg16", "--checkpoint", "7", "--json").text)
    figures = found["checkpointing"]
    assert (figures["asked"], figures["layers"], figures["rule"]) == (7, 39, 6)
    # conv1_1, conv1_2 and pool1 at 224×224×64 and 112×112×64; the borders by their shapes.
    largest = 2 * 224 * 224 * 64 + 112 * 112 * 64
    kept = 224 * 224 * 3 + 112 * 112 * 64 + 56 * 56 * 128 + 56 * 56 * 256
    kept += 28 * 28 * 512 + 14 * 14 * 512 + 14 * 14 * 512
    assert figures["textbook"]["border_values"] == kept
    assert figures["textbook"]["largest_segment"] == largest
    assert figures["textbook"]["values"] == kept + largest
    assert figures["textbook"]["bytes"] == 4 * (kept + largest)
    dense = 25088 * 4096 + 4096 * 4096 + 4096 * 1000
    assert figures["textbook"]["macs_again"] == found["totals"]["macs"] - dense
    assert figures["framework"]["segments"] == 7
    peak = figures["framework"]["peak"]
    assert peak["total"] == sum(v for k, v in peak.items() if k not in ("total", "where"))
    assert [each["segments"] for each in figures["tried"]] == list(range(1, 40))
    assert figures["tried"][0]["framework"] == found["memory"]["framework"]["peak"]["total"]


def test_best_is_the_least_of_all_that_were_tried():
    document = explainer.explain("example:unet", checkpoint="best", batch=2)
    figures = json.loads(document.json())["checkpointing"]
    tried = {each["segments"]: each for each in figures["tried"]}
    for account in ("textbook", "framework"):
        least = min(each[account] for each in tried.values())
        chosen = figures[account]["segments"]
        assert chosen == figures[account]["best_segments"]
        assert tried[chosen][account] == least
        assert chosen == min(k for k, each in tried.items() if each[account] == least)


def section(report: str) -> str:
    return report.split("\n## Gradient checkpointing\n")[1].split("\n## ")[0]


def test_the_report_says_whether_the_rule_misses_and_why():
    vgg = section(explainer.explain("example:vgg16", checkpoint="best").markdown())
    assert "the rule of √n does not give the best number here: its 6 segments" in vgg
    assert "one of the 39 layers stores 3,211,264 values, and the average is 386,848" in vgg
    small = section(explainer.explain("example:small-cnn-50", checkpoint="best").markdown())
    assert "the rule of √n is right here" in small
    assert "Borders forgotten" in vgg
    assert "Divided by the number of segments" in vgg


def test_equal_layers_that_the_root_does_not_divide_are_told_apart():
    spec = {"input": "4x4x2", "layers": [{"conv2d": {"out_channels": 2, "kernel_size": 1}}] * 11}
    told = section(explainer.explain(spec, checkpoint="best").markdown())
    assert rule_of_root(11) == 3
    assert ("In the textbook account the rule of √n does not" in told) == (
        "All layers store equally many values" in told
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"checkpoint": 1}, "One segment is training without checkpointing"),
        ({"checkpoint": "best", "optimizer": "adam"}, "so no checkpointing lowers this peak"),
        ({"checkpoint": 2, "dtype": "int8"}, "PyTorch trains nothing in whole numbers"),
        ({"checkpoint": 2, "dtype": "mixed_float16"}, "so this account is missing for"),
        ({"checkpoint": 12}, "takes more memory here"),
    ],
)
def test_special_cases_are_said(options: dict[str, Any], said: str):
    assert said in section(explainer.explain("example:lenet5", **options).markdown())


def test_what_batch_norm_does_is_said_where_there_is_some():
    resnet = section(explainer.explain("example:resnet18", checkpoint=4).markdown())
    assert "layers of batch normalisation run forward twice" in resnet
    lenet = section(explainer.explain("example:lenet5", checkpoint=4).markdown())
    assert "batch normalisation" not in lenet


def test_without_the_option_nothing_is_said_of_it():
    document = explainer.explain("example:lenet5")
    assert "checkpointing" not in json.loads(document.json())
    assert "checkpointing" not in document.markdown()


@pytest.mark.parametrize(
    "asked", ["0", "-1", "1.5", "", "many", "bets", "٣", "9" * 30, 0, True, 1.5]
)
def test_what_is_no_number_of_segments_is_refused(asked: Any):
    with pytest.raises(UsageError, match="whole number from 1 on, or best"):
        explainer.explain("example:lenet5", checkpoint=asked)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("example:lenet5", "--checkpoint", "13"),
            "LeNet-5 has 12 layers, so there can be 1 to 12 segments, and not 13.\n",
        ),
        (
            ("verify", "example:lenet5", "--checkpoint", "13"),
            "LeNet-5 has 12 layers, so there can be 1 to 12 segments, and not 13.\n",
        ),
        (
            ("example:totals-recipe", "--checkpoint", "best"),
            BARE,
        ),
        (
            ("example:lenet5", "--checkpoint", "bets"),
            NEARLY,
        ),
    ],
)
def test_the_command_says_what_is_wrong(words: tuple[str, ...], message: str):
    ran = explain(*words)
    assert (ran.code, ran.out, ran.err) == (2, b"", message)


# ---- long networks: what is not run -----------------------------------------------------


def drawn_cases() -> list[Case]:
    """Networks that nobody wrote, run in a way that trains and may freeze."""
    found = []
    for number in range(260):
        case = draw_case("floors", number)
        if case.model is None or "layers" not in case.tree:
            continue
        knobs: Any = how_it_runs(case.chance("plan"))
        with suppress(ExplainError):
            found.append(case_of(read(case.tree), knobs))
    return [case for case in found if trains(case.plan)]


def test_no_peak_is_below_its_floor():
    close = 0
    for case in (*drawn_cases(), case_of(read("example:resnet18"), {"batch": 3})):
        graph = case.graph
        floors = Floors(case, training_step(case))
        for k in numbers_tried(layers_in(graph)):
            floor, peak = floors.of(cut(graph, k)), training_step(case, k).peak.total
            assert floor <= peak, (graph.spec, case.plan, k)
            close += 2 * floor > peak
    assert close > 300  # a floor of nothing would be none


def test_what_is_not_run_changes_no_answer(monkeypatch):
    monkeypatch.setattr(checkpoint_search, "LAYERS_TRIED", 2)
    left_out = 0
    for case in (*drawn_cases(), case_of(read("example:unet"), {"batch": 2})):
        graph = case.graph
        found = checkpointed(case, "best")
        right = {each.segments: training_step(case, each.segments) for each in found.tried}
        least = min(right, key=lambda k: right[k].peak.total)
        lowest = Tried(least, textbook_cut(graph, least).kept, right[least].peak.total)
        assert found.lowest_peak == lowest
        for each in found.tried:
            assert each.peak in (None, right[each.segments].peak.total)
            left_out += each.peak is None
    assert left_out > 10


def test_a_long_network_is_run_in_few_numbers_of_segments(monkeypatch):
    run = []

    def counted(case, segments=1):
        run.append(segments)
        return training_step(case, segments)

    monkeypatch.setattr(checkpoint_search, "training_step", counted)
    found = checkpointed(Case(chain(900), Plan(batch=10)), "best")
    assert len(found.tried) > 100
    assert len(run) < 25
    assert {2, 128, 900, found.rule.segments} <= {e.segments for e in found.tried if e.peak}
