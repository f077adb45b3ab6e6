"""The graph of an ONNX file: its nodes, the shapes of its weights, the sizes of its tensors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import onnx
from google.protobuf.message import DecodeError
from onnx import numpy_helper

from explainer.errors import ModelFileError, shown
from explainer.language import sentence
from explainer.readers.from_onnx.constants import sizes_in, with_sizes
from explainer.readers.given_inputs import GivenInput
from explainer.spec import Place

OLDEST = 7
# Of an input: the batch, the places, the channels.
MOST_AXES = 5
# How ONNX' own operators are marked.
OWN = ("", "ai.onnx")
# Constants that say shapes, axes and scales are read; larger ones are weights.
LONGEST_CONSTANT = 64
# What programs call a graph that nobody named.
NAMELESS = ("", "main_graph", "torch_jit", "torch-jit-export", "tf2onnx")
# What protobuf and onnx raise where a file is no ONNX, is cut off, or holds fewer numbers than it
# says.
SPOILED = (DecodeError, ValueError, TypeError, KeyError, NotImplementedError)


@dataclass(frozen=True)
class Weight:
    """A tensor that the file holds. values: those of a short list of numbers, else None."""

    name: str
    shape: tuple[int, ...]
    values: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Node:
    """One operator. name: what the file calls it; attributes: read, by name."""

    operator: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Any]


@dataclass(frozen=True)
class File:
    """What a file says of its network.

    inputs: the names and sizes of what it takes; sizes: of every tensor, as far as they are known.
    users: the nodes that take a tensor, by its name.
    """

    name: str
    opset: int
    nodes: tuple[Node, ...]
    weights: Mapping[str, Weight]
    inputs: Mapping[str, tuple[int, ...]]
    tokens: frozenset[str]
    outputs: tuple[str, ...]
    sizes: Mapping[str, tuple[int, ...]]
    users: Mapping[str, list[Node]] = field(default_factory=dict)


def read_file(path: Path, given: Sequence[GivenInput]) -> File:
    """The file's graph; ModelFileError where it is no ONNX, too old, or leaves sizes open."""
    try:
        return _file(path, onnx.load(str(path), load_external_data=False), given)
    except SPOILED as error:
        raise ModelFileError(Place(str(path)), sentence("onnx.no_file")) from error


def _file(path: Path, model: Any, given: Sequence[GivenInput]) -> File:
    if not model.graph.node or not all(isinstance(each, str) for each in _texts(model)):
        raise ModelFileError(Place(str(path)), sentence("onnx.no_file"))
    versions = (each.version for each in model.opset_import if each.domain in OWN)
    version = max(versions, default=0)
    if version < OLDEST:
        raise ModelFileError(
            Place(str(path)), sentence("onnx.old", version=str(version), oldest=str(OLDEST))
        )
    weights = {each.name: _weight(each) for each in model.graph.initializer}
    inputs = _inputs(path, model.graph, weights, given)
    called = path.stem if model.graph.name in NAMELESS else model.graph.name
    tokens, outputs = frozenset(_tokens(model.graph)), tuple(e.name for e in model.graph.output)
    known = _inferred(model, weights)
    weights |= {
        each.name: _weight(each) for each in known.graph.initializer if each.name not in weights
    }
    nodes = tuple(_node(each) for each in known.graph.node)
    users: dict[str, list[Node]] = {}
    for node in nodes:
        for name in node.inputs:
            users.setdefault(name, []).append(node)
    return File(
        name=called,
        opset=version,
        nodes=nodes,
        weights=weights,
        inputs=inputs,
        tokens=tokens,
        outputs=outputs,
        sizes=sizes_in(known.graph),
        users=users,
    )


def _weight(tensor: Any) -> Weight:
    shape = tuple(int(size) for size in tensor.dims)
    short = len(shape) <= 1 and (shape[0] if shape else 1) <= LONGEST_CONSTANT
    beside = tensor.data_location == onnx.TensorProto.EXTERNAL
    if not short or beside:
        return Weight(tensor.name, shape)
    values = numpy_helper.to_array(tensor).reshape(-1).tolist()
    return Weight(tensor.name, shape, tuple(values))


