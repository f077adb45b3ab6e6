"""A layer that cannot stand where the file puts it: what is wrong there, and what to try."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explainer.errors import ModelFileError
from explainer.language import Words, sentence
from explainer.layers.layer import FEATURES, Fault, Layer, Shape, Situation
from explainer.spec import LayerSpec

# Numbers stay exact however large, but a network that grows past this is a mistake.
LARGEST_OUTPUT = 10**100


def check_type(layer: Layer, tokens: bool, spec: LayerSpec, label: Words) -> None:
    """Stop where the kind takes real numbers and is given tokens, or the other way round."""
    if tokens and not layer.tokens:
        raise ModelFileError(
            spec.place,
            sentence("layer.no_tokens", kind=spec.kind),
            layer=str(label),
            advice=sentence("layer.no_tokens_try"),
        )
    if layer.tokens and not tokens:
        raise ModelFileError(
            spec.place,
            sentence("layer.only_tokens", kind=spec.kind),
            layer=str(label),
            advice=sentence("layer.only_tokens_try", written="input: {tokens: 128}"),
        )


def check_input(
    layer: Layer,
    situation: Situation,
    values: dict[str, Any],
    spec: LayerSpec,
    label: Words,
    order: Callable[[], str],
    apart: Callable[[Fault], Fault],
) -> None:
    """Stop where the input doesn't suit the kind, or one of its rules is broken.

    apart: tells of branches that don't meet where they lost it.
    """
    takes = layer.takes_here(situation.settings)
    if situation.rank not in takes:
        shape = "×".join(map(str, situation.inputs[0]))
        flat = takes[0] in FEATURES
        raise ModelFileError(
            spec.place,
            sentence("layer.wrong_shape", kind=spec.kind, wanted=_wanted(takes), given=shape),
            layer=str(label),
            advice=sentence("layer.flatten_try") if flat else sentence("layer.shape_try"),
        )
    for check in layer.checks:
        fault = check(situation, values)
        if fault is not None:
            fault = apart(fault) if fault.apart else fault
            advice = f"{fault.advice} {order()}".rstrip() if fault.small else fault.advice
            raise ModelFileError(
                spec.place, fault.fault, layer=str(label), sum=fault.sum, advice=advice
            )


def _wanted(takes: tuple[int, ...]) -> str:
    """The shapes that the kind takes: `a row of features or a volume`."""
    wanted = sentence(f"layer.shape_{takes[0]}")
    for rank in takes[1:]:
        wanted = sentence("hint.or", names=wanted, last=sentence(f"layer.shape_{rank}"))
    return wanted


def check_output(output: Shape, spec: LayerSpec, label: Words, order: Callable[[], str]) -> None:
    """Stop where an output has no values left, or an axis that nobody can mean."""
    if min(output) < 1:
        raise ModelFileError(
            spec.place,
            sentence("layer.nothing_left", output="×".join(map(str, output))),
            layer=str(label),
            advice=" ".join(filter(None, (sentence("layer.smaller_try"), order()))),
        )

    if max(output) > LARGEST_OUTPUT:
        raise ModelFileError(
            spec.place,
            sentence("layer.axis_too_long", digits=str(len(str(max(output))))),
            layer=str(label),
            advice=sentence("layer.axis_too_long_try"),
        )
