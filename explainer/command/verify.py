"""`explain verify`: what is derived beside what PyTorch does, and whether they agree."""

from __future__ import annotations

import argparse
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from explainer.command.arguments import options_of
from explainer.command.columns import aligned
from explainer.command.printing import print_text
from explainer.command.progress import Progress
from explainer.errors import UsageError
from explainer.language import number, sentence
from explainer.library.explain import explain
from explainer.maths.decimals import rounded_text
from explainer.questions.checkpointing.search import best_segments
from explainer.torch_network import verify_network

if TYPE_CHECKING:
    from explainer.torch_network.verification import Layer, Pair, Size, Verification


def verify(arguments: argparse.Namespace) -> bool:
    """Print what is derived and what is measured; whether they agree."""
    if arguments.model is None:
        raise UsageError(sentence("which.model_or", command="`explain verify example:lenet5`"))
    document = explain(arguments.model, **options_of(arguments))
    with Progress() as progress:
        progress.stage(partial(sentence, "command.running_pytorch"))
        segments = best_segments(document.case, document.asked.checkpoint)
        found = verify_network(document.case, segments)
    with document.spoken():
        print_text(verification_text(document.graph.name, found))
    return found.agrees


def verification_text(name: str, found: Verification) -> str:
    """The two accounts side by side, in bytes."""
    lines = [
        sentence("command.verify_title", name=name, run=_how(found), version=found.version),
        "",
        *_layers(found),
        "",
        *_table(found),
        "",
        *_missing(found),
        sentence("command.verify_agrees" if found.agrees else "command.verify_differs"),
    ]
    return "\n".join(lines) + "\n"


def _how(found: Verification) -> str:
    """How the network was run."""
    plan = found.plan
    said = [_told("batch", batch=str(plan.batch)), plan.dtype, plan.optimizer]
    said += [_told("loss", loss=found.loss)]
    said += [_told("micro", count=str(plan.accumulate))] if plan.accumulate > 1 else []
    said += [_told("segments", count=str(found.segments))] if found.segments > 1 else []
    said += [_told("frozen", layers=" ".join(plan.freeze))] if plan.freeze else []
    return ", ".join(said)


def _told(key: str, **slots: str | int) -> str:
    return sentence(f"command.verify_{key}", **slots)


def _layers(found: Verification) -> list[str]:
    """Every layer's shape and parameters, and what is different in those that differ."""
    columns = [_told("output"), _told("parameters")]
    rows = [[_told("layer"), _told("derived"), "", _told("measured"), ""], ["", *columns * 2]]
    rows += [[each.name, *_size(each.derived), *_size(each.measured)] for each in found.layers]
    alike = len(found.layers) - len(found.differences)
    return [
        *aligned(rows, "<<><>"),
        "",
        _told("alike", alike=alike, count=len(found.layers)),
        *(line for each in found.differences for line in _difference(each)),
    ]


def _size(size: Size) -> list[str]:
    return ["×".join(map(str, size.output)), number(size.parameters)]


def _difference(layer: Layer) -> list[str]:
    rows = [
        [_told("derived"), _in_full(layer.derived)],
        [_told("measured"), _in_full(layer.measured)],
    ]
    return [f"  {layer.name}", *(f"    {line}" for line in aligned(rows, "<<"))]


def _in_full(size: Size) -> str:
    return _told(
        "counts",
        output="×".join(map(str, size.output)),
        weights=size.weights,
        biases=size.biases,
        buffers=size.buffers,
    )


def _table(found: Verification) -> list[str]:
    rows = [[_told("bytes"), _told("derived"), _told("measured"), ""]]
    rows += [_row(_told("saved"), found.saved)]
    rows += [_row(_told("peak"), found.peak)]
    rows += [_part(part) for part in found.parts]
    rows += [_row(_told("inference"), found.inference)]
    rows += [_part(part) for part in found.inference_parts]
    return aligned(rows, "<>><")


def _missing(found: Verification) -> list[str]:
    """Whose part of the training step is not derived, and what was measured beyond what is."""
    if not found.missing:
        return []
    layers = ", ".join(each.layer for each in found.missing)
    more = {pair.what: pair.measured - pair.derived for pair in (found.saved, found.peak)}
    return [_told("missing", layers=layers, saved=more["saved"], peak=more["peak"]), ""]


def _part(part: Pair) -> list[str]:
    """The row of a part, or of several that are compared together."""
    return _row(f"  {_told(f'part_{part.what}'.replace(' ', '_'))}", part)


def _row(what: str, pair: Pair) -> list[str]:
    return [what, number(pair.derived), number(pair.measured), _off(pair)]


def _off(pair: Pair) -> str:
    """How far the derived figure is off, where it is."""
    off = pair.derived - pair.measured
    if not off or not pair.measured:
        return _signed(off) if off else ""
    share = rounded_text(Fraction(100 * abs(off), pair.measured), 2)
    return f"{_signed(off)} ({share} %)"


def _signed(value: int) -> str:
    return f"{'-' if value < 0 else '+'}{number(abs(value))}"
