"""The modules that stand for the kinds, and which of them write over their input."""

from __future__ import annotations

import sys
from dataclasses import replace
from inspect import signature
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.errors import MissingPackageError, UsageError
from explainer.layers import LAYERS
from explainer.memory.framework.in_place import Need, places
from explainer.network.graph import Graph, build
from explainer.readers import read
from explainer.torch_network import build_network
from tests.every_kind import EXAMPLES
from tests.one_layer import one_layer

torch = pytest.importorskip("torch")

# The kinds whose torch.nn class has `inplace`, but for dropout: there it is never the default.
IN_PLACE = ["elu", "hardsigmoid", "mish", "hardswish", "leaky_relu", "relu", "relu6", "silu"]


def graph_of(*layers: Any, size: str = "4x4x2") -> Graph:
    return build(read({"name": "test", "input": size, "layers": list(layers)}))


def test_every_kind_has_a_module():
    from explainer.torch_network.modules import class_of

    classes = {kind: class_of(one_layer(kind, *shapes, **has)) for kind, shapes, has in EXAMPLES}
    assert set(classes) == set(LAYERS)
    assert all(issubclass(one, torch.nn.Module) for one in classes.values())


@pytest.mark.parametrize(("kind", "shapes", "given_settings"), EXAMPLES)
def test_the_module_gives_our_shape_and_parameters(kind, shapes, given_settings):
    from explainer.torch_network.modules import module_of

    node = one_layer(kind, *shapes, **given_settings)
    last = node.layer.does.along_last_axis and len(shapes[0]) <= 2
    number = torch.int64 if node.layer.tokens else None
    with torch.device("meta"):
        module = module_of(node).eval()
        lie = [shape if last else (shape[-1], *shape[:-1]) for shape in shapes]
        output = module(*(torch.empty(2, *shape, dtype=number) for shape in lie))
        output, *others = output if isinstance(output, tuple) else (output,)
    assert [(*each.shape[2:], each.shape[1]) for each in others] == [b.shape for b in node.beside]
    # Permuted, a sequence is the same tensor to torch, whose positions come first from then on.
    last |= kind == "permute" and len(node.output) == 2
    assert (output.shape[1:] if last else (*output.shape[2:], output.shape[1])) == node.output
    assert sum(p.numel() for p in module.parameters()) == node.count("parameters")


SAME = {"out_channels": 2, "kernel_size": 4, "padding": "same"}


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
@pytest.mark.parametrize("mode", ["zeros", "reflect", "replicate", "circular"])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize(("kind", "axes"), [("conv1d", 1), ("conv2d", 2), ("conv3d", 3)])
def test_same_padding_of_every_sort_runs(kind, axes, stride, mode):
    node = one_layer(kind, (*(7, 8, 9)[:axes], 2), stride=stride, padding_mode=mode, **SAME)
    from explainer.torch_network.modules import module_of

    output = module_of(node)(torch.randn(1, 2, *node.inputs[0][:-1]))
    assert (*output.shape[2:], output.shape[1]) == node.output


def test_uneven_padding_lies_where_the_file_says():
    sides = {"top": 0, "bottom": 1, "left": 2, "right": 0}
    network = build_network(
        graph_of({"conv2d": {"out_channels": 1, "kernel_size": 1, "padding": sides, "bias": False}})
    )
    (output,) = network(torch.ones(1, 2, 4, 4))
    assert (output == 0)[0, 0].nonzero()[:, 0].bincount().tolist() == [2, 2, 2, 2, 6]


def test_bare_totals_cannot_be_built():
    graph = build(read({"name": "sum", "totals": {"activations": 1, "parameters": 2}}))
    with pytest.raises(UsageError, match="sum has bare totals"):
        build_network(graph)


def test_a_missing_torch_is_named_with_its_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'explain-memory\[torch\]'"):
        build_network(graph_of("relu"))


CONVOLVED = {"conv2d": {"out_channels": 2, "kernel_size": 1}}


def test_a_value_is_let_go_when_its_last_reader_has_run():
    import weakref

    graph = graph_of(CONVOLVED, "sigmoid", "tanh", {"add": ["sigmoid", "tanh"]}, "gelu")
    network = build_network(graph)
    alive: dict[str, Any] = {}
    seen: list[set[str]] = []

    def see(node, made):
        alive[node.name] = weakref.ref(made[0])
        seen.append({name for name, value in alive.items() if value() is not None})

    with torch.no_grad():
        network._run(network.inputs(1), see)
    # The images are the caller's: they stay.
    assert [sorted(names - {"input"}) for names in seen] == [
        [], ["conv2d"], ["conv2d", "sigmoid"], ["sigmoid", "tanh"], ["add", "sigmoid", "tanh"],
        ["add", "gelu"],
    ]  # fmt: skip


# ---- in place ---------------------------------------------------------------------------

CONV = {"conv2d": {"out_channels": 2, "kernel_size": 1, "name": "conv"}}


def conflict(*layers: Any) -> tuple[str, str, Need] | None:
    """What the last layer would overwrite, who needs it, and what for."""
    graph = graph_of(*layers)
    found = places(graph)
    last = len(graph.nodes) - 1
    if last in found.in_place:
        return None
    reason = found.conflicts[last]
    return graph.nodes[reason.value].name, graph.nodes[reason.by].name, reason.need


def test_in_place_is_what_torchs_class_can_do():
    can = {kind for kind, layer in LAYERS.items() if layer.backward.in_place is not None}
    named = {
        kind: getattr(torch.nn, str(layer.module.name), None) for kind, layer in LAYERS.items()
    }
    takes = {kind for kind, one in named.items() if one and "inplace" in signature(one).parameters}
    assert can == takes - {"dropout"} == set(IN_PLACE)


