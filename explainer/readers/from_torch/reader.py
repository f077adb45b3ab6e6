"""A module → the mapping of a model file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import torch
from torch import fx, nn
from torch.export.graph_signature import InputKind

from explainer.readers.from_torch.export import BATCH, exported
from explainer.readers.from_torch.parameters import Parameter
from explainer.readers.from_torch.rules import RULES
from explainer.readers.from_torch.rules.rule import Unknown
from explainer.readers.from_torch.rules.views import shuffled_by_hand
from explainer.readers.from_torch.tensors import CHANNELS_LAST, CHANNELS_SECOND, NAMES, Tensor
from explainer.readers.from_torch.trace import Call, Trace, arguments_of, path_of, shapes_of
from explainer.readers.from_torch.whole_modules import WHOLE, class_path

# What torch's own operations begin with that look at channels in the second place.
SECOND = ("aten.conv", "aten.batch_norm", "aten.max_pool", "aten.avg_pool", "aten.adaptive")


class NoKind(Exception):
    """An operation that none of our kinds is."""

    def __init__(self, operation: str, path: str) -> None:
        super().__init__(f"{path}: {operation}")
        self.operation, self.path = operation, path


def mapping_of(module: nn.Module, inputs: Sequence[torch.Tensor], name: str) -> dict[str, Any]:
    """What a model file would hold; NoKind where there is no kind for an operation.

    inputs: on the meta device, with a batch of BATCH.
    """
    program = exported(module, inputs, training=True)
    trace = Trace(program, module)
    given = list(_put_inputs(trace))
    for node in program.graph.nodes:
        if node.op == "call_function" and node.name not in trace.values:
            trace.values[node.name] = _value_of(trace, node)
    return {"name": name, **_inputs(given), "layers": trace.layers, **_outputs(trace)}


def _put_inputs(trace: Trace) -> Iterator[Tensor]:
    """Say what every placeholder stands for; the inputs are given back."""
    specs = {each.arg.name: each for each in trace.program.graph_signature.input_specs}
    nodes = [node for node in trace.program.graph.nodes if node.op == "placeholder"]
    users = [n for n in nodes if specs[n.name].kind is InputKind.USER_INPUT]
    for node in nodes:
        spec, shape = specs[node.name], shapes_of(node)
        if spec.kind is InputKind.USER_INPUT:
            called = "input" if len(users) == 1 else node.name
            value: Any = Tensor(called, _axes_of(node), shape[0])
            yield value
        else:
            learns = spec.kind is InputKind.PARAMETER
            value = Parameter(spec.target or node.name, shape[0] if shape else (), learns)
        trace.values[node.name] = value


def _axes_of(node: fx.Node) -> str:
    """The letters of an input's axes, by what is done with it first."""
    value = node.meta["val"]
    rank = value.dim()
    if rank == 2 and not value.is_floating_point():
        return "BL"
    first = next(iter(node.users), None)
    second = rank != 3 or (first is not None and str(first.target).startswith(SECOND))
    return (CHANNELS_SECOND if second else CHANNELS_LAST)[rank]


def _value_of(trace: Trace, node: fx.Node) -> Any:
    """What a node stands for, after its layers were added."""
    if str(node.target) == "<built-in function getitem>":
        whole = trace.values[node.args[0].name]  # type: ignore[union-attr]
        return whole[node.args[1]] if isinstance(whole, tuple | list) else whole
    path = path_of(node)
    whole_path = _whole_around(trace.module, path)
    if whole_path is not None:
        return _whole(trace, node, whole_path)
    operation = ".".join(str(node.target).split(".")[:2])
    call = Call(
        operation,
        arguments_of(node, trace.values),
        path,
        trace.module.get_submodule(path),
        node,
        shapes_of(node),
    )
    first = next(iter(call.given.values()), None)
    if isinstance(first, Parameter):
        if not any(isinstance(each, Tensor) for each in _flat(call.given.values())):
            # Only parameters and constants: no value of the batch is made.
            return Parameter(first.name, call.shapes[0] if call.shapes else (), first.learns)
    shuffle = shuffled_by_hand(node) if operation in ("aten.view", "aten.reshape") else None
    try:
        if shuffle and isinstance(first, Tensor):
            return _shuffled(trace, call, first, *shuffle)
        if operation not in RULES:
            raise Unknown
        return RULES[operation](trace, call)
    except (Unknown, KeyError, IndexError, AttributeError) as error:
        raise NoKind(f"{operation} {error!r}", path) from error


