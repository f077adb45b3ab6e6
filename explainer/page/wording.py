"""Sizes, shapes and shares as they stand in a sentence."""

from __future__ import annotations

from fractions import Fraction

from explainer.language import knows, sentence
from explainer.layers.layer import Shape
from explainer.network.node import Node
from explainer.network.units import readable_units
from explainer.page.digits import rounded, sized
from explainer.page.nodes import Inlines, Num, Words
from explainer.page.sentences import say


def shape_text(shape: Shape, *, tokens: bool = False) -> Inlines:
    """A shape as 224×224×3; tokens: whether it is one of token numbers."""
    if tokens:
        return say("unit.of_tokens", count=shape[0])
    if len(shape) == 1:
        return say("unit.of_features", count=shape[0])
    return (Words("×".join(map(str, shape))),)


def shapes_text(node: Node) -> Inlines:
    """The shapes of all outputs of a layer."""
    return joined([shape_text(each.shape, tokens=node.tokens) for each in node.outputs])


def decimal_text(size: int) -> Inlines:
    """A size in MB or the unit of ten in which it reads well."""
    unit = readable_units(size)[0]
    return (Words(f"{sized(size, unit)} {unit}"),)


def binary_text(size: int) -> Inlines:
    """A size in MiB or the unit of two in which it reads well."""
    unit = readable_units(size)[1]
    return (Words(f"{sized(size, unit)} {unit}"),)


def both_units(size: int) -> Inlines:
    """A size in both units, rounded: `0.886 MB (0.845 MiB)`; its bytes stand beside it."""
    return say("unit.both", decimal=decimal_text(size), binary=binary_text(size))


def unit_word(unit: str) -> str:
    """A unit as a sentence names it: `values`, `bytes`; a symbol, such as kB, stays as it is."""
    return sentence(f"unit.{unit}") if knows(f"unit.{unit}") else unit


def share_text(part: int, whole: int) -> Inlines:
    """A share in percent, with one decimal."""
    return (Words(rounded(Fraction(100 * part, whole), 1)),)


def joined(items: list[Inlines], by: str = ", ") -> Inlines:
    """Items of a list behind each other."""
    parts: list[Inlines] = []
    for item in items:
        parts += [(Words(by),), item] if parts else [item]
    return tuple(inline for part in parts for inline in part)


def number(value: int) -> Inlines:
    """A whole number, its digits grouped."""
    return (Num(value),)
