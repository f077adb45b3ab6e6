"""Files as people write them: the classes of PyTorch and Keras in place of our kinds."""

from __future__ import annotations

from fractions import Fraction
from importlib.util import find_spec
from typing import Any

import jsonschema
import pytest

from explainer.command.completion import kinds as offered
from explainer.errors import ModelFileError
from explainer.layers import LAYERS, spellings
from explainer.layers.layer import Layer
from explainer.layers.libraries import Library
from explainer.layers.spellings import layer_for, spellings_of
from explainer.network.graph import Graph, build
from explainer.network.node import Node
from explainer.readers import read
from explainer.readers.changes import read_changes, with_changes
from explainer.readers.from_mapping import read_mapping
from explainer.readers.from_yaml import read_yaml
from explainer.readers.schema import schema
from explainer.readers.spelled import stem_of
from tests.command_line import explain
from tests.every_kind import EXAMPLES

pytestmark = pytest.mark.quick

VALIDATOR = jsonschema.Draft202012Validator(schema())


def network(layers: str, image: str = "32x32x3") -> Graph:
    """A network of layers as they stand in a file."""
    return build(read_yaml(f"input: {image}\nlayers:\n{layers}", "model.yaml"))


def last(layer: object, image: str = "32x32x16") -> Node:
    """The only layer of a network, from a mapping."""
    return build(read({"input": image, "layers": [layer]})).nodes[-1]


def message(layers: str, image: str = "32x32x3") -> str:
    """What is said about layers that don't fit."""
    with pytest.raises(ModelFileError) as caught:
        network(layers, image)
    return str(caught.value)


def parameters(graph: Graph) -> int:
    """All that is learnt."""
    return sum(node.count("parameters") for node in graph.nodes)


# ---- what is meant ---------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "shapes", "settings"), EXAMPLES)
def test_every_kind_may_be_written_as_its_class_of_torch(
    kind: str, shapes: list[tuple[int, ...]], settings: dict[str, Any]
) -> None:
    classes = [c for c in LAYERS[kind].class_names if c.library is Library.TORCH]
    if not classes or LAYERS[kind].many or LAYERS[kind].tokens:
        return
    written = {"input": list(shapes[0]), "layout": "channels_last"}
    ours = build(read_mapping({**written, "layers": [{kind: settings}]})).nodes[-1]
    for before in ("", "nn.", "torch.nn."):
        named = before + classes[0].name
        theirs = build(read_mapping({**written, "layers": [{named: settings}]})).nodes[-1]
        assert theirs.kind == kind
        assert theirs.values == ours.values
        assert theirs.settings == ours.settings


@pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed")
def test_the_classes_of_torch_are_those_that_the_kinds_are_built_of() -> None:
    from torch import nn

    for layer in LAYERS.values():
        found = [each.name for each in layer.class_names if each.library is Library.TORCH]
        assert all(hasattr(nn, name) for name in found)
        if isinstance(layer.module.name, str) and hasattr(nn, layer.module.name):
            # A depthwise convolution is built of a class that is another kind's name.
            assert found == [layer.module.name] or layer.kind in ("depthwise_conv2d", "crop2d")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Conv1D", "conv1d"),
        ("Conv2D", "conv2d"),
        ("Conv3D", "conv3d"),
        ("Conv2DTranspose", "conv_transpose2d"),
        ("Dense", "linear"),
        ("MaxPooling2D", "max_pool2d"),
        ("AveragePooling2D", "avg_pool2d"),
        ("GlobalAveragePooling2D", "global_avg_pool2d"),
        ("ZeroPadding2D", "zero_pad2d"),
        ("ZeroPadding1D", "pad"),
        ("MultiHeadAttention", "multihead_attention"),
        ("Cropping2D", "crop2d"),
        ("SeparableConv2D", "separable_conv2d"),
        ("DepthwiseConv2D", "depthwise_conv2d"),
        ("UpSampling2D", "upsample"),
        ("Concatenate", "concat"),
        ("Add", "add"),
        ("Multiply", "multiply"),
        ("Subtract", "subtract"),
        ("Embedding", "embedding"),
        ("GroupNormalization", "group_norm"),
        ("LeakyReLU", "leaky_relu"),
    ],
)
def test_the_classes_of_keras_are_kinds(name: str, kind: str) -> None:
    for before in ("", "layers.", "keras.layers.", "tf.keras.layers."):
        assert [layer.kind for layer in spellings()[before + name].layers] == [kind]


