"""`explain verify`: what is derived beside what PyTorch does, and whether they agree."""

from __future__ import annotations

import argparse
import warnings
from fractions import Fraction
from typing import TYPE_CHECKING

from explainer.command.arguments import options_of
from explainer.command.printing import print_text
from explainer.command.progress import Progress
from explainer.errors import UsageError
from explainer.memory.checkpoint_search import best_segments
from explainer.memory.units import rounded_text
from explainer.pipeline import explain
from explainer.torch_network import verify_network

if TYPE_CHECKING:
    from explainer.torch_network.verification import Pair, Verification


def verify(arguments: argparse.Namespace) -> bool:
    """Print both accounts of a training step; whether they agree."""
    if arguments.model is None:
        raise UsageError("Which model? Name a model file, or try `explain verify example:lenet5`.")
    document = explain(arguments.model, **options_of(arguments))
    with Progress() as progress:
        progress.stage("running a step in PyTorch")
        with warnings.catch_warnings():  # torch says so where NumPy is not there; none is needed
            warnings.filterwarnings("ignore", "Failed to initialize NumPy")
            segments = best_segments(document.graph, document.plan, document.asked.checkpoint)
            found = verify_network(document.graph, document.plan, segments)
    print_text(verification_text(document.graph.name, found))
    return found.agrees


def verification_text(name: str, found: Verification) -> str:
    """The two accounts side by side, in bytes."""
    plan = found.plan
    how = f"batch {plan.batch}, {plan.dtype}, {plan.optimizer}, loss {plan.loss}"
    if found.segments > 1:
        how += f", {found.segments} segments"
    lines = [
        f"{name}: {how}, PyTorch {found.version} on the CPU",
        "",
        *_layers(found),
        "",
        *_table(found),
        "",
        "All agrees." if found.agrees else "They do not agree.",
    ]
    return "\n".join(lines) + "\n"


def _layers(found: Verification) -> list[str]:
    alike = found.layers - len(found.differences)
    lines = [f"{alike} of {found.layers} layers have the derived shape, parameters and buffers."]
    for each in found.differences:
        lines.append(f"  {each.layer}")
        lines += [f"    derived   {each.derived}", f"    measured  {each.measured}"]
    return lines


def _table(found: Verification) -> list[str]:
    rows = [("bytes", "derived", "measured", "")]
    rows += [_row("saved for the backward pass", found.saved)]
    rows += [_row("peak of a training step", found.peak)]
    rows += [_row(f"  {part.what}", part) for part in found.parts]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        f"{what:{widths[0]}}  {derived:>{widths[1]}}  {measured:>{widths[2]}}  {off}".rstrip()
        for what, derived, measured, off in rows
    ]


def _row(what: str, pair: Pair) -> tuple[str, str, str, str]:
    return what, f"{pair.derived:,}", f"{pair.measured:,}", _off(pair)


def _off(pair: Pair) -> str:
    """How far the derived figure is off, where it is."""
    off = pair.derived - pair.measured
    if not off or not pair.measured:
        return f"{off:+,}" if off else ""
    share = rounded_text(Fraction(100 * abs(off), pair.measured), 2)
    return f"{off:+,} ({share} %)"
