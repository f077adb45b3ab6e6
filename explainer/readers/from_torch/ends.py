"""Where a traced network begins and ends: its inputs and outputs, as a model file says them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import fx
from torch.export.graph_signature import InputKind, OutputKind

from explainer.readers.from_torch.trace import Trace, shapes_of
from explainer.readers.traced.parameters import Parameter
from explainer.readers.traced.tensors import CHANNELS_LAST, CHANNELS_SECOND, Tensor

# What the operations begin with that look for channels in the second place.
SECOND = ("aten.conv", "aten.batch_norm", "aten.max_pool", "aten.avg_pool", "aten.adaptive")


def put_inputs(trace: Trace) -> list[Tensor]:
    """Say what every placeholder of the graph stands for; the inputs are given back."""
    specs = {each.arg.name: each for each in trace.program.graph_signature.input_specs}
    nodes = [node for node in trace.program.graph.nodes if node.op == "placeholder"]
    users = [node for node in nodes if specs[node.name].kind is InputKind.USER_INPUT]
    for node in nodes:
        spec, shapes = specs[node.name], shapes_of(node)
        if node in users:
            called = "input" if len(users) == 1 else trace.unlike_modules(node.name)
            trace.called.add(called)
            trace.values[node.name] = Tensor(called, _axes_of(node), shapes[0])
        else:
            learns = spec.kind is InputKind.PARAMETER
            shape = shapes[0] if shapes else ()
            trace.values[node.name] = Parameter(spec.target or node.name, shape, learns)
    return [trace.values[node.name] for node in users]


def _axes_of(node: fx.Node) -> str:
    """The letters of an input's axes, by what is done with it first."""
    value = node.meta["val"]
    rank = value.dim()
    if rank == 2 and not value.is_floating_point():
        return "BL"
    first = next(iter(node.users), None)
    second = rank != 3 or (first is not None and str(first.target).startswith(SECOND))
    return (CHANNELS_SECOND if second else CHANNELS_LAST)[rank]


def inputs_said(given: Sequence[Tensor]) -> dict[str, Any]:
    """`input` or `inputs`, the channels last."""
    layout = {"layout": "channels_last"}
    if len(given) == 1:
        return {"input": _sizes(given[0]), **layout}
    return {"inputs": {each.source: _sizes(each) for each in given}, **layout}


def _sizes(tensor: Tensor) -> Any:
    if tensor.axes == "BL":
        return {"tokens": tensor.sizes[1]}
    sizes = [tensor.size(letter) for letter in CHANNELS_LAST[len(tensor.axes)][1:]]
    return sizes if len(sizes) > 1 else sizes[0]


def outputs_said(trace: Trace) -> dict[str, Any]:
    """`outputs`, where those are more than the last layer's."""
    (end,) = (node for node in trace.program.graph.nodes if node.op == "output")
    specs = trace.program.graph_signature.output_specs
    values = [
        trace.values.get(node.name)
        for node, spec in zip(end.args[0], specs, strict=True)
        if spec.kind is OutputKind.USER_OUTPUT and isinstance(node, fx.Node)
    ]
    found = list(dict.fromkeys(each.source for each in values if isinstance(each, Tensor)))
    return {} if found == [trace.last] else {"outputs": found}