def test_the_convnet_of_the_keras_examples() -> None:
    """https://keras.io/examples/vision/mnist_convnet/ prints 34,826 parameters."""
    graph = network(
        """
        - layers.Conv2D: {filters: 32, kernel_size: [3, 3]}
        - layers.MaxPooling2D: {pool_size: [2, 2]}
        - layers.Conv2D: {filters: 64, kernel_size: [3, 3]}
        - layers.MaxPooling2D: {pool_size: [2, 2]}
        - layers.Flatten
        - layers.Dropout: 0.5
        - layers.Dense: {units: 10}
        """.replace("        ", "  "),
        "28x28x1",
    )
    assert parameters(graph) == 34_826
    assert [node.kind for node in graph.nodes[1:3]] == ["conv2d", "max_pool2d"]
    assert [node.name for node in graph.nodes[1:4]] == ["conv2d", "max_pool2d", "conv2d_1"]


def test_separable_convolutions_as_keras_counts_them() -> None:
    """Both convolutions by hand; Keras' layers give the first one no biases."""
    separable = {"SeparableConv2D": {"filters": 8, "kernel_size": 3, "depth_multiplier": 2}}
    assert last(separable).count("parameters") == 3 * 3 * 16 * 2 + 16 * 2 * 8 + 8
    alone = {"DepthwiseConv2D": {"kernel_size": 3, "depth_multiplier": 2}}
    assert last(alone).count("parameters") == 3 * 3 * 16 * 2 + 32
    # 1,350 in Keras; with biases in the first part, as in two layers of torch, 1,360.
    summary = {"SeparableConv2D": {"filters": 100, "kernel_size": 5}}
    assert last(summary, "9x9x10").count("parameters") == 1350


# ---- what they take where nothing is said ----------------------------------------------


def test_what_keras_takes_where_nothing_is_said() -> None:
    assert last("MaxPooling2D").output == (16, 16, 16)
    assert last("AveragePooling2D").output == (16, 16, 16)
    assert last({"MaxPooling2D": {"pool_size": 3}}).output == (10, 10, 16)
    assert last("ZeroPadding2D").output == (34, 34, 16)
    assert last({"Conv2D": {"filters": 8, "kernel_size": 3}}).output == (30, 30, 8)
    assert last("BatchNormalization").settings["eps"] * 1000 == 1
    assert last({"BatchNormalization": {"epsilon": 2}}).settings["eps"] == 2
    assert last("batch_norm2d").settings["eps"] * 100_000 == 1
    assert last("GroupNormalization", "4x4x64").settings["num_groups"] == 32


def test_a_setting_that_means_something_else_in_keras() -> None:
    assert last("UpSampling2D").output == (64, 64, 16)
    assert last({"UpSampling2D": 3}).output == (96, 96, 16)
    assert last({"UpSampling2D": {"size": [2, 3]}}).output == (64, 96, 16)
    assert last({"upsample": {"size": [2, 3]}}).output == (2, 3, 16)
    assert "both" in message("  - UpSampling2D: {size: 2, scale_factor: 2}")


def test_a_class_of_both_is_torchs_unless_it_is_said_to_be_keras() -> None:
    assert last("LeakyReLU").settings["negative_slope"] * 100 == 1
    assert last("nn.LeakyReLU").settings["negative_slope"] * 100 == 1
    assert last("keras.layers.LeakyReLU").settings["negative_slope"] * 10 == 3


# ---- one name for several kinds --------------------------------------------------------


def test_the_axes_of_the_input_decide_among_kinds_of_one_name() -> None:
    volume, features = LAYERS["max_pool2d"], LAYERS["embedding"]
    assert layer_for((volume, features), ((4, 4, 3),)) is volume
    assert layer_for((volume, features), ((7,),)) is features
    assert layer_for((volume, features), ((7, 3),)) is volume
    assert stem_of(("batch_norm2d", "batch_norm1d", "batch_norm3d")) == "batch_norm"


def test_a_name_that_two_kinds_have_stays_torchs_first() -> None:
    found = spellings_of(LAYERS.values())
    for name, spelling in found.items():
        both = {each.name for layer in spelling.layers for each in layer.class_names}
        assert spelling.written_as is None or spelling.written_as.name in both
        assert name in LAYERS or spelling.written_as is not None
        stems = {stem_of(tuple(layer.kind for layer in spelling.layers))}
        assert min(map(len, stems)) > 2, f"{name} means kinds that have nothing in common"


