"""Modules that are one kind of ours as a whole, whatever operations they run inside.

By the name of their class: what the kind is called, and its settings by the module's attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from torch import nn

Settings = Callable[[Any], "dict[str, Any] | None"]


@dataclass(frozen=True)
class WholeModule:
    """A kind, and its settings from the module: None where the kind isn't all that it does."""

    kind: str
    settings: Settings
    learnt: str = ""


def _attention(module: nn.MultiheadAttention) -> dict[str, Any] | None:
    same = module._qkv_same_embed_dim and module.bias_k is None and not module.add_zero_attn
    if not same:
        return None
    found: dict[str, Any] = {"num_heads": module.num_heads}
    if module.dropout:
        found["dropout"] = module.dropout
    if module.in_proj_bias is None:
        found["bias"] = False
    return found


def _recurrent(module: nn.RNNBase) -> dict[str, Any] | None:
    if not module.batch_first or getattr(module, "proj_size", 0):
        return None
    found: dict[str, Any] = {"hidden_size": module.hidden_size}
    defaults = {"num_layers": 1, "bias": True, "dropout": 0, "bidirectional": False}
    found |= {k: getattr(module, k) for k, v in defaults.items() if getattr(module, k) != v}
    if getattr(module, "nonlinearity", "tanh") != "tanh":
        found["nonlinearity"] = module.nonlinearity
    return found


def _left_out(module: Any) -> dict[str, Any]:
    return {"p": module.p, **({} if module.mode == "row" else {"mode": module.mode})}


WHOLE: Mapping[str, WholeModule] = {
    "torch.nn.modules.activation.MultiheadAttention": WholeModule(
        "multihead_attention", _attention, "in_proj_weight"
    ),
    "torch.nn.modules.rnn.LSTM": WholeModule("lstm", _recurrent, "weight_ih_l0"),
    "torch.nn.modules.rnn.GRU": WholeModule("gru", _recurrent, "weight_ih_l0"),
    "torch.nn.modules.rnn.RNN": WholeModule("rnn", _recurrent, "weight_ih_l0"),
    "torchvision.ops.stochastic_depth.StochasticDepth": WholeModule("stochastic_depth", _left_out),
}


def class_path(module: nn.Module) -> str:
    """`torch.nn.modules.conv.Conv2d`."""
    return f"{type(module).__module__}.{type(module).__qualname__}"
