"""`explain verify`: what is derived beside what PyTorch does, and whether they agree."""

from __future__ import annotations

import argparse
from fractions import Fraction
from typing import TYPE_CHECKING

from explainer.command.arguments import options_of
from explainer.command.columns import aligned
from explainer.command.printing import print_text
from explainer.command.progress import Progress
from explainer.errors import UsageError
from explainer.maths.decimals import rounded_text
from explainer.memory.checkpoint_search import best_segments
from explainer.pipeline import explain
from explainer.torch_network import verify_network

if TYPE_CHECKING:
    from explainer.torch_network.verification import Layer, Pair, Size, Verification


def verify(arguments: argparse.Namespace) -> bool:
    """Print what is derived and what is measured; whether they agree."""
    if arguments.model is None:
        raise UsageError("Which model? Name a model file, or try `explain verify example:lenet5`.")
    document = explain(arguments.model, **options_of(arguments))
    with Progress() as progress:
        progress.stage("running a step in PyTorch")
        segments = best_segments(document.case, document.asked.checkpoint)
        found = verify_network(document.case, segments)
    print_text(verification_text(document.graph.name, found))
    return found.agrees


def verification_text(name: str, found: Verification) -> str:
    """The two accounts side by side, in bytes."""
    lines = [
        f"{name}: {_how(found)}, PyTorch {found.version} on the CPU",
        "",
        *_layers(found),
        "",
        *_table(found),
        "",
        "All agrees." if found.agrees else "They do not agree.",
    ]
    return "\n".join(lines) + "\n"


def _how(found: Verification) -> str:
    """How the network was run."""
    plan = found.plan
    said = [f"batch {plan.batch}", plan.dtype, plan.optimizer, f"loss {plan.loss}"]
    said += [f"{plan.accumulate} micro-batches a step"] if plan.accumulate > 1 else []
    said += [f"{found.segments} segments"] if found.segments > 1 else []
    said += [f"frozen {' '.join(plan.freeze)}"] if plan.freeze else []
    return ", ".join(said)


def _layers(found: Verification) -> list[str]:
    """Every layer's shape and parameters, and what is different in those that differ."""
    head = ["layer", "derived", "", "measured", ""]
    rows = [head, ["", "output", "parameters", "output", "parameters"]]
    rows += [[each.name, *_size(each.derived), *_size(each.measured)] for each in found.layers]
    alike = len(found.layers) - len(found.differences)
    return [
        *aligned(rows, "<<><>"),
        "",
        f"{alike} of {len(found.layers)} layers have the derived shape, parameters and buffers.",
        *(line for each in found.differences for line in _difference(each)),
    ]


def _size(size: Size) -> list[str]:
    return ["×".join(map(str, size.output)), f"{size.parameters:,}"]


def _difference(layer: Layer) -> list[str]:
    return [
        f"  {layer.name}",
        f"    derived   {_in_full(layer.derived)}",
        f"    measured  {_in_full(layer.measured)}",
    ]


def _in_full(size: Size) -> str:
    counts = f"{size.weights:,} weights, {size.biases:,} biases, {size.buffers:,} buffers"
    return f"{'×'.join(map(str, size.output))}, {counts}"


def _table(found: Verification) -> list[str]:
    rows = [["bytes", "derived", "measured", ""]]
    rows += [_row("saved for the backward pass", found.saved)]
    rows += [_row("peak of a training step", found.peak)]
    rows += [_row(f"  {part.what}", part) for part in found.parts]
    rows += [_row("peak of inference", found.inference)]
    rows += [_row(f"  {part.what}", part) for part in found.inference_parts]
    return aligned(rows, "<>><")


def _row(what: str, pair: Pair) -> list[str]:
    return [what, f"{pair.derived:,}", f"{pair.measured:,}", _off(pair)]


def _off(pair: Pair) -> str:
    """How far the derived figure is off, where it is."""
    off = pair.derived - pair.measured
    if not off or not pair.measured:
        return f"{off:+,}" if off else ""
    share = rounded_text(Fraction(100 * abs(off), pair.measured), 2)
    return f"{off:+,} ({share} %)"