# ---- wherever a kind is read -----------------------------------------------------------


def test_in_blocks_with_arguments_and_repeats() -> None:
    graph = network(
        """
  - unit: {channels: 8}
  - repeat: {times: 2, layers: [{unit: 8}, ReLU]}
blocks:
  unit:
    arguments: [channels]
    layers:
      - nn.Conv2d: {out_channels: $channels, kernel_size: 3, padding: 1, name: conv}
      - nn.BatchNorm2d: $channels
"""
    )
    assert [node.name for node in graph.nodes[1:3]] == ["unit.conv", "unit.batch_norm2d"]
    assert parameters(graph) == 3 * 3 * 3 * 8 + 8 + 2 * (3 * 3 * 8 * 8 + 8) + 3 * 16


def test_a_block_cannot_take_the_name_of_a_class() -> None:
    said = message("  - Dense: 3\nblocks:\n  Dense:\n    layers: [relu]")
    assert '"Dense": that name has a meaning already' in said


def test_set_takes_the_names_of_both() -> None:
    spec = read_yaml("input: 8x8x3\nlayers: [{Conv2D: {filters: 4, kernel_size: 3}}]", "model.yaml")
    for target in ("conv2d.filters", "conv2d.out_channels"):
        assert build(with_changes(spec, read_changes({target: 7}))).nodes[-1].output[-1] == 7


@pytest.mark.parametrize(
    "layer",
    [
        "nn.ReLU",
        "MaxPooling2D",
        {"torch.nn.Conv2d": {"in_channels": 3, "out_channels": 8, "kernel_size": 3}},
        {"Conv2D": {"filters": 8, "kernel_size": 3, "padding": "same"}},
        {"UpSampling2D": {"size": [2, 2]}},
        {"UpSampling2D": None},
        {"BatchNorm2d": 3},
        {"keras.layers.BatchNormalization": {"epsilon": 0.1}},
    ],
)
def test_the_schema_takes_them(layer: object) -> None:
    model = {"input": "32x32x3", "layers": [layer]}
    build(read(model))
    VALIDATOR.validate(model)


@pytest.mark.parametrize(
    "layer", ["nn.Conv2d", "nn.MaxPool2d", "nn.Dense", {"Dense": {"unit": 3}}, {"conv2D": 3}]
)
def test_the_schema_refuses_what_the_reader_refuses(layer: object) -> None:
    model = {"input": "32x32x3", "layers": [layer]}
    with pytest.raises(ModelFileError):
        build(read(model))
    assert not VALIDATOR.is_valid(model)


def test_explain_layers_and_its_completion_know_them() -> None:
    told = explain("layers", "nn.Conv2d").text
    assert told.startswith("conv2d\n")
    assert "Also written Conv2d, Conv2D." in told
    assert "in_channels: whole number ≥ 1\n" in told
    assert explain("layers", "Conv2D").text == explain("layers", "conv2d").text == told
    assert list(offered("")) == list(LAYERS)
    assert {"Dense", "nn.Linear"} <= set(offered("D")) | set(offered("nn"))


# ---- what a file declares of an input --------------------------------------------------


def test_a_declared_input_is_checked() -> None:
    right = """
  - nn.Conv2d: {in_channels: 3, out_channels: 16, kernel_size: 3, padding: 1}
  - nn.BatchNorm2d: 16
  - nn.MaxPool2d: 2
  - nn.Flatten
  - nn.Linear: {in_features: 4096, out_features: 10}
"""
    assert parameters(network(right)) == 16 * 27 + 16 + 32 + 40_960 + 10
    said = message(right.replace("4096", "1050"))
    assert "linear expects 1,050 features and is given 16·16·16 = 4,096." in said
    assert said.startswith('model.yaml:8  layer "linear" (linear)\n')
    assert "Write in_features: 4096, or leave it out" in said
    assert "batch_norm2d expects 32 channels and is given 16." in message(
        right.replace("BatchNorm2d: 16", "BatchNorm2d: 32")
    )


@pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed")
def test_what_is_declared_of_the_input_is_the_first_argument_in_torch() -> None:
    import inspect

    from torch import nn

    for layer in LAYERS.values():
        for each in layer.class_names:
            if each.library is Library.TORCH and layer.declares:
                of_class = getattr(nn, each.name)
                named = list(inspect.signature(of_class).parameters)
                if issubclass(of_class, nn.RNNBase):  # which takes any, and gives them to its base
                    named = list(inspect.signature(nn.RNNBase).parameters)[1:]
                assert layer.declares == named[0]


