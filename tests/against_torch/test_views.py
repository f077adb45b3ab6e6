"""Other shapes and parts of values against real torch: what is a view, and where torch copies."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.layers.axis import NAMES
from explainer.layers.layer import Shape
from explainer.memory.framework.in_place import Need, places
from explainer.network.case import Case
from explainer.network.plan import Plan
from explainer.torch_network import verify_network
from tests.against_torch.test_framework import network

torch = pytest.importorskip("torch")

IMAGE = (4, 6, 3)
FIRST: Shape = (4, 6, 6)
CONV = {"conv2d": {"out_channels": 6, "kernel_size": 1, "name": "conv"}}
POSITIONS, ROWS = {"reshape": [-1, 6]}, {"linear": {"out_features": 6}}
HALVES = {"chunk": {"chunks": 2, "name": "halves"}}
SECOND = {"relu": {"from": "halves.2"}}
TURNED = {"permute": ["channels", "length"]}


def agree(layers: list[Any], shape: Shape = IMAGE, segments: int = 1, **plan: Any) -> None:
    case = Case(network(shape, *layers), Plan(optimizer="sgd", **plan))
    found = verify_network(case, segments)
    assert found.differences == ()
    for pair in (found.saved, found.peak, *found.parts, found.inference, *found.inference_parts):
        assert pair.derived == pair.measured, (pair, found.parts)


HEIGHT = {"permute": ["width", "channels", "height"]}
NETWORKS: dict[str, list[Any]] = {
    "patches": [CONV, POSITIONS, {"layer_norm": 6}, ROWS, "gelu", ROWS],
    "the first token": [
        CONV, POSITIONS, {"layer_norm": 6}, {"slice": {"axis": "length", "end": 1}}, "flatten",
        ROWS,
    ],
    "the last tokens": [CONV, POSITIONS, ROWS, {"slice": {"axis": "length", "start": -2}}, ROWS],
    "tokens are mixed": [
        CONV, POSITIONS, ROWS, TURNED, {"linear": 24}, "gelu", TURNED, {"linear": 3},
    ],
    "back to an image": [CONV, POSITIONS, ROWS, {"reshape": [4, 6, 6]}, {"max_pool2d": 2}, "gelu"],
    "axes of an image": [CONV, HEIGHT, {"max_pool2d": 2}, "gelu"],
    "a gradient is copied": [
        CONV, {"group_norm": 3}, POSITIONS, "gelu", {"reshape": [12, 12]}, ROWS,
    ],
    "slopes of a sequence": [CONV, POSITIONS, ROWS, {"prelu": 6}, {"reshape": [8, 18]}, ROWS],
    "in place on a shape": [CONV, {"reshape": [12, 12]}, "relu", ROWS],
    "rows of a part": [CONV, {"slice": {"axis": "height", "end": 2}}, "flatten", ROWS],
    "a norm of a part": [CONV, {"slice": {"end": 3}}, {"group_norm": 3}, "gelu"],
    "both halves": [
        CONV, HALVES, "relu", {"concat": ["relu", "halves.2"]}, "gelu",
    ],
    "the second of three": [
        CONV, {"chunk": {"chunks": 3, "name": "parts"}}, {"relu": {"from": "parts.2"}}, "gelu",
    ],
}  # fmt: skip


@pytest.mark.parametrize("loss", ["none", "cross_entropy"])
@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("layers", NETWORKS.values(), ids=list(NETWORKS))
def test_what_is_seen_and_what_is_copied_is_to_the_byte_as_in_torch(layers, batch, loss):
    renamed = [one if isinstance(one, str) else dict(one) for one in layers]
    agree(_with_names(renamed), batch=batch, loss=loss)


def _with_names(layers: list[Any]) -> list[Any]:
    """The layers with names, so that a kind may come twice."""
    found = []
    for number, one in enumerate(layers):
        if isinstance(one, str):
            found.append(one if layers.count(one) == 1 else {one: {"name": f"{one}{number}"}})
            continue
        ((kind, its),) = one.items()
        first = {"reshape": "shape", "permute": "dims", "linear": "out_features"}
        first |= {"layer_norm": "normalized_shape", "prelu": "num_parameters"}
        first |= {"max_pool2d": "kernel_size", "group_norm": "num_groups", "concat": "from"}
        its = its if isinstance(its, dict) else {first[kind]: its}
        found.append({kind: {"name": f"{kind}{number}"} | its})
    return found


def test_nothing_is_written_over_a_part():
    # torch refuses it for a part of several.
    other = {"sigmoid": {"from": "halves"}}
    graph = network(IMAGE, CONV, HALVES, other, SECOND, {"add": ["sigmoid", "relu"]})
    (conflict,) = places(graph).conflicts.values()
    assert conflict.need is Need.PART
    halves = torch.zeros(2, 6, requires_grad=True).mul(1).chunk(2, 1)
    with pytest.raises(RuntimeError, match="multiple views"):
        halves[0].relu_()


def axis_of(luck: Random, shape: Shape) -> tuple[int, str]:
    """An axis that can be cut."""
    place = luck.choice([place for place, size in enumerate(shape) if size > 1])
    return place, NAMES[len(shape)][place]


def sized(shape: Shape, place: int, size: int) -> Shape:
    return (*shape[:place], size, *shape[place + 1 :])


def look(luck: Random, name: str, shape: Shape) -> tuple[list[dict[str, Any]], Shape]:
    """A layer that looks at a value of this shape otherwise, and what it gives."""
    kind = luck.choice(["slice", "reshape", "permute", "split"])
    if kind == "reshape" or max(shape) == 1:
        sizes, left = [], math.prod(shape)
        for _ in range(luck.randint(0, 2)):
            sizes.append(luck.choice([each for each in range(1, left + 1) if not left % each]))
            left //= sizes[-1]
        sizes.insert(luck.randint(0, len(sizes)), left)
        return [{"reshape": {"shape": sizes, "name": name}}], tuple(sizes)
    if kind == "permute" and len(shape) > 1:
        order = luck.sample(range(len(shape)), len(shape))
        dims = [NAMES[len(shape)][place] for place in order]
        return [{"permute": {"dims": dims, "name": name}}], tuple(shape[place] for place in order)
    place, axis = axis_of(luck, shape)
    start = luck.randrange(shape[place] - 1)
    if kind != "split":
        end = luck.randint(start + 1, shape[place])
        its = {"axis": axis, "start": start, "end": end, "name": name}
        return [{"slice": its}], sized(shape, place, end - start)
    sizes = [start + 1, shape[place] - start - 1]
    parts = {"split": {"axis": axis, "sizes": sizes, "name": name}}
    both = [f"{name}.2", name]
    if sizes[0] == sizes[1]:
        joined = {luck.choice(["add", "multiply"]): {"from": both, "name": f"{name}-joined"}}
        return [parts, joined], sized(shape, place, sizes[0])
    if luck.random() < 0.7:
        return [parts, {"concat": {"from": both, "axis": axis, "name": f"{name}-joined"}}], shape
    return [parts, {"gelu": {"from": both[0], "name": f"{name}-2"}}], sized(shape, place, sizes[1])


def work(luck: Random, name: str, shape: Shape) -> tuple[list[dict[str, Any]], Shape]:
    """A layer that makes new values."""
    rank = len(shape)
    own: list[tuple[str, dict[str, Any]]] = [
        ("gelu", {}), ("relu", {}), ("hardswish", {}), ("sigmoid", {}), ("dropout", {}),
    ]  # fmt: skip
    own += [("prelu", {"num_parameters": shape[-1]})] if rank > 1 else []
    own += [("linear", {"out_features": shape[-1]})] if rank < 3 else []
    own += [(f"conv{rank - 1}d", {"out_channels": shape[-1], "kernel_size": 1})] if rank > 1 else []
    own += [("layer_norm", {"normalized_shape": shape[-1]})] if rank > 1 else []
    own += [("group_norm", {"num_groups": 1})] if math.prod(shape) > 1 else []
    kind, its = luck.choice(own)
    return [{kind: its | {"name": name}}], shape


@settings(max_examples=60)
@given(st.integers(0, 10**9), st.sampled_from([1, 3]))
def test_any_chain_of_views_is_to_the_byte_as_in_torch(seed, batch):
    luck, shape = Random(seed), FIRST
    layers: list[Any] = [CONV]
    for number in range(luck.randint(2, 6)):
        found, shape = luck.choice([look, work])(luck, f"l{number}", shape)
        layers += found
    agree([*layers, {"gelu": {"name": "end"}}], batch=batch,
          loss=luck.choice(["none", "cross_entropy"]))  # fmt: skip
