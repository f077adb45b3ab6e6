"""How torch runs a layer: what it makes and keeps, by what its kind does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from explainer.layers.traits import Does, OfWindow
from explainer.memory.framework.forward import Forward
from explainer.memory.framework.kinds.activations import activation, dropout
from explainer.memory.framework.kinds.branches import (
    added,
    concat,
    divided,
    multiplied,
    subtracted,
)
from explainer.memory.framework.kinds.composed import composed
from explainer.memory.framework.kinds.convolutions import convolution, padded, transposed
from explainer.memory.framework.kinds.dense import dense
from explainer.memory.framework.kinds.instance_norm import by_channel
from explainer.memory.framework.kinds.matrices import of_two
from explainer.memory.framework.kinds.norms import compares_solids, local_response
from explainer.memory.framework.kinds.plain import plain, totalled
from explainer.memory.framework.kinds.pools import pooled, pools_solids
from explainer.memory.framework.kinds.recurrent import recurrent
from explainer.memory.framework.kinds.root_norm import by_root
from explainer.memory.framework.kinds.views import cut, passed, permuted, split, view
from explainer.memory.framework.tape import Value
from explainer.network.node import Node

# The value that a layer makes, or all of them where its kind has several outputs.
Rule: TypeAlias = Callable[..., Value | tuple[Value, ...]]

RULES: Mapping[Does, Rule] = {
    Does.CONVOLVES: convolution,
    Does.SEPARATES: composed,
    Does.TRANSPOSES: transposed,
    Does.CONNECTS: dense,
    Does.LOOKS_UP: plain,
    Does.RECURS: recurrent,
    Does.ATTENDS: composed,
    Does.PRECEDES: composed,
    Does.LOCATES: composed,
    Does.POOLS: pooled,
    Does.RESIZES: plain,
    Does.PADS: padded,
    Does.CROPS: plain,
    Does.NORMALISES: plain,
    Does.NORMALISES_CHANNELS: by_channel,
    Does.DIVIDES_BY_ROOT: by_root,
    Does.NORMALISES_BATCH: plain,
    Does.COMPARES: local_response,
    Does.ACTIVATES: activation,
    Does.SCALES: composed,
    Does.STRETCHES: composed,
    Does.SHIFTS: composed,
    Does.SHARES: plain,
    Does.DROPS: dropout,
    Does.PASSES: passed,
    Does.AVERAGES: plain,
    Does.TOTALS: totalled,
    Does.SHUFFLES: plain,
    Does.FLATTENS: view,
    Does.RESHAPES: view,
    Does.PERMUTES: permuted,
    Does.SLICES: cut,
    Does.SPLITS: split,
    Does.ADDS: added,
    Does.MULTIPLIES: multiplied,
    Does.SUBTRACTS: subtracted,
    Does.DIVIDES: divided,
    Does.MULTIPLIES_MATRICES: of_two,
    Does.JOINS: concat,
}


def run_layer(run: Forward, *sources: Value) -> Value | tuple[Value, ...]:
    """The output of the layer that the run has entered, or all of them."""
    if run.node.layer.backward.operations is not None:
        return composed(run, *sources)
    return RULES[run.node.layer.does](run, *sources)


def averages_solids(node: Node) -> bool:
    """Whether torch averages windows along three axes for it, which the CPU can't in 16 bits."""
    averages = pools_solids(node) and node.layer.of_window is OfWindow.MEAN
    return averages or compares_solids(node)
