"""`--set`: the model with some values changed, and the comparison with the model as it is."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

import explainer
from explainer.errors import ExplainError
from explainer.layers.quantities import COUNTS
from explainer.maths.arithmetic import value_of
from explainer.memory.textbook.account import training_of
from explainer.questions.comparison.reasons import pairs, reasons_of
from tests.command_line import ROOT, explain
from tests.promises.pages import HOSTILE

VGG = (ROOT / "examples" / "vgg16.yaml").read_text(encoding="utf-8")
CHANGES = {
    "vgg16": ["conv1_1.kernel_size=11", "conv1_1.padding=same"],
    "resnet18": ["input=160x192x3", "batch=4"],
    "lenet5": ["f6.out_features=200", "optimizer=adam", "dtype=float64"],
    "unet": ["input=[64, 64, 3]"],
    "mobilenet_v2": ["features.0.0.filters=64"],
    "googlenet": ["conv1.conv.kernel_size=5x9"],
}


def by_hand(name: str, changes: dict[str, str]) -> explainer.Document:
    """The example, its file changed as an editor would."""
    text = (ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8")
    for old, new in changes.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    from explainer.readers.from_yaml import read_yaml

    return explainer.explain(read_yaml(text, f"{name}.yaml"))


@pytest.mark.parametrize(
    ("name", "edited", "options"),
    [
        (
            "vgg16",
            {"kernel_size: 3, padding: 1, name: conv1_1": "kernel_size: 11, name: conv1_1"},
            ["conv1_1.kernel_size=11", "conv1_1.padding=0"],
        ),
        ("vgg16", {"input: 224x224x3": "input: 64x96x3"}, ["input=64x96x3"]),
        (
            "lenet5",
            {"kernel_size: 5, name: c1": "kernel_size: 5, padding: [3, 1], name: c1"},
            ["c1.padding=3x1"],
        ),
    ],
)
def test_it_is_the_same_as_editing_the_file(name: str, edited: dict[str, str], options: list[str]):
    set_here = explainer.explain(f"example:{name}", set=options)
    edited_there = by_hand(name, edited)
    rows = [[n.count(c) for c in COUNTS] for n in set_here.graph.nodes]
    assert rows == [[n.count(c) for c in COUNTS] for n in edited_there.graph.nodes]


@pytest.mark.parametrize("name", CHANGES)
def test_before_and_after_are_the_two_reports(name: str):
    changed = json.loads(explainer.explain(f"example:{name}", set=CHANGES[name]).json())
    plain = json.loads(explainer.explain(f"example:{name}").json())
    compared = changed["comparison"]
    for part, figure in compared["totals"].items():
        assert (figure["before"], figure["after"]) == (
            plain["totals"][part],
            changed["totals"][part],
        )
    places = {
        ("textbook", "training"): ("textbook", "training", "total"),
        ("textbook", "inference"): ("textbook", "inference", "total"),
        ("framework", "saved"): ("framework", "saved"),
        ("framework", "peak"): ("framework", "peak", "total"),
        ("framework", "inference"): ("framework", "inference", "total"),
    }
    for (account, part), way in places.items():
        figure = compared["memory"][account][part]
        assert figure["before"] == at(plain["memory"], way)
        assert figure["after"] == at(changed["memory"], way)
        assert Fraction(figure["factor"]) == Fraction(figure["after"], figure["before"])
    rows = {row["name"]: row for row in plain["layers"]}
    differing = [row["name"] for row in changed["layers"] if row != rows[row["name"]]]
    assert [row["name"] for row in compared["layers"]] == differing
    assert differing


def at(figures: Any, way: tuple[str, ...]) -> Any:
    for key in way:
        figures = figures[key]
    return figures


@pytest.mark.parametrize("name", CHANGES)
def test_a_reason_that_multiplies_gives_the_factor(name: str):
    document = explainer.explain(f"example:{name}", set=CHANGES[name])
    assert document.unchanged is not None
    now = document.case
    told = 0
    for pair in pairs(document.unchanged, now):
        for reason in reasons_of(pair):
            if not reason.same_rule:
                continue
            assert [value_of(tree) for tree in reason.numbers] == list(reason.values)
            if reason.multiplied and reason.differs:
                product = Fraction(1)
                for _, ratio in reason.ratios:
                    product *= ratio
                assert product * reason.values[0] == reason.values[1]
                told += 1
    assert told


def test_the_example_of_the_issue():
    report = explain(
        "example:vgg16", "--set", "conv1_1.kernel_size=11", "--set", "conv1_1.padding=5"
    )
    assert r"$\frac{121}{9}$ = $\frac{11}{3}$ · $\frac{11}{3}$" in report.text
    assert r"c_{\text{out}}$ stays 3,211,264: none of the numbers in it has changed" in report.text
    assert "These figures are equal in both: activations, biases" in report.text
    figures = json.loads(
        explain("example:vgg16", "--set", "conv1_1.kernel_size=11", "--json").text
    )["comparison"]
    assert figures["set"] == {"conv1_1.kernel_size": 11}
    first = figures["layers"][0]
    assert first["name"] == "conv1_1"
    assert first["weights"] == {"before": 1728, "after": 23232, "factor": "121/9"}


def test_a_mapping_says_the_same_as_texts():
    texts = explainer.explain("example:lenet5", set=["c1.kernel_size=[3, 5]", "batch=9"])
    mapping = explainer.explain("example:lenet5", set={"c1.kernel_size": [3, 5], "batch": 9})
    assert texts.json() == mapping.json()


def test_what_is_set_goes_before_what_is_said_of_the_run():
    document = explainer.explain("example:lenet5", batch=4, set={"batch": 8})
    assert document.unchanged is not None
    assert (document.unchanged.plan.batch, document.plan.batch) == (4, 8)
    training = training_of(document.case).total
    assert (
        json.loads(document.json())["comparison"]["memory"]["textbook"]["training"]["after"]
        == training
    )


def test_without_the_option_nothing_is_compared():
    document = explainer.explain("example:lenet5")
    assert "comparison" not in json.loads(document.json())
    assert "What the changes make" not in document.markdown()


@pytest.mark.parametrize("name", CHANGES)
def test_every_output_can_show_it(name: str):
    document = explainer.explain(f"example:{name}", set=CHANGES[name])
    assert "What the changes make" in document.markdown()
    assert "What the changes make" in document.html()
    assert "{" not in document.markdown().split("What the changes make")[1].split("$")[0]


def test_a_network_without_layers_can_be_run_otherwise():
    report = explainer.explain("example:totals-recipe", set=["batch=64"]).markdown()
    assert "What the changes make" in report


def test_what_changes_nothing_is_said_to_change_nothing():
    report = explainer.explain("example:vgg16", set=["conv1_1.padding_mode=reflect"]).markdown()
    assert "No figure of any layer has changed." in report


ERRORS = {
    "conv1_1.kernal_size=3": (
        '--set  layer "conv1_1" (conv2d)\n'
        '  conv2d has no setting called "kernal_size".\n'
        '  Did you mean "kernel_size"?'
    ),
    "conv1_1.kernel_size=0": (
        '--set  layer "conv1_1" (conv2d)\n'
        "  kernel_size has to be 1 or more, and it is 0.\n"
        "  Write a whole number from 1 on."
    ),
    "conv1_9.kernel_size=3": (
        '--set\n  There is no layer called "conv1_9".\n  Did you mean "conv1_2"?'
    ),
    "zz.kernel_size=3": (
        '--set\n  There is no layer called "zz".\n'
        "  The layers are: conv1_1, relu, conv1_2, relu_1, pool1, conv2_1, …."
    ),
    "conv1_1=3": (
        '--set\n  "conv1_1" is a layer, and one of its settings has to be named.\n'
        "  Write NAME.SETTING=VALUE, as in conv1.kernel_size=5, or input=64x64x3."
    ),
    "inptu=3": '--set\n  "inptu" can\'t be set.\n  Did you mean "input"?',
    "input=16x16x3": (
        '--set  layer "pool5" (max_pool2d) at vgg16.yaml:46\n'
        "  With input set so, the network no longer fits together: The kernel does not fit: it "
        "spans 2 pixels and the padded image is 1 high.\n"
        "    H_in + 2·p = 1 + 2·0 = 1     span = d·(k − 1) + 1 = 2\n"
        "  Try a smaller kernel_size, more padding, or one pooling layer fewer before it."
    ),
    "conv1_1.padding=[1": (
        "--set  conv1_1.padding\n"
        "  In the brackets that begin here, a comma or the closing bracket is missing.\n"
        "  Values in brackets are separated by commas: [main, shortcut]."
    ),
    "conv1_1": (
        "Nothing can be set by 'conv1_1'. "
        "Write NAME.SETTING=VALUE, as in conv1.kernel_size=5, or input=64x64x3."
    ),
    "conv1_1.padding=": (
        "Nothing can be set by 'conv1_1.padding='. "
        "Write NAME.SETTING=VALUE, as in conv1.kernel_size=5, or input=64x64x3."
    ),
    "dtype=flot32": '--set\n  dtype is not known as "flot32".\n  Did you mean "float32"?',
}


@pytest.mark.parametrize("text", ERRORS)
def test_what_cannot_be_set_is_one_clear_error(text: str):
    with pytest.raises(ExplainError) as caught:
        explainer.explain("example:vgg16", set=[text])
    line = VGG[: VGG.index("pool5")].count("\n") + 1
    assert str(caught.value) == ERRORS[text].replace("vgg16.yaml:46", f"vgg16.yaml:{line}")


@pytest.mark.parametrize(
    "texts",
    [
        ["batch=2", "batch=3"],
        ["conv1_1.filters=2", "conv1_1.out_channels=3"],
        ["conv1_1.padding={top: 1, foo: 2}"],
        ["conv1_1.kernel_size=1e2000"],
        ["conv1_1.kernel_size=!!python/name:os.system x"],
        ["conv1_1.from=input"],
        ["input=3x3x3x3x3"],
        ["\u202e.a=3"],
    ],
)
def test_nonsense_is_refused_without_a_traceback(texts: list[str]):
    ran = explain("example:vgg16", *(word for text in texts for word in ("--set", text)))
    assert (ran.code, ran.out) == (2, b"")
    assert "Traceback" not in ran.err
    assert "\u202e" not in ran.err


@pytest.mark.parametrize(
    "asked", [5, [5], [None], {5: 3}, {"": 3}, {"conv1_1.kernel_size": object()}]
)
def test_what_is_no_change_is_refused_in_python_too(asked: Any):
    with pytest.raises(ExplainError):
        explainer.explain("example:vgg16", set=asked)


def test_int8_has_no_account_of_torch_to_compare():
    document = explainer.explain("example:lenet5", set={"dtype": "int8"})
    peak = json.loads(document.json())["comparison"]["memory"]["framework"]["peak"]
    assert peak["before"] > 0
    assert peak["after"] is peak["factor"] is None
    assert "not known" in document.markdown()


def test_a_part_of_several_layers_is_named_with_its_layers():
    ran = explain("example:resnet18", "--set", "layer2.0.stride=1")
    assert ran.code == 2
    assert "They are: layer2.0.conv1, layer2.0.bn1," in ran.err
    assert explain("example:resnet18", "--set", "layer2.0.conv1.bias=true").code == 0


@pytest.mark.parametrize("name", HOSTILE[:-1])
def test_names_from_the_file_stay_text(name: str):
    kernel = {"conv2d": {"filters": 2, "kernel_size": 3, "name": name}}
    after = {"conv2d": {"filters": 2, "kernel_size": 3}}
    model = {"name": name, "input": "9x9x1", "layers": [kernel, after]}
    changed = explainer.explain(model, set={f"{name}.kernel_size": 5})
    pair = explainer.compare(model, model | {"input": "8x8x1"})
    for page in (changed.html(), pair.html()):
        assert "<script>" not in page
        assert "<img" not in page
    for page in (changed.markdown(), pair.markdown()):
        assert "<script>" not in page
        assert "$x$" not in page