@pytest.mark.parametrize("kind", IN_PLACE)
def test_in_place_after_a_convolution(kind):
    assert conflict(CONV, kind) is None


@pytest.mark.parametrize("kind", ["relu", "sigmoid", "tanh", "softmax", "leaky_relu", "elu"])
def test_not_over_an_output_that_is_kept(kind):
    assert conflict(CONV, kind, "relu6") == (kind, kind, Need.KEPT)


@pytest.mark.parametrize("kind", ["relu6", "silu", "hardswish", "hardsigmoid", "dropout"])
def test_over_the_output_of_a_layer_that_keeps_something_else(kind):
    assert conflict(CONV, kind, "relu") is None


@pytest.mark.parametrize("kind", ["sigmoid", "relu"])
def test_over_the_output_of_a_layer_that_has_nothing_to_learn_before_it(kind):
    assert conflict(kind, "relu6") is None


@pytest.mark.parametrize(
    "reader", [{"max_pool2d": 2}, CONVOLVED, "batch_norm2d", "gelu", "flatten"]
)
def test_not_over_a_value_that_another_layer_kept(reader):
    kept = conflict(CONV, reader, {"relu": {"from": "conv"}})
    assert kept is not None
    assert kept[2] is (Need.OUTPUT if reader == "flatten" else Need.KEPT)


def test_not_over_a_value_that_is_read_later():
    layers = (CONV, "relu", {"add": ["conv", "relu"]})
    found = places(graph_of(*layers))
    assert found.in_place == set()
    assert (found.conflicts[2].by, found.conflicts[2].need) == (3, Need.READ)


def test_not_where_a_negative_slope_hides_the_sign():
    for kind, slope in (("leaky_relu", "negative_slope"), ("elu", "alpha")):
        assert conflict(CONV, {kind: {slope: -1, "name": "bent"}}) == ("conv", "bent", Need.SIGN)
        assert conflict(CONV, {kind: {slope: 0}}) is None


@pytest.mark.parametrize(("mode", "keeps"), [("reflect", True), ("zeros", False)])
def test_a_padded_copy_is_kept_in_place_of_the_input(mode, keeps):
    # To mirror the image back, its own values are kept too.
    sides = {"top": 0, "bottom": 1, "left": 0, "right": 1}
    padded = {"out_channels": 2, "kernel_size": 2, "padding": sides, "padding_mode": mode}
    found = conflict(CONV, {"conv2d": padded}, {"relu": {"from": "conv"}})
    assert found == (("conv", "conv2d", Need.KEPT) if keeps else None)


def test_not_over_a_view_that_is_read_later():
    layers = (CONV, {"flatten": {"name": "row"}}, {"relu": {"from": "conv"}}, "flatten")
    found = places(graph_of(*layers, {"concat": ["row", "flatten"]}))
    assert found.conflicts[3].by == 5


def test_over_a_value_that_was_read_and_not_kept():
    zeros = {"zero_pad2d": {"padding": 1, "name": "pad"}}
    assert conflict(CONV, zeros, {"relu": {"from": "conv"}}) is None


ANY = [
    *IN_PLACE, "sigmoid", "tanh", "gelu", "prelu", "softmax", "batch_norm2d",
    "add", "subtract", "multiply", "divide", "conv2d", "layer_norm", "rms_norm", "dropout",
    "max_pool2d", "local_response_norm", "instance_norm2d",
]  # fmt: skip
SETTINGS: dict[str, dict[str, Any]] = {
    "conv2d": {"out_channels": 2, "kernel_size": 2, "padding": "same"},
    "elu": {"alpha": -1},
    "layer_norm": {"normalized_shape": 2},
    "rms_norm": {"normalized_shape": 2},
    "dropout": {"p": 0},
    "instance_norm2d": {"affine": True},
    "max_pool2d": {"kernel_size": 3, "stride": 1, "padding": 1},
    "local_response_norm": {"size": 2},
}


@st.composite
def networks(draw: st.DrawFn) -> Graph:
    """Layers of all sorts on volumes of one size, each behind any earlier ones."""
    names, layers = ["input"], []
    for index, kind in enumerate(draw(st.lists(st.sampled_from(ANY), min_size=2, max_size=8))):
        many = LAYERS[kind].many
        most = 3 if kind in ("add", "multiply") else 2
        least, most = (2, most) if many else (1, 1)
        sources = draw(st.lists(st.sampled_from(names[-3:]), min_size=least, max_size=most))
        names.append(f"layer{index}")
        source = {"from": sources if many else sources[0], "name": names[-1]}
        layers.append({kind: SETTINGS.get(kind, {}) | source})
    return graph_of(*layers, {"add": names[1:]}, "gelu")


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
@settings(max_examples=300)
@given(networks())
def test_gradients_in_place_are_those_of_the_same_network_not_in_place(graph):
    nodes = [
        replace(node, settings={**node.settings, "inplace": False})
        if node.kind in IN_PLACE
        else node
        for node in graph.nodes
    ]
    assert gradients(graph) == gradients(replace(graph, nodes=tuple(nodes)))


def gradients(graph: Graph) -> list[list[float]]:
    torch.manual_seed(1)
    network = build_network(graph)
    (output,) = network(torch.randn_like(network.images(2)))
    if output.requires_grad:
        output.pow(2).sum().backward()
    return [  # 0 divided by 0 is no number, which equals none
        output.nan_to_num(7).flatten().tolist(),
        *(
            p.grad.nan_to_num(7).flatten().tolist()
            for p in network.parameters()
            if p.grad is not None
        ),
    ]
