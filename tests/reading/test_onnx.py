"""ONNX files, written here by onnx's own helper: sizes beside onnx's own shape inference."""

from __future__ import annotations

import copy
import json
import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

import explainer
from explainer.errors import ExplainError, ModelFileError
from explainer.readers.from_onnx.names import named_by_node

LIGHT = sorted((Path(onnx.__file__).parent / "backend" / "test" / "data" / "light").glob("*.onnx"))
IMAGE = (1, 6, 12, 10)
Weights = dict[str, tuple[int, ...]]


def written(
    path: Path,
    nodes: Sequence[Any],
    weights: Weights,
    *,
    taken: Sequence[Any] = IMAGE,
    opset: int = 17,
    numbers: dict[str, Any] | None = None,
    kind: int = TensorProto.FLOAT,
) -> Path:
    """A file whose input is `x` and whose output is `y`; numbers: constants by name."""
    held = [numpy_helper.from_array(np.zeros(s, np.float32), n) for n, s in weights.items()]
    held += [numpy_helper.from_array(np.array(v), n) for n, v in (numbers or {}).items()]
    graph = helper.make_graph(
        list(nodes),
        "made here",
        [helper.make_tensor_value_info("x", kind, taken)],
        [helper.make_empty_tensor_value_info("y")],
        held,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    onnx.save(model, str(path))
    return path


def explained(path: Path, **circumstances: Any) -> dict[str, Any]:
    """What the file says."""
    found: dict[str, Any] = json.loads(explainer.explain(path, **circumstances).json())
    return found


def size_by_onnx(path: Path) -> tuple[int, ...]:
    """The size of `y` as onnx infers it, channels last and without the batch."""
    model = onnx.shape_inference.infer_shapes(onnx.load(str(path)), data_prop=True)
    (found,) = model.graph.output
    sizes = tuple(dim.dim_value for dim in found.type.tensor_type.shape.dim)
    return (*sizes[2:], sizes[1])


def refused(path: Path, **circumstances: Any) -> str:
    """The message about a file."""
    with pytest.raises(ModelFileError) as caught:
        explained(path, **circumstances)
    return str(caught.value)


def node(operator: str, *taken: str, **attributes: Any) -> Any:
    """One node between `x` and `y`."""
    return helper.make_node(operator, ["x", *taken], ["y"], **attributes)


# An operator, its weights, and what it learns, counted by hand.
ONE: dict[str, tuple[Any, Weights, int]] = {
    "conv": (node("Conv", "w", "b"), {"w": (8, 6, 3, 3), "b": (8,)}, 8 * 6 * 9 + 8),
    "conv, no bias, strides": (
        node("Conv", "w", strides=[2, 3], pads=[1, 2, 1, 2]), {"w": (8, 6, 3, 5)}, 8 * 6 * 15,
    ),
    "conv, groups, dilation": (
        node("Conv", "w", "b", group=3, dilations=[2, 2]), {"w": (9, 2, 3, 3), "b": (9,)}, 171,
    ),
    "conv, four sides": (node("Conv", "w", pads=[0, 1, 2, 3]), {"w": (4, 6, 3, 3)}, 216),
    "conv, same": (
        node("Conv", "w", auto_pad="SAME_UPPER", strides=[2, 2]), {"w": (4, 6, 3, 3)}, 216,
    ),
    "conv, 1 axis": (node("Conv", "w", "b", strides=[2]), {"w": (4, 6, 3), "b": (4,)}, 76),
    "conv, 3 axes": (node("Conv", "w"), {"w": (4, 6, 2, 3, 3)}, 432),
    "transposed": (
        node("ConvTranspose", "w", "b", strides=[2, 2], output_padding=[1, 1]),
        {"w": (6, 5, 3, 3), "b": (5,)}, 6 * 5 * 9 + 5,
    ),
    "max pool": (node("MaxPool", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]), {}, 0),
    "max pool, ceil": (
        node("MaxPool", kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1), {}, 0,
    ),
    "average pool": (node("AveragePool", kernel_shape=[2, 4], strides=[2, 4]), {}, 0),
    "average pool, sides": (
        node("AveragePool", kernel_shape=[3, 3], pads=[1, 1, 1, 1], count_include_pad=1), {}, 0,
    ),
    "global average": (node("GlobalAveragePool"), {}, 0),
    "batch norm": (
        node("BatchNormalization", *"sbmv"), dict.fromkeys("sbmv", (6,)), 12,
    ),
    "instance norm": (node("InstanceNormalization", *"sb"), {"s": (6,), "b": (6,)}, 12),
    "lrn": (node("LRN", size=5), {}, 0),
    "prelu": (node("PRelu", "s"), {"s": (6, 1, 1)}, 6),
    **{
        each: (node(each), {}, 0)
        for each in ("Relu", "Sigmoid", "Tanh", "HardSwish", "HardSigmoid", "LeakyRelu", "Elu",
                     "Softplus", "Identity")
    },
    "softmax": (node("Softmax", axis=1), {}, 0),
    "add, channels": (node("Add", "w"), {"w": (6, 1, 1)}, 6),
    "mul, channels": (node("Mul", "w"), {"w": (1, 6, 1, 1)}, 6),
    "reshape of an image to a sequence": (node("Reshape", "shape"), {}, 0),
    "mean": (node("ReduceMean", axes=[2, 3], keepdims=1), {}, 0),
    "slice": (node("Slice", "from", "to", "along"), {}, 0),
}  # fmt: skip
NUMBERS = {
    "reshape of an image to a sequence": {"shape": [1, 6, 120]},
    "slice": {"from": [2], "to": [-1], "along": [2]},
}
TAKEN = {"conv, 1 axis": (1, 6, 20), "conv, 3 axes": (1, 6, 4, 12, 10)}


