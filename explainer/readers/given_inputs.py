"""The sizes of inputs that a network's source doesn't say, as a caller gives them.

On the command line `3x224x224` for one image in the order of torch, `tokens:128` for a row of
token numbers; in Python `(8, 3, 224, 224)` with the batch, or a tensor of that shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path
from typing import Any

from explainer.errors import UsageError, named, shown
from explainer.language import sentence

TOKENS = "tokens:"
SIZES = re.compile(r"[1-9][0-9]{0,8}([x×][1-9][0-9]{0,8}){0,3}", re.IGNORECASE)


@dataclass(frozen=True)
class GivenInput:
    """One input: its sizes without the batch, in the source's own order.

    tokens: whether it holds token numbers. batch: how many images, where the caller says it.
    """

    sizes: tuple[int, ...]
    tokens: bool = False
    batch: int | None = None


@dataclass(frozen=True)
class WithInputs:
    """A model beside the sizes of what it takes.

    model: what names it, a mapping, a spec, or a module of torch.
    """

    model: str | Path | Mapping[str, Any] | Any
    inputs: tuple[GivenInput, ...]


def written(given: GivenInput) -> str:
    """As the command line says it: `3x224x224`, `tokens:128`."""
    return (TOKENS if given.tokens else "") + "x".join(map(str, given.sizes))


def with_inputs(model: Any, given: Any) -> Any:
    """The model, and beside it the sizes where any are given."""
    return model if given is None else WithInputs(model, inputs_of(given))


def inputs_of(given: Any) -> tuple[GivenInput, ...]:
    """The inputs in the order in which the network takes them; UsageError where it is none."""
    if isinstance(given, str):
        return (_read_text(given),)
    if _is_sized(given) or _is_shape(given):
        return (_read_shape(given),)
    if isinstance(given, Iterable):
        several = tuple(given)
        if several and all(isinstance(each, str) for each in several):
            return tuple(map(_read_text, several))
        if several and all(_is_sized(each) or _is_shape(each) for each in several):
            return tuple(map(_read_shape, several))
    raise UsageError(sentence("given_input.none", given=shown(given)), sentence("given_input.try"))


def _read_text(text: str) -> GivenInput:
    tokens = text.startswith(TOKENS)
    sizes = text.removeprefix(TOKENS).strip()
    if not SIZES.fullmatch(sizes):
        raise UsageError(
            sentence("given_input.text", text=named(text)), sentence("given_input.try")
        )
    return GivenInput(tuple(map(int, re.split("[x×]", sizes.casefold()))), tokens)


def _is_sized(given: Any) -> bool:
    return hasattr(given, "shape") and hasattr(given, "dtype")


def _is_shape(given: Any) -> bool:
    return (
        isinstance(given, Sequence)
        and not isinstance(given, str)
        and bool(given)
        and all(isinstance(size, Integral) for size in given)
    )


def _read_shape(given: Any) -> GivenInput:
    """A shape with the batch first, or a tensor: one of whole numbers holds tokens."""
    tokens = _is_sized(given) and not given.is_floating_point()
    sizes = tuple(int(size) for size in (given.shape if _is_sized(given) else given))
    if len(sizes) < 2 or min(sizes) < 1:
        raise UsageError(
            sentence("given_input.shape", shape=shown(sizes)), sentence("given_input.shape_try")
        )
    return GivenInput(sizes[1:], tokens, sizes[0])
