"""The framework account against real torch: what is kept to the byte, and the peak."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

import explainer
from explainer.layers import LAYERS
from explainer.layers.layer import Shape
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.optimizers import OPTIMIZERS
from explainer.network.plan import Plan
from explainer.readers import example_names, read
from explainer.torch_network import verify_network
from tests.against_torch.agreement import compared
from tests.against_torch.test_network import networks
from tests.command_line import explain
from tests.every_kind import EXAMPLES

pytest.importorskip("torch")

# Smaller images for a network that would take long; its layers take any size.
SMALLER: dict[str, Shape] = {"unet": (64, 64, 1)}
# VGG-16's dense layers take what 224×224 gives, and a step with them takes seconds.
SLOW = {"vgg16", "densenet121", "vit_b_16", "convnext_tiny", "efficientnet_b0"}


def example(name: str) -> Graph:
    spec = read(f"example:{name}")
    return build(replace(spec, input=SMALLER.get(name, spec.input)))


NETWORKS = [name for name in example_names() if build(read(f"example:{name}")).nodes]


RUNS = [
    (name, batch, optimizer)
    for name in NETWORKS
    for batch in (1, 2)
    for optimizer in ("sgd", "momentum", "adam")
    if name not in SLOW or (batch, optimizer) in ((1, "adam"), (2, "momentum"))
]


@pytest.mark.parametrize(("name", "batch", "optimizer"), RUNS)
def test_every_example_is_to_the_byte_as_in_torch(name, batch, optimizer):
    found = verify_network(Case(example(name), Plan(batch=batch, optimizer=optimizer)))
    assert found.differences == ()
    for pair in (*compared(found), found.inference, *found.inference_parts):
        assert pair.agrees, pair.what


@pytest.mark.parametrize("optimizer", [each.name for each in OPTIMIZERS if each.torch])
def test_every_optimizer_is_to_the_byte_as_in_torch(optimizer):
    found = verify_network(Case(example("lenet5"), Plan(optimizer=optimizer, loss="none")))
    assert found.peak.agrees
    assert [pair for pair in found.parts if not pair.agrees] == []


def network(shape: Shape, *layers: Any) -> Graph:
    size = "×".join(map(str, shape)) if len(shape) > 1 else shape[0]
    return build(read({"name": "test", "input": size, "layers": list(layers)}))


def learning(shape: Shape, name: str = "first") -> dict[str, Any]:
    """A layer that learns and gives its input's shape."""
    if len(shape) == 1:
        return {"linear": {"out_features": shape[0], "name": name}}
    kernel = {"out_channels": shape[-1], "kernel_size": 1, "name": name}
    return {f"conv{len(shape) - 1}d": kernel}


ALONE = [  # those that take tokens are in test_words.py
    (kind, shapes[0], its)
    for kind, shapes, its in EXAMPLES
    if not LAYERS[kind].many and not LAYERS[kind].tokens
]
SAME = {"out_channels": 2, "kernel_size": 4, "padding": "same"}
UNEVEN = {"top": 0, "bottom": 1, "left": 2, "right": 0}
PADDED = [
    ("conv2d", (8, 9, 2), SAME | {"padding_mode": mode, "stride": stride})
    for mode in ("zeros", "reflect", "replicate", "circular")
    for stride in (1, 2)
]
MORE: list[tuple[str, Shape, dict[str, Any]]] = [
    *PADDED,
    ("conv2d", (8, 9, 2), SAME | {"padding": UNEVEN}),
    ("dropout", (7, 6, 5), {"p": 0}),
    ("dropout", (7, 6, 5), {"p": 1}),
    ("upsample", (8, 8, 2), {"scale_factor": 2, "mode": "area"}),
    ("upsample", (8, 8, 2), {"size": 1, "mode": "area"}),
    ("upsample", (8, 8, 2), {"scale_factor": 2, "mode": "bicubic"}),
    ("adaptive_avg_pool2d", (8, 8, 2), {"output_size": 1}),
    ("local_response_norm", (50, 6), {"size": 2}),
    ("local_response_norm", (9, 8, 7, 6), {"size": 3}),
    *(
        (kind, (7, 6, 5), {"inplace": False})
        for kind in ("relu6", "leaky_relu", "elu", "silu", "hardswish", "hardsigmoid")
    ),
]


@pytest.mark.parametrize(("kind", "shape", "settled"), ALONE + MORE)
def test_every_kind_keeps_what_torch_keeps(kind, shape, settled):
    # Behind it stands a layer that gives back a whole gradient, as it does in a network.
    agree(network(shape, learning(shape), {kind: settled | {"name": "it"}}, "gelu"))


SQUEEZED = {"global_avg_pool2d": {"keepdims": True, "name": "squeezed", "from": "first"}}
ALONG = {"linear": {"out_features": 3, "along": "channels"}}
FIRST, SECOND = learning((8, 7, 4)), learning((8, 7, 4), "second")


