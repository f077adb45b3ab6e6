"""A run works each thing out once: what it takes in both accounts, and which layers are frozen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import explainer
from explainer.library.explain import Document
from explainer.memory.framework.simulation import _plain_step, _step, prediction
from explainer.memory.textbook.account import account_values, inference_of, training_of
from explainer.memory.textbook.alive import peak_of_inference
from explainer.memory.textbook.sums import network_values, totals_of
from explainer.network.case import Case
from explainer.network.freezing import frozen_among
from explainer.network.graph import build
from explainer.network.plan import Plan
from explainer.once import once
from explainer.readers import read
from tests.work_done import calls_of

pytestmark = pytest.mark.quick

ONCE: tuple[Callable[..., object], ...] = (
    _step,
    prediction,
    totals_of,
    frozen_among,
    account_values,
    training_of,
    inference_of,
    peak_of_inference,
)


@pytest.mark.parametrize("written", [Document.markdown, Document.json], ids=["markdown", "json"])
@pytest.mark.parametrize("name", ["vgg16", "lenet5"])
def test_a_report_works_everything_out_once(written: Callable[[Document], str], name: str):
    def report() -> str:
        return written(explainer.explain(f"example:{name}"))

    assert calls_of(ONCE, report) == [1] * len(ONCE)


def test_all_formats_read_the_same_results():
    document = explainer.explain("example:lenet5", batch=3)
    document.markdown()
    again = (*ONCE, network_values)
    assert calls_of(again, lambda: (document.html(), document.json())) == [0] * len(again)


@pytest.mark.parametrize(
    ("asked", "runs"),
    [
        ({"freeze": ["c1"]}, 2),  # and with nothing frozen
        ({"accumulate": 4}, 3),  # and one micro-batch, and all images at once
        ({"checkpoint": 1}, 1),
        ({"devices": 4, "sensitivity": True}, 1),
    ],
    ids=str,
)
def test_each_run_that_a_report_compares_is_simulated_once(asked: Any, runs: int):
    document = explainer.explain("example:lenet5", **asked)
    assert calls_of([_plain_step], document.markdown) == [runs]
    assert calls_of([_plain_step], document.json) == [0]


def test_a_case_that_is_run_otherwise_has_results_of_its_own():
    case = Case(build(read("example:lenet5")), Plan(batch=3))
    assert training_of(case) is training_of(case)
    assert case.with_plan(batch=3) is case
    assert training_of(case.with_plan(batch=6)).activations == 2 * training_of(case).activations


def test_what_fails_is_not_remembered():
    class Thing:
        tries = 0

    @once
    def second_time_lucky(thing: Thing) -> int:
        thing.tries += 1
        if thing.tries == 1:
            raise ValueError("not yet")
        return thing.tries

    thing = Thing()
    with pytest.raises(ValueError, match="not yet"):
        second_time_lucky(thing)
    assert [second_time_lucky(thing), second_time_lucky(thing)] == [2, 2]