def _flat(values: Any) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list | tuple):
            yield from _flat(value)
        else:
            yield value


def _shuffled(trace: Trace, call: Call, given: Tensor, last: fx.Node, groups: int) -> Tensor:
    """The four operations of a shuffle are one layer; those between stand for nothing."""
    name = trace.layer(call, "channel_shuffle", {"groups": groups}, [given])
    result = Tensor(name, given.axes, given.sizes)
    node = last
    while node.name not in trace.values and node is not call.node:
        trace.values[node.name] = result
        node = node.args[0]  # type: ignore[assignment]
    return result


def _whole_around(module: nn.Module, path: str) -> str | None:
    """The path of the module around a call that is one kind as a whole."""
    names = path.split(".") if path else []
    for length in range(len(names) + 1):
        outer = ".".join(names[:length])
        if class_path(module.get_submodule(outer)) in WHOLE:
            return outer
    return None


def _whole(trace: Trace, node: fx.Node, path: str) -> Any:
    """One layer for a module, at its first node; all its nodes stand for what it gives."""
    module = trace.module.get_submodule(path)
    whole = WHOLE[class_path(module)]
    settings = whole.settings(module)
    nodes = _nodes_inside(node, path)
    operations = {str(each.target) for each in nodes}
    given = {
        value.source: value
        for each in nodes
        for before in each.all_input_nodes
        if isinstance(value := trace.values.get(before.name), Tensor)
    }
    if settings is None or len(given) != 1:
        raise NoKind(class_path(module), path)
    if whole.kind == "multihead_attention" and not any("scaled_dot" in o for o in operations):
        raise NoKind("MultiheadAttention(need_weights=True)", path)
    (taken,) = given.values()
    call = Call(whole.kind, {}, path, module, node, ())
    if len(taken.axes) == 3:
        taken = trace.seen_as(call, taken, "BLC")
    learnt = f"{path}.{whole.learnt}" if whole.learnt else ""
    trace.called.discard(path)
    name = trace.layer(call, whole.kind, settings, [taken], learnt=learnt)
    if name != path and path not in trace.called:
        trace.layers[-1][whole.kind]["name"] = path
        trace.called.discard(name)
        trace.called.add(path)
        name = path
    for each in nodes:
        trace.values[each.name] = _result(each, name, taken)
    return trace.values[node.name]


def _result(node: fx.Node, name: str, taken: Tensor) -> Any:
    shapes = shapes_of(node)
    found = tuple(
        Tensor(name, CHANNELS_LAST.get(len(shape), taken.axes) if taken.axes == "BLC" else taken.axes, shape)
        for shape in shapes
    )
    return found[0] if len(found) == 1 else found


def _nodes_inside(node: fx.Node, path: str) -> list[fx.Node]:
    """The nodes of one call of a module, from its first on."""
    nodes = [node]
    stack = [entry[0] for entry in node.meta["nn_module_stack"].values()]
    exact = next(each for each in stack if each.split("@")[0] == path)
    following = node.next
    while following.op == "call_function":
        entries = [entry[0] for entry in (following.meta.get("nn_module_stack") or {}).values()]
        if exact not in entries:
            break
        nodes.append(following)
        following = following.next
    return nodes


def _inputs(given: list[Tensor]) -> dict[str, Any]:
    def one(tensor: Tensor) -> Any:
        if tensor.axes == "BL":
            return {"tokens": tensor.sizes[1]}
        ours = CHANNELS_LAST[len(tensor.axes)][1:]
        sizes = [tensor.size(letter) for letter in ours]
        return sizes if len(sizes) > 1 else sizes[0]

    layout = {"layout": "channels_last"}
    if len(given) == 1:
        return {"input": one(given[0]), **layout}
    return {"inputs": {each.source: one(each) for each in given}, **layout}


def _outputs(trace: Trace) -> dict[str, Any]:
    (node,) = (each for each in trace.program.graph.nodes if each.op == "output")
    kinds = trace.program.graph_signature.output_specs
    found = []
    for each, spec in zip(node.args[0], kinds, strict=False):
        value = trace.values.get(each.name) if isinstance(each, fx.Node) else None
        if spec.kind.name == "USER_OUTPUT" and isinstance(value, Tensor):
            found.append(value.source)
    names = [next(iter(layer.values()))["name"] for layer in trace.layers]
    found = list(dict.fromkeys(found))
    return {} if found == names[-1:] else {"outputs": found}


__all__ = ["BATCH", "NAMES", "NoKind", "groupby", "mapping_of"]
