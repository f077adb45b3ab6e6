"""What a graph works out of its own sizes: `Shape`, `Gather` and so on before a `Reshape`.

Programs that write ONNX files spell a view by operators on whole numbers. Those are run here by
onnx's own reference, so that the sizes behind them are known; no value of an image is touched.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import onnx
from onnx import numpy_helper, shape_inference
from onnx.reference import ReferenceEvaluator

OPERATORS = frozenset(
    (
        *("Add", "Sub", "Mul", "Div", "Floor", "Ceil", "Equal", "Where", "Cast", "Identity"),
        *("Constant", "ConstantOfShape", "Range", "Expand", "Reshape", "Squeeze", "Unsqueeze"),
        *("Concat", "Gather", "Slice"),
    )
)
# Where a file's numbers lie in another one, which isn't opened.
EXTERNAL = onnx.TensorProto.EXTERNAL
# A list of sizes is short; what is longer is a weight.
LONGEST = 64


def with_sizes(model: Any) -> Any:
    """The model with the sizes of its tensors, as often worked out anew as more is known."""
    # Before this version onnx looks only at constants that the file also calls inputs.
    model.ir_version = max(model.ir_version, 4)
    while True:
        try:
            known = shape_inference.infer_shapes(model, data_prop=True)
        except shape_inference.InferenceError:  # what it can't follow, our own formulas still may
            return model
        if not _fold(model, sizes_in(known.graph)):
            return known


def sizes_in(graph: Any) -> dict[str, tuple[int, ...]]:
    """The sizes of every tensor all of whose sizes are known."""
    found = {}
    for each in (*graph.input, *graph.value_info, *graph.output):
        kind = each.type.tensor_type
        if kind.HasField("shape") and all(dim.dim_value for dim in kind.shape.dim):
            found[each.name] = tuple(dim.dim_value for dim in kind.shape.dim)
    return found


def _fold(model: Any, sizes: Mapping[str, tuple[int, ...]]) -> bool:
    """Put what can be worked out in the place of the nodes that do; whether there was any."""
    here = (each for each in model.graph.initializer if each.data_location != EXTERNAL)
    values = {each.name: numpy_helper.to_array(each) for each in here}
    left = []
    for node in model.graph.node:
        found = dict(_results(node, values, sizes, model.opset_import))
        values |= found
        for name, value in found.items():
            model.graph.initializer.append(numpy_helper.from_array(value, name))
        if not found:
            left.append(node)
    folded = len(left) < len(model.graph.node)
    if folded:
        del model.graph.node[:]
        model.graph.node.extend(left)
    return folded


def _results(
    node: Any, values: Mapping[str, Any], sizes: Mapping[str, tuple[int, ...]], opsets: Any
) -> Iterator[tuple[str, Any]]:
    """What a node gives, where that follows from numbers that are known."""
    import numpy as np

    if node.op_type == "Shape" and node.input[0] in sizes and not node.attribute:
        yield node.output[0], np.array(sizes[node.input[0]], dtype=np.int64)
        return
    given = {name: values[name] for name in node.input if name in values}
    if node.op_type not in OPERATORS or len(given) < len({n for n in node.input if n}):
        return
    try:
        found = [] if _is_long(node, given) else _run(node, given, opsets)
    except Exception:  # noqa: BLE001  whatever numpy says of numbers that don't fit: not known
        return
    for name, value in zip(node.output, found, strict=False):
        if value.size <= LONGEST and value.ndim <= 1:  # a list of sizes; a weight has more axes
            yield name, value


def _is_long(node: Any, given: Mapping[str, Any]) -> bool:
    """Whether it makes more numbers than a list of sizes has, or takes more."""
    if any(value.size > LONGEST for value in given.values()):
        return True
    values = list(given.values())
    if node.op_type == "ConstantOfShape":
        return bool(math.prod(values[0].tolist()) > LONGEST)
    if node.op_type == "Expand":
        return bool(math.prod(values[-1].tolist()) > LONGEST)
    if node.op_type == "Range":
        start, end, step = (each.item() for each in values)
        return not step or abs((end - start) / step) > LONGEST
    tensors = [each.t for each in node.attribute if each.HasField("t")]
    return any(math.prod(each.dims) > LONGEST for each in tensors)


def _run(node: Any, given: Mapping[str, Any], opsets: Any) -> list[Any]:
    helper = onnx.helper
    inputs = [
        helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(v.dtype), v.shape)
        for name, v in given.items()
    ]
    outputs = [helper.make_empty_tensor_value_info(name) for name in node.output]
    graph = helper.make_graph([node], "one", inputs, outputs)
    model = helper.make_model(graph, opset_imports=opsets)
    found = ReferenceEvaluator(model).run(None, dict(given))
    return list(found)