@pytest.mark.parametrize(
    "layers",
    [
        [FIRST, SECOND, "sigmoid", {"multiply": ["first", "sigmoid"]}, "gelu"],
        [FIRST, SECOND, {"multiply": ["first", "second", "input"]}, "gelu"],
        [FIRST, {"multiply": ["first", "first"]}, "gelu"],
        [FIRST, SQUEEZED, "hardsigmoid", {"multiply": ["first", "hardsigmoid"]}, "gelu"],
        [FIRST, SQUEEZED, {"add": ["first", "squeezed"]}, "gelu"],
        [FIRST, SECOND, {"add": ["first", "second", "input"]}, "relu"],
        *(
            [FIRST, SECOND, SQUEEZED, {kind: pair}, "gelu"]
            for kind in ("subtract", "divide")
            for pair in (
                *(["first", "second"], ["second", "first"], ["first", "first"]),
                *(["first", "input"], ["input", "first"]),
                *(["first", "squeezed"], ["squeezed", "first"]),
            )
        ),
        [FIRST, {"concat": ["first", "input"]}, "relu"],
        [FIRST, {"pad": {"padding": 1, "mode": "circular"}}],
        [{"layer_norm": {}}, {"layer_norm": {}}, {"pad": 2}, ALONG, "gelu"],
        [{"layer_norm": {}}, {"layer_norm": {}}, {"crop2d": 1}, ALONG, "gelu"],
        [ALONG, {"layer_norm": {}}, FIRST, ALONG],
        [FIRST, "flatten", "relu", {"linear": 3}],
        [FIRST, "flatten", "hardswish", {"linear": 3}],
        [FIRST, "sigmoid", {"flatten": {"from": "first"}}],
        ["relu", FIRST, "relu6", "batch_norm2d", "leaky_relu", "elu"],
        ["relu", {"max_pool2d": 2}],
    ],
)
def test_branches_and_views_keep_what_torch_keeps(layers):
    agree(network((8, 7, 4), *layers))


@settings(max_examples=60)
@given(networks())
def test_any_network_keeps_what_torch_keeps(graph):
    agree(graph)


def agree(graph: Graph) -> None:
    found = verify_network(Case(graph, Plan(batch=3, loss="none")))
    assert found.differences == ()
    for pair in (*compared(found), found.inference, *found.inference_parts):
        assert pair.agrees, (pair, found.parts)


# ---- the command ------------------------------------------------------------------------


def test_the_command_prints_both_accounts():
    ran = explain("verify", "example:lenet5", "--batch", "16", "--optimizer", "adam")
    assert (ran.code, ran.err) == (0, "")
    assert "layers have the derived shape, parameters and buffers." in ran.text
    assert re.search(r"^c3 +10×10×16 +2,416  10×10×16 +2,416$", ran.text, re.MULTILINE)
    assert "peak of a training step" in ran.text
    assert re.search(r"^peak of inference +([\d,]+) +\1$", ran.text, re.MULTILINE)
    assert ran.text.endswith("All agrees.\n")


def test_the_command_fails_where_they_disagree(monkeypatch, capsys):
    from explainer.cli import main
    from explainer.torch_network.measure import measure

    monkeypatch.setattr(
        "explainer.torch_network.verification.measure",
        lambda *given: replace(measure(*given), saved=1),
    )
    assert main(["verify", "example:lenet5"]) == 1
    assert "They do not agree." in capsys.readouterr().out


def test_the_command_needs_layers_and_an_optimizer_of_torchs():
    assert explain("verify", "example:totals-recipe").code == 2
    assert "lion" in explain("verify", "example:lenet5", "--optimizer", "lion").err


# ---- the report ---------------------------------------------------------------------------


def test_the_report_holds_what_was_measured():
    document = explainer.explain("example:lenet5", batch=4, optimizer="adam", verify=True)
    found = json.loads(document.json())
    verified, framework = found["verify"], found["memory"]["framework"]
    assert verified["agrees"] is True
    assert verified["layers_that_differ"] == []
    assert verified["saved"] == {"derived": framework["saved"], "measured": framework["saved"]}
    for peak in ("peak", "inference"):
        assert verified[peak]["measured"] == framework[peak]["total"]
        measured = {part: pair["measured"] for part, pair in verified[peak]["parts"].items()}
        assert measured == {part: framework[peak][part] for part in measured}
        assert sum(measured.values()) == verified[peak]["measured"]
    checks = document.markdown().split("## Checks")[1]
    assert f"| Kept for the backward pass | {framework['saved']:,} | {framework['saved']:,} |" in (
        checks
    )
    assert "parameters and buffers in PyTorch: 13 of 13." in checks
    assert "differ" not in checks.split("what PyTorch measured")[1]


def test_the_report_says_where_torch_disagrees(monkeypatch):
    from explainer.torch_network.measure import measure

    def otherwise(*given):
        found = measure(*given)
        layers = [
            replace(built, biases=()) if built.name == "c3" else built for built in found.layers
        ]
        return replace(found, saved=1, layers=tuple(layers))

    monkeypatch.setattr("explainer.torch_network.verification.measure", otherwise)
    document = explainer.explain("example:lenet5", verify=True)
    checks = document.markdown().split("## Checks")[1]
    assert "These layers differ: c3." in checks
    assert "| Kept for the backward pass | 32,380 | 1 | **differ** |" in checks
    assert json.loads(document.json())["verify"]["agrees"] is False


def test_a_batch_of_one_row_of_features_cannot_be_normalised():
    graph = network((6,), learning((6,)), {"batch_norm1d": {"track_running_stats": False}})
    agree(graph)
    with pytest.raises(explainer.UsageError, match="can't train test with a batch of 1"):
        verify_network(Case(graph, Plan(batch=1, loss="none")))


@pytest.mark.parametrize(
    ("model", "options", "words"),
    [
        ("example:totals-recipe", {}, "nothing to run"),
        ("example:lenet5", {"dtype": "int8"}, "trains nothing in int8"),
        ("example:lenet5", {"optimizer": "lion"}, "no optimizer called 'lion'"),
    ],
)
def test_what_cannot_be_run_is_refused(model, options, words):
    with pytest.raises(explainer.UsageError, match=words):
        explainer.explain(model, verify=True, **options)
