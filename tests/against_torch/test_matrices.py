"""Products of two matrices against torch: which factor is kept, and how its gradient lies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import Plan
from explainer.readers import read
from tests.against_torch.agreement import PLANS, agree

torch = pytest.importorskip("torch")
flop_counter = pytest.importorskip("torch.utils.flop_counter")

from explainer.torch_network import build_network  # noqa: E402  it needs torch


def branch(name: str, out: int, dense: bool, source: str = "input") -> dict[str, Any]:
    """A layer that gives so many channels, position by position or by windows of one place."""
    if dense:
        return {"linear": {"out_features": out, "name": name, "from": source}}
    return {"conv1d": {"out_channels": out, "kernel_size": 1, "name": name, "from": source}}


def product(first: str, second: str, turned: bool = True, name: str = "p") -> dict[str, Any]:
    return {"matmul": {"from": [first, second], "transpose_second": turned, "name": name}}


def case(layers: list[Any], plan: Plan, given: Any = "5x6") -> Case:
    return Case(build(read({"name": "t", "input": given, "layers": layers})), plan)


AFTER: dict[str, list[Any]] = {
    "nothing": [],
    "shares": [{"softmax": {"dim": -1}}],
    "rows": ["gelu", {"linear": 3}],
    "windows": [branch("c", 3, False, "p"), "relu"],
    "norm": ["batch_norm1d"],
    "sum": [{"sum": "length"}],
    "turned": [{"permute": ["channels", "length"]}, {"linear": 3}],
    "flat": ["flatten", {"linear": 2}],
}
WAYS = [(True, True), (True, False), (False, True), (False, False)]


@pytest.mark.parametrize("after", AFTER.values(), ids=list(AFTER))
@pytest.mark.parametrize("turned", [True, False])
@pytest.mark.parametrize(("first", "second"), WAYS)
def test_every_byte_is_as_in_torch(first, second, turned, after):
    inner = 8 if turned else 5  # 5×8 with 5×8, or 5×5 with 5×8
    layers = [branch("a", inner, first), branch("b", 8, second), product("a", "b", turned), *after]
    for plan in PLANS:
        agree(case(layers, plan))
    agree(case(layers, PLANS[1]), 2)


@pytest.mark.parametrize("dense", [True, False])
@pytest.mark.parametrize("frozen", [("a",), ("b",), ("a", "b"), ()])
def test_a_factor_is_kept_where_the_other_learns(dense, frozen):
    layers = [branch("a", 6, dense), "gelu", branch("b", 6, dense), "relu",
              product("gelu", "relu"), {"linear": {"out_features": 3, "name": "last"}}]  # fmt: skip
    for plan in PLANS[:4]:
        agree(case(layers, replace(plan, freeze=frozen)))


@pytest.mark.parametrize("dense", [True, False])
@pytest.mark.parametrize("turned", [True, False])
@pytest.mark.parametrize(("first", "second"), [("a", "a"), ("a", "input"), ("input", "a")])
def test_one_value_twice_and_what_learns_nothing(first, second, turned, dense):
    for plan in PLANS:
        agree(case([branch("a", 6, dense), product(first, second, turned), "gelu"], plan, "6x6"))


def attention(channels: int) -> list[Any]:
    names = ["q", "k", "v"]
    return [
        *(branch(name, channels, True) for name in names),
        product("q", "k", name="scores"),
        {"scale": {"factor": 0.125}},
        {"softmax": {"dim": -1, "name": "shares"}},
        product("shares", "v", False, "gathered"),
        {"linear": 6},
    ]


@pytest.mark.parametrize("plan", PLANS)
def test_attention_by_hand(plan):
    agree(case(attention(8), plan))


def test_its_products_are_those_that_torch_counts():
    found = case(attention(8), Plan(batch=1))
    network = build_network(found.graph)
    with flop_counter.FlopCounterMode(display=False) as counter:
        network(network.images(1))
    by_hand = 3 * 5 * 6 * 8 + 5 * 8 * 5 + 5 * 5 * 8 + 5 * 8 * 6
    assert sum(node.count("macs") for node in found.graph.nodes) == by_hand
    assert counter.get_total_flops() == 2 * by_hand
