"""`explain reconcile`: what other tools print, against figures that they or others published."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

import pytest

import explainer
from explainer.maths.arithmetic import value_of
from explainer.memory.framework.simulation import training_step
from explainer.memory.textbook.sums import totals_of
from explainer.network.case import Case
from explainer.network.plan import Plan
from explainer.page.nodes import Step, Table
from explainer.page.sentences import sentences
from explainer.readers import example_names
from explainer.tools import TOOLS, findings
from explainer.tools.finding import Finding
from explainer.tools.printing import as_keras, decimals, in_mebi, in_mega
from tests.command_line import ROOT, explain
from tests.every_kind import EXAMPLES as EVERY_KIND
from tests.every_kind import input_of

TOTALS = {"totals": {"activations": 1000, "parameters": 50, "miscellaneous": 3}}


def found(model: Any, **options: Any) -> dict[str, Finding]:
    report = explainer.reconcile(model, **options)
    return {each.tool.name: each for each in findings(report.case)}


def test_the_figures_of_vgg16_that_are_known_are_found():
    tools = found("example:vgg16")
    known = {
        "cs231n": "TOTAL memory: 24M * 4 bytes ~= 93MB / image (only forward! ~*2 for bwd)",
        "torchsummary": "Forward/backward pass size (MB): 218.78",
        "torchinfo": "Forward/backward pass size (MB): 108.45",
        "keras": "Total params: 138,357,544 (527.79 MB)",
        "fvcore": "total: 13,556,712 (13.56M)",
        "im2col": "110.25 MiB",
    }
    assert {name: tools[name].main.text for name in known} == known
    assert tools["max_memory_allocated"].lines[2].text == "24.50 MiB"
    assert tools["cs231n"].lines[1].value == 15_237_608 * 4


def test_vgg16_keeps_what_was_measured_in_torch():
    assert found("example:vgg16", loss="none", batch=2)["autograd"].main.value == 145_305_600


# Caffe's examples/mnist/lenet_train_test.prototxt, whose log many have put on the web.
CAFFE_LENET = {
    "input": "28x28x1",
    "layers": [
        {"conv2d": {"filters": 20, "kernel_size": 5}},
        {"max_pool2d": 2},
        {"conv2d": {"filters": 50, "kernel_size": 5}},
        {"max_pool2d": 2},
        "flatten",
        {"linear": 500},
        "relu",
        {"linear": 10},
    ],
}


def test_caffes_log_of_its_own_lenet_is_found():
    main = found(CAFFE_LENET, batch=64)["caffe"].main
    assert main.text == "Memory required for data: 5169924"


def test_a_softmax_at_the_end_is_the_loss_in_caffe():
    with_softmax = CAFFE_LENET | {"layers": [*CAFFE_LENET["layers"], "softmax"]}
    bare, ended = found(CAFFE_LENET, batch=64)["caffe"], found(with_softmax, batch=64)["caffe"]
    assert ended.main == bare.main
    declared, with_scores = bare.lines[1].value, ended.lines[1].value
    assert declared is not None
    assert with_scores == declared + 10 * 64 * 4


def test_the_blobs_of_caffes_log_add_up_as_in_a_log_of_vgg16():
    # Faster R-CNN's VGG-16 on one image of 224×224, up to relu2_2: 80,883,724 bytes in the log,
    # with three values more that tell the image's size, and without labels and loss.
    groups = [(64, 2), (128, 2)]
    layers: list[Any] = []
    for channels, count in groups:
        conv = {"conv2d": {"filters": channels, "kernel_size": 3, "padding": 1}}
        layers += [conv, "relu"] * count + [{"max_pool2d": 2}]
    report = explainer.reconcile({"input": "224x224x3", "layers": layers[:-1]})
    line = next(e for e in findings(Case(report.graph, Plan())) if e.tool.name == "caffe").lines[1]
    assert line.value == 80_883_724 - 4 * (3 + 224 * 224 * 3)


def test_several_readers_get_a_split_in_caffe():
    branch = {"filters": 2, "kernel_size": 1, "from": "input"}
    branches = [{"conv2d": branch | {"name": name}} for name in ("a", "b")]
    spec = {"input": "4x4x3", "layers": [*branches, {"add": ["a", "b"]}]}
    # data 48 and its split 2 × 48, two convolutions and a sum of 32 each, 16 labels, the loss
    assert found(spec)["caffe"].main.value == (48 + 2 * 48 + 3 * 32 + 16 + 1) * 4


@pytest.mark.parametrize("name", example_names())
def test_every_difference_from_the_textbook_is_told(name: str):
    report = explainer.reconcile(f"example:{name}")
    for finding in findings(report.case):
        tally = finding.known.tally
        if tally is not None:
            apart = sum(each.values for each in tally.differences)
            counted = sum(tally.counted.values())
            assert totals_of(report.graph).activations + apart == counted


@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("name", example_names())
def test_every_formula_of_the_page_comes_out_line_by_line(name: str, batch: int):
    page = explainer.reconcile(f"example:{name}", batch=batch).page
    steps = [block for block in page.blocks if isinstance(block, Step)]
    assert steps
    for step in steps:
        assert len({value_of(line) for line in step.lines[1:]}) == 1


@pytest.mark.parametrize("name", example_names())
def test_every_output_has_every_line(name: str):
    report = explainer.reconcile(f"example:{name}")
    text = report.markdown()
    for tool in json.loads(report.json())["tools"]:
        for line in tool["lines"]:
            assert line["prints"] is None or f"`{line['prints']}`" in text
            assert (line["prints"] is None) == (line["value"] is None)
    assert "<h3" in report.html()


def test_the_json_has_its_keys_in_their_order():
    ran = explain("reconcile", "example:lenet5", "--json", "--batch", "3", "--optimizer", "adam")
    figures = json.loads(ran.text)
    assert list(figures) == ["name", "batch", "dtype", "optimizer", "loss", "tools"]
    assert (figures["batch"], figures["optimizer"]) == (3, "adam")
    assert [tool["tool"] for tool in figures["tools"]] == [tool.name for tool in TOOLS]
    keys = ["tool", "prints", "value", "unit", "bytes", "standing", "source", "lines"]
    assert all(list(tool) == keys for tool in figures["tools"])


def test_the_overview_has_a_row_for_every_tool():
    page = explainer.reconcile("example:lenet5").page
    overview = next(block for block in page.blocks if isinstance(block, Table))
    assert len(overview.rows) == len(TOOLS)


def test_the_peak_and_the_lower_bound_are_in_order():
    for name in example_names():
        report = explainer.reconcile(f"example:{name}")
        if report.graph.totals is None:
            tools = {each.tool.name: each for each in findings(report.case)}
            least, peak = tools["nvidia-smi"].main.value, tools["max_memory_allocated"].main.value
            assert least is not None
            assert peak is not None
            assert least <= peak == training_step(report.case).peak.total


def test_bare_totals_give_what_they_allow_and_say_what_is_missing():
    report = explainer.reconcile(TOTALS, batch=2)
    tools = {each.tool.name: each for each in findings(report.case)}
    printed = [name for name, each in tools.items() if each.main.text is not None]
    assert printed == ["cs231n", "4_x_weights", "nvidia-smi"]
    assert tools["torchinfo"].lines[2].text == "Params size (MB): 0.00"
    assert report.markdown().count("Only totals are given") == 8


def test_nothing_at_all_is_no_fault_of_the_program():
    report = explainer.reconcile({"totals": {"activations": 0, "parameters": 0}})
    assert "at least 0MiB" in report.markdown()


@pytest.mark.parametrize(("kind", "inputs", "settings"), EVERY_KIND)
def test_every_kind_of_layer_can_be_told_of(kind: str, inputs: Any, settings: Any):
    if len(inputs) > 1:  # several inputs: the branches of the examples have them
        return
    spec = {
        "input": input_of(kind, inputs[0]),
        "layers": [{kind: settings} if settings else kind],
    }
    report = explainer.reconcile(spec, batch=2)
    assert "nvidia-smi" in report.markdown()
    json.loads(report.json())


def test_what_a_layer_makes_inside_is_named_beside_its_outputs():
    conv = {"out_channels": 16, "kernel_size": 3, "bias": False}
    told = explainer.reconcile({"input": "8x8x4", "layers": [{"separable_conv2d": conv}, "relu"]})
    # ReLU keeps its 6×6×16 values, the second part the 6×6×4 that the first one made.
    words = "2,304 bytes are outputs of layers, and 576 bytes are something else: values that "
    assert f"{words}layers make inside." in told.markdown()


def test_no_tool_of_pytorch_prints_anything_for_int8():
    report = explainer.reconcile("example:lenet5", dtype="int8")
    assert "trains nothing in whole numbers" in report.markdown()
    tools = {each.tool.name: each for each in findings(report.case)}
    assert tools["torchinfo"].main.text is None
    assert tools["autograd"].main.text is None


def test_what_caffe_has_no_layer_for_is_named():
    spec = {"input": "8x8x4", "layers": ["gelu", {"upsample": 2}, {"adaptive_avg_pool2d": 3}]}
    told = explainer.reconcile(spec).markdown()
    assert "`gelu`, `upsample`, `adaptive_avg_pool2d`." in told
    assert found(spec)["caffe"].main.text is None


def test_a_network_without_parameters_stops_torchsummary():
    tools = found({"input": "8x8x4", "layers": [{"max_pool2d": 2}]})
    assert tools["torchsummary"].main.text is None
    assert tools["im2col"].known.missing == "no_convolution"
    assert tools["torchinfo"].main.value == 0


def test_slips_are_shown_for_the_table_that_they_are_about_only():
    assert "Prefix lost in a sum" in explainer.reconcile("example:vgg16").markdown()
    assert "Prefix lost in a sum" not in explainer.reconcile("example:alexnet").markdown()
    smaller = explainer.reconcile("example:alexnet").markdown()
    assert "24M" not in smaller


def test_written_files_have_a_name_of_their_own(tmp_path):
    ran = explain("reconcile", "example:lenet5", "--md", "--html", "-o", str(tmp_path))
    assert ran.code == 0
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == ["lenet5-reconcile.html", "lenet5-reconcile.md"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Which model? Name a model file, or try `explain reconcile example:vgg16`."),
        (("example:vgg16", "--fits", "8GB"), "There is no option --fits."),
        (("example:vgg16", "--optimizer", "adma"), "Did you mean 'adam'?"),
        (("example:vgg61",), "vgg16"),
    ],
)
def test_bad_usage_ends_with_2_and_a_sentence(words: tuple[str, ...], message: str):
    ran = explain("reconcile", *words)
    assert (ran.code, ran.out) == (2, b"")
    assert message in ran.err


def test_a_users_text_is_literal():
    layers = [{"conv2d": {"filters": 2, "kernel_size": 3}}]
    report = explainer.reconcile({"name": "<b>*x*</b>", "input": "8x8x1", "layers": layers})
    assert "<b>" not in report.html()
    assert "<b>" not in report.markdown()


@pytest.mark.parametrize("size", [0, 1, 5000, 125_000, 15_000, 2**20 * 3 // 8, 10**9 + 7, 10**21])
def test_sizes_are_rounded_as_the_tools_round_them(size: int):
    if size < 2**50:
        assert in_mega(size) == f"{size / 1e6:.2f}"
        assert in_mebi(size) == f"{size / 1024**2:.2f}"
    assert abs(Fraction(decimals(Fraction(size, 7))) - Fraction(size, 7)) <= Fraction(1, 200)


def test_keras_units_end_where_its_list_ends():
    shown = [as_keras(size) for size in (0, 1023, 1024, 61_706 * 4, 1024**3, 5000 * 1024**5)]
    assert shown == ["0.00 B", "1023.00 B", "1.00 KB", "241.04 KB", "1.00 GB", "5000.00 PB"]


def test_huge_networks_are_no_fault_of_the_program():
    spec = {
        "input": f"{10**18}x{10**18}x3",
        "layers": [{"conv2d": {"filters": 2, "kernel_size": 3}}],
    }
    assert "Params size (MB)" in explainer.reconcile(spec).markdown()


def test_no_sentence_of_the_page_is_left_over():
    source = "\n".join(path.read_text() for path in ROOT.glob("explainer/tools/*.py"))
    families = [*re.findall(r'f"reconcile\.(\w+_)\{', source), "more_", "less_", "same_"]
    for key in sentences():
        part, name = key.split(".", 1)
        if part == "reconcile":
            used = name in source or any(name.startswith(each) for each in families)
            assert used, key


def test_layers_that_the_file_freezes_learn_and_the_page_says_so():
    learning = {
        "input": "8x8x3",
        "layers": [{"conv2d": {"name": "c", "out_channels": 4, "kernel_size": 3}}, "flatten"],
    }
    frozen = explainer.reconcile(learning | {"freeze": ["c"]})
    assert json.loads(frozen.json()) == json.loads(explainer.reconcile(learning).json())
    assert "The file freezes layers" in frozen.markdown()
    assert "The file freezes layers" not in explainer.reconcile(learning).markdown()
