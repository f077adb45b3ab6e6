"""What `explain reconcile` predicts, and what the tools really print for the network in torch."""

from __future__ import annotations

import logging
import os
import warnings
from functools import cache
from importlib.util import find_spec
from typing import Any

import pytest

from explainer.layers import LAYERS
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.plan import Plan
from explainer.readers import example_names, read
from explainer.tools import findings
from explainer.tools.finding import Finding
from explainer.torch_network import build_network
from tests.against_torch.test_examples import TORCHVISION
from tests.every_kind import EXAMPLES as EVERY_KIND

torch = pytest.importorskip("torch")

# What torch makes of each needs modules beside the convolution, or a word for the padding.
CORNERS: dict[str, dict[str, Any]] = {
    "padded apart": {"conv2d": {"filters": 4, "kernel_size": 4, "padding": "same", "stride": 2}},
    "same": {"conv2d": {"filters": 4, "kernel_size": 3, "padding": "same"}},
    "mirrored": {
        "conv2d": {
            "filters": 4,
            "kernel_size": 3,
            "padding": "same",
            "padding_mode": "reflect",
        }
    },
    "cut": {
        "conv_transpose2d": {
            "out_channels": 4,
            "kernel_size": 3,
            "padding": {"top": 0, "bottom": 1, "left": 0, "right": 2},
        }
    },
    "1d": {"conv1d": {"out_channels": 4, "kernel_size": 3, "padding": 1}},
    "3d": {"conv3d": {"out_channels": 4, "kernel_size": 3, "padding": 1}},
}
INPUTS = {"1d": "9x3", "3d": "9x8x7x3"}
BEHIND: list[Any] = ["prelu", {"dropout": 0.2}, "flatten", {"linear": 5}, {"relu": False}]


# Each kind of layer alone, where it takes one input and torch takes its settings.
KINDS: dict[str, dict[str, Any]] = {
    f"{number} {kind}": {
        "input": "x".join(map(str, inputs[0])),
        "layers": [{kind: settings} if settings else kind],
    }
    for number, (kind, inputs, settings) in enumerate(EVERY_KIND)
    if len(inputs) == 1 and not LAYERS[kind].tokens  # which are no images to these tools
}


@cache
def graph(name: str) -> Graph:
    if name in KINDS:
        return build(read(KINDS[name]))
    if name not in CORNERS:
        return build(read(f"example:{name}"))
    layers = [CORNERS[name], *BEHIND]
    if name not in INPUTS:
        layers[1:1] = ["batch_norm2d", {"layer_norm": 4}]
    return build(read({"input": INPUTS.get(name, "9x8x3"), "layers": layers}))


# Those of tokens are tried below.
NETWORKS = [n for n in example_names() if graph(n).nodes and not graph(n).spec.tokens]
NETWORKS += list(CORNERS)


LARGE = (
    "vgg16", "densenet121", "resnet50", "unet", "googlenet", "mobilenet_v2", "tiny-cnn-512",
    "vit_b_16", "convnext_tiny", "efficientnet_b0",
)  # fmt: skip
# Those that run need time, and twice the batch only doubles their figures.
RUN = [(name, batch) for name in NETWORKS for batch in (1, 2) if batch == 1 or name not in LARGE]
RUN += [(name, 2) for name in KINDS]


def runs_of(tool: str) -> list[tuple[str, int]]:
    """What a tool is asked; where it isn't installed one of it, which says so."""
    return RUN if find_spec(tool) else RUN[:1]


@cache
def network(name: str) -> Any:
    return build_network(graph(name), "meta")


def on_the_cpu(name: str) -> Any:
    """The same with zeros for parameters, which are made much faster than random ones."""
    found = build_network(graph(name), "meta").to_empty(device="cpu")
    for tensor in (*found.parameters(), *found.buffers()):
        tensor.detach().zero_()
    return found


def predicted(name: str, tool: str, batch: int, **plan: Any) -> Finding:
    found = findings(Case(graph(name), Plan(batch=batch, **plan)))
    return next(each for each in found if each.tool.name == tool)


def lines_of(finding: Finding) -> list[str]:
    return [line.text for line in finding.lines if line.text is not None]


@pytest.mark.parametrize("name", [*NETWORKS, *KINDS])
def test_torchinfo_prints_what_is_predicted(name):
    torchinfo = pytest.importorskip("torchinfo")
    for batch in (1, 2):
        images = tuple(network(name).images(batch).shape)
        summary = torchinfo.summary(network(name), input_size=images, device="meta", verbose=0)
        finding = predicted(name, "torchinfo", batch)
        exact = {line.printed.of: line.value for line in finding.lines}
        assert exact["size_of_pass"] == summary.total_output_bytes
        assert exact["size_of_parameters"] == summary.total_param_bytes
        assert exact["size_of_input"] == summary.total_input
        assert exact["mult_adds"] == summary.total_mult_adds
        assert set(lines_of(finding)) <= set(str(summary).splitlines())


WORDS = {
    "input": {"tokens": 7},
    "layers": [
        {"embedding": {"num_embeddings": 100, "embedding_dim": 8}},
        {"linear": {"out_features": 12, "name": "hidden"}},
        "flatten",
        {"linear": 3},
    ],
}


