"""`--devices`: what each of several devices takes, against published tables and counting."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import explainer
from explainer.errors import UsageError
from explainer.memory.textbook.account import Training, training_of
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.questions.devices.account import (
    WAYS,
    OneDevice,
    numbers_of_devices,
    one_of,
    table_of,
    values_on,
    worked_out,
)
from explainer.questions.devices.buckets import FIRST_LIMIT, LIMIT, Gradient, filled
from explainer.readers import example_names
from tests.command_line import explain

WITHOUT_PARAMETERS = {"input": "8x8x3", "layers": ["relu", {"max_pool2d": 2}]}
WITHOUT_LAYERS = {"totals": {"activations": 0, "parameters": 5}}


def figures(model: Any, **options: Any) -> Any:
    return json.loads(explainer.explain(model, **options).json())["devices"]


def of_parts(parameters: int, each: tuple[int, int, int], images: int, devices: int) -> OneDevice:
    """One device, from the bytes of each parameter, gradient and state, and those of the images."""
    p, g, o = (parameters * size for size in each)
    parts = Training(p, g, o, images, 0, 0, p + g + o + images)
    return one_of(worked_out(values_on(parts, parameters, parameters, devices)))


# ---- the paper -----------------------------------------------------------------------------


def test_the_first_figure_of_the_zero_paper():
    """Rajbhandari et al. 2020, figure 1: 7.5 billion parameters, mixed-precision Adam, 64 GPUs."""
    own = of_parts(7_500_000_000, (2, 2, 12), 0, 64)
    sizes = (own.bucket_views, own.zero_1, own.zero_2, own.zero_3)
    assert [round(Fraction(size, 10**8)) for size in sizes] == [1200, 314, 166, 19]


@pytest.mark.parametrize(
    ("billions", "devices", "printed"),
    [
        ("7.5", 1, ("120", "120", "120")), ("7.5", 4, ("52.5", "41.3", "30")),
        ("7.5", 16, ("35.6", "21.6", "7.5")), ("7.5", 64, ("31.4", "16.6", "1.88")),
        ("7.5", 256, ("30.4", "15.4", "0.47")), ("7.5", 1024, ("30.1", "15.1", "0.12")),
        ("128", 1, ("2048", "2048", "2048")), ("128", 4, ("896", "704", "512")),
        ("128", 16, ("608", "368", "128")), ("128", 64, ("536", "284", "32")),
        ("128", 256, ("518", "263", "8")), ("128", 1024, ("513", "257", "2")),
        ("1000", 1, ("16000", "16000", "16000")), ("1000", 4, ("7000", "5500", "4000")),
        ("1000", 16, ("4750", "2875", "1000")), ("1000", 64, ("4187", "2218", "250")),
        ("1000", 256, ("4046", "2054", "62.5")), ("1000", 1024, ("4011", "2013", "15.6")),
    ],
)  # fmt: skip
def test_the_first_table_of_the_zero_paper(billions: str, devices: int, printed: tuple[str, ...]):
    """Its table 1 prints GB, partly cut off and partly rounded: less than one last digit away."""
    own = of_parts(int(Fraction(billions) * 10**9), (2, 2, 12), 0, devices)
    for size, shown in zip((own.zero_1, own.zero_2, own.zero_3), printed, strict=True):
        digit = Fraction(1, 10 ** len(shown.partition(".")[2]))
        assert abs(Fraction(size, 10**9) - Fraction(shown)) < digit


# ---- counting ------------------------------------------------------------------------------


@given(
    st.integers(1, 400), st.tuples(*[st.integers(1, 4)] * 3), st.integers(0, 50), st.integers(1, 40)
)
def test_shares_are_what_dealing_out_gives(parameters, each, images, devices):
    dealt = [0] * devices
    for i in range(parameters):
        dealt[i % devices] += 1
    p, g, o = each
    most, own = max(dealt), of_parts(parameters, each, images, devices)
    assert own.zero_1 == parameters * (p + g) + most * o + images
    assert own.zero_2 == parameters * p + most * (g + o) + images
    assert own.zero_3 == most * (p + g + o) + images
    assert own.bucket_views == parameters * (p + g + o) + images
    assert own.data_parallel == own.bucket_views + parameters * g


def test_frozen_parameters_have_no_gradient_to_divide():
    parts = Training(400, 40, 80, 7, 7, 0, 534)
    own = one_of(worked_out(values_on(parts, 100, 10, 8)))
    assert own.zero_1 == 400 + 40 + 2 * 8 + 14
    assert own.zero_2 == 400 + 2 * (4 + 8) + 14
    assert own.zero_3 == 13 * 4 + 2 * (4 + 8) + 14


def test_a_state_that_is_no_multiple_of_the_parameters_is_divided_in_bytes():
    own = one_of(worked_out(values_on(Training(400, 400, 41, 0, 0, 0, 841), 100, 100, 4)))
    assert own.zero_1 == 800 + 11


@given(st.lists(st.integers(1, 40 * 2**20), max_size=40))
def test_buckets_close_once_they_reach_their_limit(sizes):
    buckets = list(filled(Gradient(str(i), size) for i, size in enumerate(sizes)))
    assert [g.bytes for bucket in buckets for g in bucket.gradients] == sizes
    for i, bucket in enumerate(buckets):
        limit = LIMIT if i else FIRST_LIMIT
        assert bucket.bytes - bucket.gradients[-1].bytes < limit
        assert i == len(buckets) - 1 or bucket.bytes >= limit


@pytest.mark.parametrize(
    ("most", "numbers"), [(1, [1]), (2, [1, 2]), (6, [1, 2, 4, 6]), (64, [1, 2, 4, 8, 16, 32, 64])]
)
def test_the_table_doubles_up_to_the_number_and_has_it(most: int, numbers: list[int]):
    assert numbers_of_devices(most) == numbers


# ---- networks ------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("name", example_names())
def test_every_example_is_consistent(name: str, optimizer: str):
    document = explainer.explain(f"example:{name}", optimizer=optimizer, batch=3)
    alone = training_of(document.case)
    images = alone.total - alone.parameters - alone.gradients - alone.optimizer
    rows = table_of(document.case, 1000)
    assert {getattr(rows[0], way) for way in WAYS[1:]} == {alone.total}
    for before, row in pairwise(rows):
        assert row.data_parallel == alone.total + alone.gradients
        assert row.bucket_views == alone.total
        assert row.zero_1 < before.zero_1 or optimizer == "sgd"
        assert row.zero_3 < row.zero_2 < row.zero_1 <= row.bucket_views
        assert row.zero_3 > images


def test_the_command_gives_the_table():
    found = json.loads(explain("example:lenet5", "--devices", "6", "--batch", "4", "--json").text)
    devices = found["devices"]
    assert (devices["devices"], devices["global_batch"]) == (6, 24)
    assert [row["devices"] for row in devices["table"]] == [1, 2, 4, 6]
    assert devices["buckets"] == [found["memory"]["textbook"]["training"]["gradients"]]
    assert devices["table"][-1]["bucket_views"] == found["memory"]["textbook"]["training"]["total"]


def test_the_section_stands_before_the_checks_and_only_where_it_is_asked_for():
    text = explainer.explain("example:lenet5", devices=4).markdown()
    assert text.index("## On several devices") < text.index("**Checks.**")
    plain = explainer.explain("example:lenet5")
    assert "On several devices" not in plain.markdown()
    assert "devices" not in json.loads(plain.json())


def told(model: Any, **options: Any) -> str:
    return explainer.explain(model, devices=8, **options).markdown()


def test_what_is_said_is_true_of_the_network():
    many, few = told("example:vgg16", batch=64), told("example:vgg16", batch=1)
    assert "each takes more than half of what one device takes alone" in many
    assert "each takes more than half of what one device takes alone" not in few
    assert "stage 1 saves nothing here" in told("example:lenet5", optimizer="sgd")
    assert "stage 1 saves nothing here" not in told("example:lenet5", optimizer="adam")
    assert "nothing to divide" in told(WITHOUT_PARAMETERS).replace(
        "exchange or to divide", "divide"
    )
    assert "No values of examples are given" in told(WITHOUT_LAYERS)
    assert "not known how the gradients are put into buckets" in told(WITHOUT_LAYERS)
    alone = explainer.explain("example:lenet5", devices=1).markdown()
    assert "ZeRO has nothing to divide" in alone
    assert "1 devices" not in alone


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_the_bars_are_as_long_as_the_table_says(optimizer: str):
    page = explainer.explain("example:lenet5", devices=5, optimizer=optimizer).page
    *_, drawing = [
        block.drawing
        for block in page.blocks
        if isinstance(block, n.Figure) and isinstance(block.drawing, d.Stacks)
    ]
    own = figures("example:lenet5", devices=5, optimizer=optimizer)["table"][-1]
    assert [sum(stack.sizes) for stack in drawing.stacks] == [own[way] for way in WAYS]
    assert len(drawing.parts) == (4 if optimizer == "sgd" else 5)


def test_without_parameters_all_ways_take_the_same():
    for row in figures(WITHOUT_PARAMETERS, devices=4)["table"]:
        assert len({row[way] for way in WAYS}) == 1


def test_bare_totals_have_no_buckets():
    assert figures(WITHOUT_LAYERS, devices=2)["buckets"] is None


@pytest.mark.parametrize("name", ["lenet5", "totals-recipe"])
def test_every_output_can_show_it(name: str):
    document = explainer.explain(f"example:{name}", devices=8, optimizer="adam")
    assert "On several devices" in document.html()
    assert "<svg" in document.html().split('id="devices"')[1].split("<h2")[0]


# ---- bad numbers ---------------------------------------------------------------------------

BAD: list[tuple[str, str]] = [
    ("0", "0"), ("-3", "-3"), ("1000001", "1000001"), ("2.5", "2.5"), ("many", "many"),
    ("", "empty"), ("٣", "٣"), ("9" * 30, "9" * 30),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shown"), BAD)
@pytest.mark.parametrize("what", ["devices", "threads"])
def test_other_numbers_are_refused_in_a_sentence(what: str, text: str, shown: str):
    ran = explain("example:lenet5", f"--{what}={text}")
    assert (ran.code, ran.out) == (2, b"")
    told = f"The number of {what} has to be a whole number from 1 to 1,000,000, and it is {shown}."
    assert told in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("number", [0, -1, True, 2.5, 10**6 + 1])
@pytest.mark.parametrize("what", ["devices", "threads"])
def test_the_library_refuses_them_too(what: str, number: Any):
    work_out: Callable[..., Any] = explainer.explain
    with pytest.raises(UsageError):
        work_out("example:lenet5", **{what: number})