@pytest.mark.parametrize("name", ONE)
def test_an_operator_gives_what_onnx_infers_and_learns_what_it_holds(
    name: str, tmp_path: Path
) -> None:
    made, weights, learnt = ONE[name]
    taken = TAKEN.get(name, IMAGE)
    relu, behind = helper.make_node("Relu", ["x"], ["r"]), copy.deepcopy(made)
    behind.input[0] = "r"
    numbers = NUMBERS.get(name)
    path = written(tmp_path / "one.onnx", [relu, behind], weights, taken=taken, numbers=numbers)
    found = explained(path)
    assert tuple(found["layers"][-1]["output"]) == size_by_onnx(path)
    assert found["totals"]["parameters"] == learnt


@pytest.mark.parametrize(
    ("operator", "kind"),
    [("Add", "add"), ("Mul", "multiply"), ("Sub", "subtract"), ("Div", "divide")],
)
def test_two_branches_are_joined(operator: str, kind: str, tmp_path: Path) -> None:
    nodes = [
        helper.make_node("Relu", ["x"], ["a"]),
        helper.make_node("Sigmoid", ["x"], ["b"]),
        helper.make_node(operator, ["a", "b"], ["y"]),
    ]
    found = explained(written(tmp_path / "a.onnx", nodes, {}))
    assert [each["kind"] for each in found["layers"]] == ["input", "relu", "sigmoid", kind]


@pytest.mark.parametrize(
    ("operator", "value", "kind"),
    [("Add", 0.5, "shift"), ("Sub", 0.5, "shift"), ("Mul", 0.5, "scale"), ("Div", 2.0, "scale")],
)
def test_a_constant_is_no_parameter(operator: str, value: float, kind: str, tmp_path: Path) -> None:
    numbers = {"c": np.float32(value)}
    found = explained(written(tmp_path / "a.onnx", [node(operator, "c")], {}, numbers=numbers))
    assert found["layers"][1]["kind"] == kind
    assert found["totals"]["parameters"] == 0


def test_a_norm_with_a_scale_and_a_shift_behind_it_has_both_named(tmp_path: Path) -> None:
    weights = {f"conv1/bn_{each}_0": (6,) for each in ("scale", "bias", "mean", "var")}
    nodes = [
        helper.make_node("BatchNormalization", ["x", *weights], ["n"]),
        helper.make_node("Mul", ["n", "conv1/sc_w_0"], ["m"]),
        helper.make_node("Add", ["m", "conv1/sc_b_0"], ["y"]),
    ]
    behind: Weights = {"conv1/sc_w_0": (6, 1, 1), "conv1/sc_b_0": (6, 1, 1)}
    found = explained(written(tmp_path / "a.onnx", nodes, {**weights, **behind}))
    names = {each["name"]: each["parameters"] for each in found["layers"][1:]}
    assert names == {"conv1.bn": 12, "conv1.sc.scale": 6, "conv1.sc.shift": 6}


