"""How torch runs a layer: what it makes and keeps, by what its kind does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from explainer.layers.traits import Does
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.kinds.activations import activation, dropout
from explainer.memory.framework.kinds.branches import added, concat, multiplied
from explainer.memory.framework.kinds.convolutions import convolution, transposed
from explainer.memory.framework.kinds.dense import dense
from explainer.memory.framework.kinds.norms import local_response
from explainer.memory.framework.kinds.plain import plain, view
from explainer.memory.framework.kinds.recurrent import recurrent
from explainer.memory.framework.tape import Value

# The value that a layer makes, or all of them where its kind has several outputs.
Rule: TypeAlias = Callable[..., Value | tuple[Value, ...]]

RULES: Mapping[Does, Rule] = {
    Does.CONVOLVES: convolution,
    Does.TRANSPOSES: transposed,
    Does.CONNECTS: dense,
    Does.LOOKS_UP: plain,
    Does.RECURS: recurrent,
    Does.POOLS: plain,
    Does.RESIZES: plain,
    Does.PADS: plain,
    Does.NORMALISES: plain,
    Does.NORMALISES_BATCH: plain,
    Does.COMPARES: local_response,
    Does.ACTIVATES: activation,
    Does.SHARES: plain,
    Does.DROPS: dropout,
    Does.FLATTENS: view,
    Does.ADDS: added,
    Does.MULTIPLIES: multiplied,
    Does.JOINS: concat,
}


def run_layer(run: Forward, *sources: Value) -> Value | tuple[Value, ...]:
    """The output of the layer that the run has entered, or all of them."""
    return RULES[run.node.layer.does](run, *sources)
