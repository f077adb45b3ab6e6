"""Conditions of formulas as JavaScript: every outcome of the Python function is in them."""

from __future__ import annotations

import pytest

from explainer.website.conditions import condition

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("when", "script"),
    [
        (lambda v: True, "true"),
        (lambda v: v["fixed"] > 0, "false"),
        (lambda v: v["fixed"] == 0, "true"),
        (lambda v: v["b"] != 8, "o.compare(v.b,o.number(8n))!==0"),
        (lambda v: bool(v["T"]), "o.some(v.T)"),
        (lambda v: not v["T"], "(o.some(v.T)?false:true)"),
        (lambda v: v["a"] > 0 and v["T"], "o.compare(v.a,o.number(0n))>0&&o.some(v.T)"),
        (
            lambda v: v["a"] > 0 or v["c"] < v["a"] + 1,
            "(o.compare(v.a,o.number(0n))>0?true:o.compare(v.c,o.sum(v.a,o.number(1n)))<0)",
        ),
        (lambda v: "slots" in v and v["slots"] > 0, "o.compare(v.slots,o.number(0n))>0"),
        (lambda v: "state" in v, "false"),
        (lambda v: 2 * v["c"] >= v["a"], "o.compare(o.product(o.number(2n),v.c),v.a)>=0"),
        (lambda v: (v["a"] > 1 and v["T"]) or v["T"], "o.some(v.T)"),
    ],
)
def test_a_condition_as_javascript(when, script):
    assert condition(when, {"fixed": 0}) == script