def test_a_declared_number_is_a_number() -> None:
    assert "num_features has to be a whole number" in message("  - batch_norm2d: {num_features: a}")


def test_what_is_set_goes_before_what_was_declared_of_other_layers() -> None:
    spec = read_yaml(
        """
input: 8x8x3
layers:
  - conv2d: {out_channels: 4, kernel_size: 3, name: one}
  - conv2d: {in_channels: 4, out_channels: 4, kernel_size: 3, name: two}
""",
        "model.yaml",
    )
    changed = build(with_changes(spec, read_changes({"one.out_channels": 5})))
    assert changed.nodes[-1].inputs == ((6, 6, 5),)
    with pytest.raises(ModelFileError, match="two expects 6 channels and is given 5"):
        build(with_changes(spec, read_changes({"one.out_channels": 5, "two.in_channels": 6})))


def test_a_bare_value_never_lands_in_a_setting_that_nobody_means() -> None:
    assert last({"batch_norm2d": 16}).settings == last("batch_norm2d").settings
    assert "batch_norm2d expects 8 channels and is given 3." in message("  - batch_norm2d: 8")
    for layer in LAYERS.values():
        assert _is_torchs_first(layer), layer.kind


def _is_torchs_first(layer: Layer) -> bool:
    """Whether a bare value is a source, an argument that is needed, or the kind's only number."""
    return layer.bare not in ("eps", "momentum", "affine", "bias")


# ---- an activation inside a layer ------------------------------------------------------


def kinds_and_counts(graph: Graph) -> list[tuple[str, int, int, tuple[int, ...]]]:
    """What each layer is, and what it counts."""
    return [
        (node.kind, node.count("activations"), node.count("parameters"), node.output)
        for node in graph.nodes
    ]


def test_an_activation_inside_a_layer_is_as_if_it_were_written_behind_it() -> None:
    inside = network(
        """
  - conv2d: {out_channels: 8, kernel_size: 3, activation: relu, name: one}
  - conv2d: {out_channels: 8, kernel_size: 3, activation: {leaky_relu: 0.2}}
  - conv2d: {out_channels: 8, kernel_size: 3, activation: null}
  - conv2d: {out_channels: 8, kernel_size: 3, activation: linear}
  - Flatten
  - Dense: {units: 10, activation: softmax}
"""
    )
    behind = network(
        """
  - conv2d: {out_channels: 8, kernel_size: 3}
  - relu
  - conv2d: {out_channels: 8, kernel_size: 3}
  - leaky_relu: 0.2
  - conv2d: {out_channels: 8, kernel_size: 3}
  - conv2d: {out_channels: 8, kernel_size: 3}
  - flatten
  - linear: 10
  - softmax
"""
    )
    assert kinds_and_counts(inside) == kinds_and_counts(behind)
    assert [node.name for node in inside.nodes[1:5]] == [
        "one", "one_relu", "conv2d", "conv2d_leaky_relu",
    ]  # fmt: skip
    slopes = [graph.nodes[4].settings["negative_slope"] for graph in (inside, behind)]
    assert slopes[0] * 5 == slopes[1] * 5 == 1


def test_who_takes_from_the_layer_takes_what_is_behind_it() -> None:
    graph = network(
        """
  - Conv2D: {filters: 8, kernel_size: 3, padding: same, activation: relu, name: one}
  - Conv2D: {filters: 8, kernel_size: 3, padding: same, name: two}
  - Add: [one, two]
  - Add: {from: [one_relu, two], activation: relu}
"""
    )
    one, relu, two, both, again, behind = graph.nodes[1:]
    assert both.sources == again.sources == (relu.index, two.index)
    assert (one.name, behind.name, behind.sources) == ("one", "add_1_relu", (again.index,))


def test_weights_are_shared_with_the_layer_and_outputs_are_what_is_behind_it() -> None:
    graph = build(
        read_yaml(
            """
input: 8
outputs: [one, two]
layers:
  - Dense: {units: 8, activation: relu, name: one}
  - Dense: {units: 8, activation: tanh, shares: one, name: two}
""",
            "model.yaml",
        )
    )
    assert parameters(graph) == 8 * 8 + 8
    assert graph.nodes[3].shares == graph.nodes[1].index
    assert set(graph.ends) == {2, 4}