@pytest.mark.parametrize("batch", [1, 2])
def test_torchinfo_takes_tokens_where_it_is_told_their_type(batch):
    torchinfo = pytest.importorskip("torchinfo")
    words = build(read(WORDS))
    built = build_network(words, "meta")
    shape = tuple(built.images(batch).shape)
    summary = torchinfo.summary(
        built, input_size=shape, dtypes=[torch.int64], device="meta", verbose=0
    )
    every = findings(Case(words, Plan(batch=batch)))
    exact = {
        line.printed.of: line.value
        for finding in every
        if finding.tool.name == "torchinfo"
        for line in finding.lines
    }
    assert exact["size_of_pass"] == summary.total_output_bytes
    assert exact["size_of_input"] == summary.total_input
    assert exact["mult_adds"] == summary.total_mult_adds


def test_an_embedding_refuses_what_torchsummary_gives_it():
    built = build_network(build(read(WORDS)), "cpu")
    with pytest.raises(RuntimeError, match="following scalar types: Long, Int"):
        built(torch.rand(2, 7))


# torchvision's attention holds its weights itself and runs no module for two of its products: what
# torchinfo, which listens to modules, doesn't hear there it does in ours.
HEARD = [name for name in TORCHVISION if name in NETWORKS and name != "vit_b_16"]


@pytest.mark.parametrize("name", HEARD)
def test_torchinfo_prints_the_same_for_the_networks_of_torchvision(name):
    torchinfo = pytest.importorskip("torchinfo")
    pytest.importorskip("PIL", reason="torchvision is not installed")
    from explainer.readers.from_torch.named import torchvision_models  # it needs torch

    models = torchvision_models()
    function, settings = TORCHVISION[name]
    with torch.device("meta"):
        theirs = getattr(models, function)(weights=None, **settings)
    images = tuple(network(name).images(1).shape)
    printed = str(torchinfo.summary(theirs, input_size=images, device="meta", verbose=0))
    assert set(lines_of(predicted(name, "torchinfo", 1))) <= set(printed.splitlines())


# What turns a sequence round by a view is a module of its own here, and torchsummary counts it.
TURNED = ("vit_b_16",)


@pytest.mark.parametrize(
    ("name", "batch"), [run for run in runs_of("torchsummary") if run[0] not in TURNED]
)
def test_torchsummary_prints_what_is_predicted(name, batch, capsys):
    torchsummary = pytest.importorskip("torchsummary")
    shape = tuple(network(name).images(1).shape[1:])
    if not predicted(name, "torchsummary", batch).known.values:  # it stops, as the page says
        with pytest.raises(AttributeError, match="'int' object has no attribute 'numpy'"):
            torchsummary.summary(on_the_cpu(name), shape, batch_size=batch, device="cpu")
        return
    torchsummary.summary(on_the_cpu(name), shape, batch_size=batch, device="cpu")
    printed = capsys.readouterr().out.splitlines()
    assert set(lines_of(predicted(name, "torchsummary", batch))) <= set(printed)


@pytest.mark.parametrize(("name", "batch"), runs_of("fvcore"))
def test_fvcore_counts_what_is_predicted(name, batch):
    counting = pytest.importorskip("fvcore.nn")
    logging.getLogger("fvcore").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracing warns of much that doesn't matter here
        images = torch.zeros(network(name).images(batch).shape)
        found = counting.ActivationCountAnalysis(on_the_cpu(name).eval(), images)
        total = found.unsupported_ops_warnings(False).total()
    assert predicted(name, "fvcore", batch).main.value == total


# Of Keras' own networks those whose parameters are those of an example.
IN_KERAS = {"vgg16": "VGG16", "mobilenet_v2": "MobileNetV2", "densenet121": "DenseNet121"}


@pytest.mark.parametrize("name", IN_KERAS)
def test_keras_prints_what_is_predicted(name):
    printed = summary_of(getattr(keras().applications, IN_KERAS[name])(weights=None))
    assert lines_of(predicted(name, "keras", 1))[:2] == printed[:2]


OPTIMIZERS: dict[str, tuple[str, dict[str, Any]]] = {
    "sgd": ("SGD", {}),
    "momentum": ("SGD", {"momentum": 0.9}),
    "nesterov": ("SGD", {"momentum": 0.9, "nesterov": True}),
    "adagrad": ("Adagrad", {}),
    "rmsprop": ("RMSprop", {}),
    "lion": ("Lion", {}),
    "adam": ("Adam", {}),
    "adamw": ("AdamW", {}),
    "adadelta": ("Adadelta", {}),
    "amsgrad": ("Adam", {"amsgrad": True}),
}


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_keras_counts_the_optimizer_once_it_is_built(optimizer):
    name, settings = OPTIMIZERS[optimizer]
    layers = keras().layers
    model = keras().Sequential(
        [keras().Input((8, 8, 3)), layers.Conv2D(4, 3), layers.BatchNormalization()]
    )
    model.compile(optimizer=getattr(keras().optimizers, name)(**settings), loss="mse")
    model.optimizer.build(model.trainable_variables)
    ours = [{"conv2d": {"filters": 4, "kernel_size": 3}}, "batch_norm2d"]
    spec = read({"input": "8x8x3", "layers": ours})
    found = findings(Case(build(spec), Plan(optimizer=optimizer)))
    lines = lines_of(next(each for each in found if each.tool.name == "keras"))
    total, trainable, _, slots = summary_of(model)
    assert [lines[3], lines[1], lines[2]] == [total, trainable, slots]


def keras() -> Any:
    os.environ.setdefault("KERAS_BACKEND", "torch")
    return pytest.importorskip("keras")


def summary_of(model: Any) -> list[str]:
    """The lines under the table of a summary."""
    printed: list[str] = []
    model.summary(print_fn=printed.append)
    return [line.strip() for line in "\n".join(printed).splitlines() if "params:" in line]