def dense(path: Path, taken: Sequence[Any] = ("N", 6, 12, 10), opset: int = 17) -> Path:
    """A small network as programs write it: a convolution, flattened by sizes that it works out."""
    nodes = [
        helper.make_node("Conv", ["x", "conv.weight", "conv.bias"], ["c"], name="/conv/Conv"),
        helper.make_node("Relu", ["c"], ["r"], name="/relu/Relu"),
        helper.make_node("Shape", ["r"], ["s"]),
        helper.make_node("Gather", ["s", "zero"], ["batch"], axis=0),
        helper.make_node("Unsqueeze", ["batch", "zeros"], ["first"])
        if opset >= 13
        else helper.make_node("Unsqueeze", ["batch"], ["first"], axes=[0]),
        helper.make_node("Concat", ["first", "rest"], ["shape"], axis=0),
        helper.make_node("Reshape", ["r", "shape"], ["f"]),
        helper.make_node("Gemm", ["f", "fc.weight", "fc.bias"], ["y"], transB=1, name="/fc/Gemm"),
    ]
    weights: Weights = {"conv.weight": (8, 6, 3, 3), "conv.bias": (8,)}
    weights |= {"fc.weight": (5, 640), "fc.bias": (5,)}
    numbers = {"zero": np.int64(0), "zeros": [0], "rest": [-1]}
    return written(path, nodes, weights, taken=taken, opset=opset, numbers=numbers)


@pytest.mark.parametrize("opset", [7, 9, 11, 13, 17, 20])
def test_opset_7_and_up(opset: int, tmp_path: Path) -> None:
    found = explained(dense(tmp_path / "a.onnx", opset=opset), batch=3)
    assert [each["name"] for each in found["layers"]] == ["input", "conv", "relu", "flatten", "fc"]
    assert found["totals"]["parameters"] == 8 * 6 * 9 + 8 + 5 * 640 + 5
    assert found["batch"] == 3


def test_layers_are_called_as_their_modules(tmp_path: Path) -> None:
    nodes = [
        helper.make_node("Conv", ["x", "onnx::Conv_9"], ["c"], name="/layer1/layer1.0/conv1/Conv"),
        helper.make_node("Relu", ["c"], ["y"], name="/layer1/layer1.0/relu/Relu_1"),
    ]
    found = explained(written(tmp_path / "a.onnx", nodes, {"onnx::Conv_9": (6, 6, 1, 1)}))
    names = [each["name"] for each in found["layers"]]
    assert names == ["input", "layer1.0.conv1", "layer1.0.relu"]
    assert found["name"] == "made here"


@pytest.mark.parametrize(
    ("node", "module"),
    [
        ("/layer1/layer1.0/relu/Relu_1", "layer1.0.relu"),
        ("/features/features.1/block/block.0/block.0.2/Relu", "features.1.block.0.2"),
        (
            "/encoder/layers/encoder_layer_0/mlp/mlp.0/MatMul",
            "encoder.layers.encoder_layer_0.mlp.0",
        ),
        ("/Flatten", ""),
        ("n5", ""),
        ("", ""),
    ],
)
def test_the_scopes_of_torch_are_a_module(node: str, module: str) -> None:
    assert named_by_node(node) == module


def test_an_error_names_the_layer_and_the_file(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.onnx", [helper.make_node("Det", ["x"], ["y"], name="/head/Det")], {}
    )
    assert refused(path).startswith(f"{path}  /head/Det\n  This is the operator Det, ")


def test_weights_of_equal_values_are_several(tmp_path: Path) -> None:
    """torch's exporter stores equal values once, and gives them other names by Identity."""
    nodes = [
        helper.make_node("Identity", ["a.weight"], ["b.weight"]),
        helper.make_node("Conv", ["x", "a.weight"], ["c"]),
        helper.make_node("Conv", ["c", "b.weight"], ["y"]),
    ]
    found = explained(written(tmp_path / "a.onnx", nodes, {"a.weight": (6, 6, 1, 1)}))
    assert [(e["name"], e["parameters"]) for e in found["layers"][1:]] == [("a", 36), ("b", 36)]


def test_a_weight_that_two_layers_use_is_counted_once(tmp_path: Path) -> None:
    nodes = [
        helper.make_node("Conv", ["x", "a.weight"], ["c"]),
        helper.make_node("Conv", ["c", "a.weight"], ["y"]),
    ]
    found = explained(written(tmp_path / "a.onnx", nodes, {"a.weight": (6, 6, 1, 1)}))
    assert found["totals"]["parameters"] == 36


def test_older_opsets_are_refused(tmp_path: Path) -> None:
    assert "opset 6" in refused(dense(tmp_path / "a.onnx", opset=6))