def test_an_activation_may_be_the_argument_of_a_block() -> None:
    graph = network(
        """
  - unit: relu
  - unit: ELU
  - unit: linear
blocks:
  unit:
    arguments: [act]
    layers: [{Dense: {units: 8, activation: $act}}]
""",
        "16",
    )
    assert [node.kind for node in graph.nodes[1:]] == ["linear", "relu", "linear", "elu", "linear"]


def test_the_layer_that_is_told_its_activation() -> None:
    graph = network(
        """
  - Activation: relu
  - layers.Activation: {activation: swish, name: two}
  - keras.layers.Activation: tanh
"""
    )
    assert [node.name for node in graph.nodes[1:]] == ["relu", "two", "tanh"]
    assert graph.nodes[2].kind == "silu"


def test_a_recurrent_layer_has_its_activation_inside() -> None:
    """Keras' GRU(32, activation="tanh") has it in its gates: no layer stands behind."""
    with pytest.raises(ModelFileError, match="has its own inside"):
        last({"GRU": {"units": 32, "activation": "tanh"}}, "20x9")
    with pytest.raises(ModelFileError, match="nonlinearity"):
        last({"nn.RNN": {"hidden_size": 32, "activation": "relu"}}, "20x9")


@pytest.mark.parametrize("name", ["SimpleRNN", "layers.LSTM", "keras.layers.GRU"])
def test_a_class_of_keras_that_counts_otherwise_is_not_taken_for_torchs(name: str) -> None:
    """In Keras LSTM(64) on 9 features has 4·(64·(64 + 9) + 64) parameters, in torch 256 more."""
    said = message(f"  - {name}: 64", "20x9")
    assert "gives its last position only" in said
    assert last({"nn.LSTM": 64}, "20x9").count("parameters") == 4 * (64 * 73 + 2 * 64)
    assert name not in {each.name for each in LAYERS["rnn"].class_names}


def test_prelu_of_keras_learns_a_slope_for_each_value() -> None:
    assert "a slope for each value" in message("  - layers.PReLU")
    assert last("PReLU").count("parameters") == 1


@pytest.mark.parametrize(
    "layer",
    [
        {"Conv1D": {"filters": 8, "kernel_size": 3, "activation": "relu"}},
        {"linear": {"units": 8, "activation": None}},
        {"linear": {"units": 8, "activation": {"elu": 1}}},
        {"linear": {"units": 8, "activation": "nn.ReLU"}},
        {"Activation": "swish"},
        {"Activation": {"activation": "relu", "name": "one"}},
    ],
)
def test_the_schema_takes_activations(layer: object) -> None:
    model = {"input": [32, 4], "layers": [layer]}
    build(read(model))
    VALIDATOR.validate(model)


@pytest.mark.parametrize(
    "layer",
    [
        {"linear": {"units": 8, "activation": "rellu"}},
        {"linear": {"units": 8, "activation": 3}},
        {"relu": {"activation": "relu"}},
        {"Activation": "linear"},
        {"Activation": None},
        {"Activation": {"name": "one"}},
        "Activation",
    ],
)
def test_the_schema_refuses_other_activations(layer: object) -> None:
    model = {"input": 32, "layers": [layer]}
    with pytest.raises(ModelFileError):
        build(read(model))
    assert not VALIDATOR.is_valid(model)


# ---- arguments in a row ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (
            {"nn.Conv2d": [16, 8, 3, 2, 1]},
            {"in_channels": 16, "out_channels": 8, "kernel_size": 3, "stride": 2, "padding": 1},
        ),
        ({"nn.Conv2d": [16, 8, [3, 5]]}, {"out_channels": 8, "kernel_size": [3, 5]}),
        ({"conv2d": [16, 8, 3]}, {"out_channels": 8, "kernel_size": 3}),
        ({"Conv2D": [8, 3, 2]}, {"out_channels": 8, "kernel_size": 3, "stride": 2}),
        (
            {"Conv2D": [8, [3, 3], [1, 1], "same"]},
            {"out_channels": 8, "kernel_size": 3, "padding": "same"},
        ),
    ],
)
def test_arguments_in_a_row_are_as_in_code(row: object, named: dict[str, object]) -> None:
    assert last(row).settings == last({"conv2d": named}).settings
    VALIDATOR.validate({"input": "32x32x16", "layers": [row]})


