"""A module → the mapping of a model file: its graph, node by node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import fx, nn

from explainer.readers.from_torch.ends import inputs_said, outputs_said, put_inputs
from explainer.readers.from_torch.export import exported
from explainer.readers.from_torch.rules import RULES
from explainer.readers.from_torch.rules.rule import NoKindError, NoSuchUseError
from explainer.readers.from_torch.shuffle import shuffle_from
from explainer.readers.from_torch.trace import Call, Trace, arguments_of, path_of, shapes_of
from explainer.readers.from_torch.whole_modules import layer_of_module, whole_around
from explainer.readers.traced.parameters import Parameter
from explainer.readers.traced.tensors import Tensor

# What only looks at a parameter in another shape.
SEEN = frozenset(
    f"aten.{name}"
    for name in (
        *("view", "reshape", "permute", "transpose", "t", "expand", "unsqueeze", "squeeze"),
        *("select", "slice", "detach", "alias", "unflatten", "flatten", "expand_as", "view_as"),
    )
)
PICK = "<built-in function getitem>"


@dataclass(frozen=True)
class Traced:
    """A network as a model file would hold it.

    blocks: by layer, the class that it is part of. sizes: by layer, those that torch's own graph
    has for what it gives, channels last and without the batch, as far as a tensor of it is left.
    """

    mapping: dict[str, Any]
    blocks: Mapping[str, str]
    sizes: Mapping[str, tuple[int, ...]]


def traced(module: nn.Module, inputs: Sequence[torch.Tensor], name: str) -> Traced:
    """The network's layers; NoKindError where there is no kind for an operation.

    inputs: on the meta device, each with the batch of the export.
    """
    program = exported(module, inputs, training=True)
    trace = Trace(program=program, module=module)
    given = put_inputs(trace)
    for node in program.graph.nodes:
        if node.op == "call_function" and node.name not in trace.values:
            trace.values[node.name] = _value_of(trace, node)
    said = {"name": name, **inputs_said(given), "layers": trace.layers, **outputs_said(trace)}
    return Traced(said, trace.blocks, _sizes(trace))


def _sizes(trace: Trace) -> dict[str, tuple[int, ...]]:
    flat = _flat(trace.values.values())
    found = [each for each in flat if isinstance(each, Tensor) and each.axes != "BL"]
    return {each.source: each.ours_sizes() for each in found if each.axes and each.sizes}


def _value_of(trace: Trace, node: fx.Node) -> Any:
    """What a node stands for, after its layers were added."""
    if str(node.target) == PICK:
        whole, number = trace.values[node.args[0].name], node.args[1]
        return whole[number] if isinstance(whole, tuple | list) else whole
    path = path_of(node)
    around = whole_around(trace.module, path)
    if around is not None:
        return layer_of_module(trace, node, around)
    call = Call(
        operation=".".join(str(node.target).split(".")[:2]),
        given=arguments_of(node, trace.values),
        path=path,
        module=trace.module.get_submodule(path),
        node=node,
        shapes=shapes_of(node),
    )
    return _of_parameters(call) or _by_rule(trace, call)


def _of_parameters(call: Call) -> Parameter | None:
    """What is made of parameters and constants alone: no value of the batch."""
    first = next(iter(call.given.values()), None)
    if not isinstance(first, Parameter):
        return None
    if any(isinstance(each, Tensor) for each in _flat(call.given.values())):
        return None
    if first.learns and call.operation not in SEEN:
        raise NoKindError(call.operation, call.path)  # its values are made anew, and kept
    return Parameter(first.name, call.shapes[0] if call.shapes else (), first.learns)


def _by_rule(trace: Trace, call: Call) -> Any:
    try:
        if shuffled := shuffle_from(trace, call):
            return shuffled
        if call.operation not in RULES:
            raise NoSuchUseError
        return RULES[call.operation](trace, call)
    except NoSuchUseError as error:
        raise NoKindError(call.operation, call.path) from error


def _flat(values: Any) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list | tuple):
            yield from _flat(value)
        else:
            yield value