def test_an_open_size_is_asked_for(tmp_path: Path) -> None:
    path = dense(tmp_path / "a.onnx", ("N", 6, "H", "W"))
    assert "leaves the size H of its input x open" in refused(path)
    found = explained(path, input="6x12x10")
    assert found["input"] == [12, 10, 6]
    assert found["totals"]["parameters"] == 8 * 6 * 9 + 8 + 5 * 640 + 5


def test_a_size_that_a_weight_does_not_fit_is_one_error(tmp_path: Path) -> None:
    path = dense(tmp_path / "a.onnx", ("N", 6, "H", "W"))
    for given in ("6x40x40", "6x12", "6x2x2", "3x12x10"):
        assert refused(path, input=given).startswith(str(path))


def test_weights_beside_the_file_are_never_opened(tmp_path: Path) -> None:
    path = dense(tmp_path / "a.onnx")
    before = explained(path)["totals"]
    model = onnx.load(str(path))
    for each, place in zip(
        model.graph.initializer, ("../../etc/passwd", "/dev/zero", "gone.bin", "gone"), strict=False
    ):
        if each.data_type == TensorProto.FLOAT:
            each.ClearField("raw_data")
            each.data_location = TensorProto.EXTERNAL
            each.external_data.add(key="location", value=place)
            each.external_data.add(key="length", value=str(2**60))
    path.write_bytes(model.SerializeToString())
    assert explained(path)["totals"] == before


def test_a_list_of_sizes_beside_the_file_is_no_list(tmp_path: Path) -> None:
    path = dense(tmp_path / "a.onnx")
    model = onnx.load(str(path))
    (rest,) = (each for each in model.graph.initializer if each.name == "rest")
    rest.ClearField("raw_data")
    rest.data_location = TensorProto.EXTERNAL
    rest.external_data.add(key="location", value="/dev/zero")
    path.write_bytes(model.SerializeToString())
    assert "Reshape" in refused(path)


def test_a_weight_that_is_filled_is_not_made(tmp_path: Path) -> None:
    nodes = [
        helper.make_node("ConstantOfShape", ["shape"], ["fc_w_0"]),
        helper.make_node("MatMul", ["x", "fc_w_0"], ["y"]),
    ]
    wide = 10**9
    path = written(tmp_path / "a.onnx", nodes, {}, taken=(1, wide), numbers={"shape": [wide, wide]})
    assert explained(path)["totals"]["parameters"] == 10**18


def held(path: Path) -> int:
    """How many values a light file holds: what it fills, and what it lists."""
    model = onnx.load(str(path), load_external_data=False)
    lists = {each.name: each for each in model.graph.initializer}
    filled = {
        each.output[0]: numpy_helper.to_array(lists[each.input[0]]).tolist()
        for each in model.graph.node
        if each.op_type == "ConstantOfShape"
    }
    shapes = list(filled.values())
    used = {name for each in model.graph.node for name in each.input}
    real = (each for each in lists.values() if each.data_type == TensorProto.FLOAT)
    shapes += [list(each.dims) for each in real if each.name in used]
    return sum(map(math.prod, shapes))


@pytest.mark.parametrize("path", LIGHT, ids=lambda path: path.stem)
def test_the_networks_of_the_wheel_hold_what_their_weights_add_up_to(path: Path) -> None:
    found = explained(path)
    buffers = sum(each["buffers"] or 0 for each in found["layers"])
    assert found["totals"]["parameters"] + buffers == held(path)


def test_all_nine_are_there() -> None:
    assert len(LIGHT) == 9


# ---- files that are none -----------------------------------------------------------------


def test_no_file_and_a_cut_off_file_are_refused(tmp_path: Path) -> None:
    whole = dense(tmp_path / "whole.onnx").read_bytes()
    path = tmp_path / "a.onnx"
    for length in range(0, len(whole), len(whole) // 60):
        path.write_bytes(whole[:length])
        assert refused(path).startswith(str(path))


@pytest.mark.parametrize("seed", range(100))
def test_spoiled_bytes_are_one_clear_error_or_none(seed: int, tmp_path: Path) -> None:
    path = dense(tmp_path / "a.onnx")
    found = random.Random(seed)
    content = bytearray(path.read_bytes())
    bare = len(content) - 15_000  # the weights are most of it, and aren't looked at
    for _ in range(found.randrange(1, 6)):
        content[found.randrange(len(content) if bare < 1 else bare)] = found.randrange(256)
    path.write_bytes(bytes(content))
    assert one_error_or_none(path)


def one_error_or_none(path: Path) -> bool:
    """Whether a file is explained, or refused by a message; nothing else is caught."""
    try:
        explained(path)
    except ExplainError as error:
        return bool(str(error))
    return True