def test_rows_of_other_kinds() -> None:
    assert last({"nn.Linear": [784, 10]}, "784").output == (10,)
    assert last({"nn.Linear": [784, 10, False]}, "784").count("biases") == 0
    assert last({"Dense": [10]}, "784").output == (10,)
    assert last({"nn.BatchNorm2d": [16]}).kind == "batch_norm2d"
    assert last({"nn.GroupNorm": [4, 16]}).settings["num_groups"] == 4
    # Where a list is a single value, it stays one.
    assert last({"max_pool2d": [2, 4]}).output == (16, 8, 16)
    assert last({"nn.AdaptiveAvgPool2d": [6, 7]}).output == (6, 7, 16)
    assert last({"nn.ZeroPad2d": [1, 2]}).output == (34, 36, 16)
    heads = last({"MultiHeadAttention": [4, 2, 2, 0.5, False]}, "9x8")
    assert heads.settings["num_heads"] == 4
    assert heads.settings["dropout"] == Fraction(1, 2)
    assert heads.count("biases") == 0
    assert last({"nn.ReflectionPad2d": [1, 2]}).settings["mode"] == "reflect"
    assert last({"ZeroPadding2D": [[1, 0], [2, 1]]}).output == (33, 35, 16)
    assert last({"Cropping2D": [[1, 0], [2, 1]]}).output == (31, 29, 16)


@pytest.mark.parametrize(
    "row",
    [
        {"nn.Conv2d": [16, 8]},
        {"nn.Conv2d": [3, 8, 3]},
        {"nn.Linear": [16, 8, True, 3]},
        {"Conv2D": [8, 3, 1, "some"]},
        {"nn.Dropout": [0.5]},
    ],
)
def test_rows_that_are_refused(row: object) -> None:
    with pytest.raises(ModelFileError):
        last(row)


def test_arguments_in_a_row_in_blocks() -> None:
    graph = network(
        """
  - unit: {c_in: 3, c_out: 8}
  - unit: {c_in: 8, c_out: 4}
blocks:
  unit:
    arguments: [c_in, c_out]
    layers: [{nn.Conv2d: [$c_in, $c_out, 3]}]
"""
    )
    assert parameters(graph) == 3 * 8 * 9 + 8 + 8 * 4 * 9 + 4


def test_a_pair_behind_the_class_of_a_pool_is_asked_about_where_it_matters() -> None:
    """nn.MaxPool2d(3, 2) has 15 rows of 32, nn.MaxPool2d((3, 2)) has 10."""
    assert last({"nn.MaxPool2d": [2, 2]}).output == (16, 16, 16)
    assert last({"max_pool2d": [3, 2]}).output == (10, 16, 16)
    for name in ("nn.MaxPool2d", "MaxPooling2D", "AvgPool2d"):
        with pytest.raises(ModelFileError, match="sides of its window, or the window and"):
            last({name: [3, 2]})


def test_a_bare_value_behind_upsample_is_what_it_is_in_torch() -> None:
    assert last({"nn.Upsample": [5, 6]}).output == (5, 6, 16)
    assert last({"upsample": 2}).output == (64, 64, 16)
    VALIDATOR.validate({"input": "32x32x16", "layers": [{"nn.Upsample": [5, 6]}]})


# ---- code in place of a file -----------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("nn.ReLU()", "nn.ReLU"),
        ("nn.ReLU(inplace=True)", "nn.ReLU: {inplace: true}"),
        ("nn.Linear(16, 10)", "nn.Linear: {in_features: 16, out_features: 10}"),
        ("nn.MaxPool2d(3, 2)", "nn.MaxPool2d: {kernel_size: 3, stride: 2}"),
        ("nn.MaxPool2d((3, 2))", "nn.MaxPool2d: {kernel_size: [3, 2]}"),
        ("layers.Dropout(0.5)", "layers.Dropout: {p: 0.5}"),
        (
            "Conv2D(32, (3, 3), activation='relu')",
            "Conv2D: {out_channels: 32, kernel_size: [3, 3], activation: relu}",
        ),
    ],
)
def test_a_call_is_told_as_a_file_writes_it(code: str, line: str) -> None:
    assert message(f"  - {code}").endswith(f"Write it so: {line}")
    network(f"  - {line}", "16" if "Linear" in code else "32x32x3")


@pytest.mark.parametrize(
    "code",
    ["nn.Conv2d(c, 32, 3)", "Unknown(3)", "nn.Linear(1, 2, 3, 4)", "nn.ReLU(", "__import__('os')"],
)
def test_what_is_no_call_of_numbers_and_words_is_not_told(code: str) -> None:
    assert "Write it so" not in message(f"  - {code}")