def _inputs(
    path: Path, graph: Any, weights: Mapping[str, Weight], given: Sequence[GivenInput]
) -> dict[str, tuple[int, ...]]:
    """The sizes of the inputs, put into the graph where it leaves them open."""
    made = {name for node in graph.node for name in node.output}  # older files list weights too
    taken = [each for each in graph.input if each.name not in {*weights, *made}]
    if given and len(given) != len(taken):
        raise ModelFileError(
            Place(str(path)),
            sentence("onnx.inputs", count=len(taken), said=str(len(given))),
        )
    found = {}
    for number, each in enumerate(taken):
        dims = each.type.tensor_type.shape.dim
        if not 2 <= len(dims) <= MOST_AXES or (_is_tokens(each) and len(dims) != 2):
            raise ModelFileError(
                Place(str(path)),
                sentence("onnx.input_axes", name=shown(each.name), axes=str(len(dims))),
                advice=sentence("onnx.input_axes_try"),
            )
        said = given[number].sizes if given else ()
        if said and len(said) != len(dims) - 1:
            raise ModelFileError(
                Place(str(path)), sentence("onnx.axes", name=shown(each.name), axes=str(len(dims)))
            )
        for axis, dim in enumerate(dims):
            if axis == 0:
                dim.dim_value = dim.dim_value or 1
            elif said:
                dim.dim_value = said[axis - 1]
            elif not dim.dim_value:
                raise ModelFileError(
                    Place(str(path)),
                    sentence("onnx.open", name=shown(each.name), axis=dim.dim_param or "?"),
                    advice=sentence("onnx.open_try"),
                )
        found[each.name] = tuple(dim.dim_value for dim in dims)
    return found


def _tokens(graph: Any) -> Iterator[str]:
    for each in graph.input:
        if _is_tokens(each):
            yield each.name


def _is_tokens(taken: Any) -> bool:
    """Whether an input holds whole numbers."""
    whole = (onnx.TensorProto.INT64, onnx.TensorProto.INT32)
    return taken.type.tensor_type.elem_type in whole


def _inferred(model: Any, weights: Mapping[str, Weight]) -> Any:
    """The model with the sizes of its tensors; of the weights, large as they are, only shapes.

    The model that is given is the one that is changed: a second one would take as much again.
    """
    held = list(model.graph.initializer)
    del model.graph.initializer[:]
    known = {each.name for each in model.graph.input}
    for each in held:
        weight = weights[each.name]
        if weight.values is not None:
            model.graph.initializer.append(each)
        if each.name not in known:
            info = onnx.helper.make_tensor_value_info(each.name, each.data_type, weight.shape)
            model.graph.input.append(info)
    del model.graph.value_info[:]
    return with_sizes(model)


def _texts(model: Any) -> Iterator[Any]:
    """All names; what is no UTF-8 comes as bytes."""
    graph = model.graph
    yield graph.name
    for each in (*graph.initializer, *graph.input, *graph.output, *graph.value_info):
        yield each.name
    for each in (*graph.input, *graph.output):
        yield from (dim.dim_param for dim in each.type.tensor_type.shape.dim)
    for node in graph.node:
        yield from (node.op_type, node.domain, node.name, *node.input, *node.output)
        yield from (attribute.name for attribute in node.attribute)


def _node(node: Any) -> Node:
    attributes = {each.name: _attribute(each) for each in node.attribute}
    operator = node.op_type if node.domain in OWN else f"{node.domain}.{node.op_type}"
    return Node(operator, node.name, tuple(node.input), tuple(node.output), attributes)


def _attribute(attribute: Any) -> Any:
    value = onnx.helper.get_attribute_value(attribute)
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, onnx.TensorProto):
        return _weight(value)
    return list(value) if hasattr(value, "__len__") and not isinstance(value, str) else value
