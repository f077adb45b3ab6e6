"""What torch runs for attention: by one fused kernel, or with dropout by single products."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from explainer.layers.attention_beside import (
    BY_HEAD,
    DROPPED,
    IN_FULL,
    KEYS,
    LOW,
    MASK,
    QUERIES,
    ROWS,
    SCORES,
    WIDE_ROWS,
)
from explainer.layers.operations import LINEAR, Gradient, Operation, Running
from explainer.layers.traits import Built

# Queries, keys and values.
PROJECTIONS = 3
# The bytes of a value of it.
FLOAT32 = 4


def drops_shares(settings: Mapping[str, Any]) -> bool:
    """Whether dropout falls on the shares: in training that makes every score."""
    return bool(settings["dropout"])


def operations(layer: Built, run: Running) -> tuple[Operation, ...]:
    """Torch has the batch behind the positions while it projects, and before them in between."""
    positions, *_ = layer.inputs[0]
    rows = run.batch > 1 and positions > 1
    drops = run.training and drops_shares(layer.settings)
    return (
        *_projected(layer, rows, run, _lies(layer, run, drops)),
        *(_by_single_products(layer, run) if drops else _fused(run)),
        *_projected_back(layer, rows),
    )


class Copied(NamedTuple):
    """Whether a gradient is copied on its way back, by heads for each of the three."""

    by_heads: Mapping[str, Gradient]
    by_images: Gradient


def _lies(layer: Built, run: Running, drops: bool) -> Copied:
    """The fused kernel gives gradients as it was given values; single products head by head.

    The keys' gradient comes turned from its product, and then lies as it is wanted.
    """
    heads, several = layer.settings["num_heads"], layer.inputs[0][0] > 1
    if drops:
        copied = _new(several and run.batch * heads > 1)
        by_heads = {"query": copied, "key": Gradient.PASSED_ON, "value": copied}
        return Copied(by_heads, Gradient.PASSED_ON)
    copied = _new(several and run.batch > 1 and heads > 1)
    return Copied(dict.fromkeys(("query", "key", "value"), copied), copied)


def _new(copies: bool) -> Gradient:
    return Gradient.NEW if copies else Gradient.PASSED_ON


def _projected(layer: Built, rows: bool, run: Running, copied: Copied) -> Iterator[Operation]:
    """Queries, keys and values come from one matrix, and are laid behind each other."""
    by_heads, by_images = copied
    learns = (0, 2) if layer.settings["bias"] else (0,)
    apart = rows if run.apart is None else run.apart
    yield Operation(LINEAR, makes="packed", times=PROJECTIONS, learns=learns, apart=apart)
    single = run.batch * layer.inputs[0][0] == 1
    if not single:
        yield Operation("clone", ("packed",), "projections", times=PROJECTIONS)
    packed = "packed" if single else "projections"
    for name in ("query", "key", "value"):
        yield Operation("select", (packed,), name, view=True)
    for name in ("query", "key", "value"):
        yield Operation("view", (name,), f"{name} by heads", view=True, gradient=by_heads[name])
    for name in ("query", "key", "value"):
        head = f"{name} by heads"
        yield Operation("view", (head,), f"{name} by images", view=True, gradient=by_images)


BY_IMAGES = ("query by images", "key by images", "value by images")


def _fused(run: Running) -> Iterator[Operation]:
    """One kernel, which makes the scores piece by piece and keeps none of them."""
    yield Operation(
        "_scaled_dot_product_flash_attention_for_cpu",
        BY_IMAGES,
        "gathered",
        keeps=(*BY_IMAGES, "gathered"),
        beside=(WIDE_ROWS if run.bytes > FLOAT32 else ROWS,),
    )


def _by_single_products(layer: Built, run: Running) -> Iterator[Operation]:
    """With dropout the kernel can't be used: every score is made, and three maps are kept."""
    query, key, value = BY_IMAGES
    low = run.bytes < FLOAT32
    if low:  # then all of it is worked out in float32
        query, key, value = IN_FLOAT32
        for taken, made in zip(BY_IMAGES, IN_FLOAT32, strict=True):
            yield Operation("_to_copy", (taken,), made, law=IN_FULL, bytes=FLOAT32)
    yield Operation("mul", (query,), "scaled query", law=QUERIES)
    yield Operation("mul", (key,), "scaled key", law=KEYS)
    yield Operation("bmm", ("scaled query", "scaled key"), "scores", law=SCORES, product=True)
    yield Operation(
        "_safe_softmax", ("scores",), "shares", axes=("heads", "L_in", "L_in"), keeps=("shares",)
    )
    yield Operation("empty_like", (), "mask", law=MASK)
    yield Operation("mul", ("shares", "mask"), "dropped", law=DROPPED, product=True)
    if low:
        yield Operation("_to_copy", ("dropped",), "given back", law=LOW, bytes=run.bytes)
    held = (*BY_IMAGES, "scaled query", *((*IN_FLOAT32, "dropped", "given back") if low else ()))
    yield Operation(
        "bmm", ("dropped", value), "by head", law=BY_HEAD, product=True, holds=() if low else held
    )
    if low:
        bytes_, by_head = run.bytes, "by head in few bytes"
        yield Operation("_to_copy", ("by head",), by_head, law=BY_HEAD, bytes=bytes_, holds=held)
    apart = layer.inputs[0][0] > 1 and run.batch * layer.settings["num_heads"] > 1
    taken = "by head in few bytes" if low else "by head"
    name = "clone" if apart else "view"
    yield Operation(name, (taken,), "gathered", view=not apart, gradient=Gradient.PASSED_ON)


IN_FLOAT32 = ("query in float32", "key in float32", "value in float32")


def _projected_back(layer: Built, rows: bool) -> Iterator[Operation]:
    """What the heads have gathered is mixed by a second matrix."""
    learns = (1, 3) if layer.settings["bias"] else (1,)
    yield Operation(LINEAR, ("gathered",), "mixed", learns=learns)
    if rows:
        yield Operation("view", ("mixed",), "turned", view=True)
        yield Operation("clone", ("turned",), gradient=Gradient.PASSED_ON)
    else:
        yield Operation("view", ("mixed",), view=True, gradient=Gradient.PASSED_ON)
