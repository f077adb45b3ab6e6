"""Modules that are one kind of ours as a whole, whatever operations they run inside.

By the name of their class: what the kind is called, and its settings by the module's attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from torch import fx, nn

from explainer.readers.from_torch.rules.rule import NoKindError
from explainer.readers.from_torch.trace import Call, Trace, shapes_of
from explainer.readers.traced.tensors import CHANNELS_LAST, Tensor


@dataclass(frozen=True)
class WholeModule:
    """A kind that a module is.

    settings: from the module; None where the kind isn't all that it does. learnt: a parameter of
    it. runs: a part of the name of an operation without which it is another way.
    """

    kind: str
    settings: Callable[[Any], dict[str, Any] | None]
    learnt: str = ""
    runs: str = ""


def _attention(module: nn.MultiheadAttention) -> dict[str, Any] | None:
    same = module.kdim == module.vdim == module.embed_dim
    if not same or module.bias_k is not None or module.add_zero_attn:
        return None
    found: dict[str, Any] = {"num_heads": module.num_heads}
    if module.dropout:
        found["dropout"] = module.dropout
    if module.in_proj_bias is None:
        found["bias"] = False
    return found


def _recurrent(module: nn.RNNBase) -> dict[str, Any] | None:
    if not module.batch_first or module.proj_size:
        return None
    defaults = {"num_layers": 1, "bias": True, "dropout": 0, "bidirectional": False}
    found = {name: getattr(module, name) for name in defaults}
    unlike = {name: value for name, value in found.items() if value != defaults[name]}
    if getattr(module, "nonlinearity", "tanh") != "tanh":
        unlike["nonlinearity"] = module.nonlinearity
    return {"hidden_size": module.hidden_size, **unlike}


def _left_out(module: Any) -> dict[str, Any]:
    return {"p": module.p, **({} if module.mode == "row" else {"mode": module.mode})}


WHOLE: Mapping[str, WholeModule] = {
    "torch.nn.modules.activation.MultiheadAttention": WholeModule(
        "multihead_attention", _attention, "in_proj_weight", "scaled_dot_product_attention"
    ),
    "torch.nn.modules.rnn.LSTM": WholeModule("lstm", _recurrent, "weight_ih_l0"),
    "torch.nn.modules.rnn.GRU": WholeModule("gru", _recurrent, "weight_ih_l0"),
    "torch.nn.modules.rnn.RNN": WholeModule("rnn", _recurrent, "weight_ih_l0"),
    "torchvision.ops.stochastic_depth.StochasticDepth": WholeModule("stochastic_depth", _left_out),
}


def class_path(module: nn.Module) -> str:
    """`torch.nn.modules.conv.Conv2d`."""
    return f"{type(module).__module__}.{type(module).__qualname__}"


def whole_around(module: nn.Module, path: str) -> str | None:
    """The path of the module around a call that is one kind as a whole."""
    names = path.split(".") if path else []
    for length in range(len(names) + 1):
        outer = ".".join(names[:length])
        if class_path(module.get_submodule(outer)) in WHOLE:
            return outer
    return None


def layer_of_module(trace: Trace, node: fx.Node, path: str) -> Any:
    """One layer for a module, at its first node; all its nodes stand for what it gives."""
    module = trace.module.get_submodule(path)
    whole, nodes = WHOLE[class_path(module)], _nodes_inside(node, path)
    settings, given = whole.settings(module), _given_to(trace, nodes)
    runs = any(whole.runs in str(each.target) for each in nodes)
    if settings is None or len(given) != 1 or not runs:
        raise NoKindError(type(module).__name__, path)
    call = Call(whole.kind, {}, path, module, node, ())
    taken = trace.seen_as(call, given[0], "BLC") if len(given[0].axes) == 3 else given[0]
    learnt = f"{path}.{whole.learnt}" if whole.learnt else ""
    name = trace.layer(call, whole.kind, settings, [taken], learnt=learnt, whole=True)
    trace.values.update({each.name: _result(each, name, taken) for each in nodes})
    return trace.values[node.name]


def _given_to(trace: Trace, nodes: list[fx.Node]) -> list[Tensor]:
    """The tensors from outside that the nodes take, each once."""
    before = [each for node in nodes for each in node.all_input_nodes]
    values = [trace.values.get(each.name) for each in before]
    return list({each.source: each for each in values if isinstance(each, Tensor)}.values())


def _result(node: fx.Node, name: str, taken: Tensor) -> Any:
    """What a node of the module stands for: all stand for its output, however they are shaped."""
    sequence = taken.axes == "BLC"
    found = tuple(
        Tensor(name, CHANNELS_LAST.get(len(shape), "") if sequence else taken.axes, shape)
        for shape in shapes_of(node)
    )
    return found[0] if len(found) == 1 else found


def _nodes_inside(node: fx.Node, path: str) -> list[fx.Node]:
    """The nodes of one call of a module, from its first on."""
    (exact,) = (each for each in _stack(node) if each.split("@")[0] == path)
    nodes = [node]
    while nodes[-1].next.op == "call_function" and exact in _stack(nodes[-1].next):
        nodes.append(nodes[-1].next)
    return nodes


def _stack(node: fx.Node) -> list[str]:
    return [entry[0] for entry in (node.meta.get("nn_module_stack") or {}).values()]
