"""Bare totals that leave out activations or parameters: null, "not given", incomplete, refused.

Nothing is a 0 in place of what is not given. The numbers are worked out by hand.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest

import explainer
from explainer.errors import ModelFileError
from explainer.memory.textbook.account import Inference, Training, training_of
from explainer.memory.textbook.lack import Known
from explainer.memory.textbook.sums import Totals
from explainer.network.optimizers import OPTIMIZERS
from explainer.tools.ours import BESIDE

pytestmark = pytest.mark.quick

P, A, M, B = 1000, 70, 9, 16
GIVEN = {"parameters": P, "activations": A, "miscellaneous": M}
LACKING = ("activations", "parameters")
DETAILS = ("handout", "worked", "full")
OF_PARAMETERS = {"parameters", "gradients", "optimizer"}


def without(name: str) -> dict[str, Any]:
    """A model of totals that leaves that one out."""
    given = {key: value for key, value in GIVEN.items() if key != name}
    return {"name": "bare", "batch": B, "totals": given}


def figures(name: str, **options: Any) -> Any:
    """Its JSON."""
    return json.loads(explainer.explain(without(name), **options).json())


def test_without_activations_what_is_made_of_them_is_null() -> None:
    found = figures("activations")
    assert found["totals"] == dict.fromkeys(found["totals"], None) | {"parameters": P}
    training = dict.fromkeys(OF_PARAMETERS, 4 * P)
    lacking = dict.fromkeys(("activations", "activation_gradients", "total"))
    assert found["memory"]["textbook"]["training"] == {**training, **lacking, "miscellaneous": 36}
    inference = {"parameters": 4 * P, "activations": None, "total": None}
    assert found["memory"]["textbook"]["inference"] == inference


def test_without_parameters_what_is_made_of_them_is_null() -> None:
    found = figures("parameters")
    assert found["totals"] == dict.fromkeys(found["totals"], None) | {"activations": A}
    values = dict.fromkeys(("activations", "activation_gradients"), A * B * 4)
    lacking = dict.fromkeys((*OF_PARAMETERS, "total"))
    assert found["memory"]["textbook"]["training"] == {**lacking, **values, "miscellaneous": 36}
    assert set(found["memory"]["textbook"]["inference"].values()) == {None}


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize(("name", "least"), [("activations", 12036), ("parameters", 8996)])
def test_each_length_says_not_given_and_incomplete(name: str, least: int, detail: Any) -> None:
    text = explainer.explain(without(name), detail=detail).markdown()
    assert "**not given**" in text
    assert f"**at least {least:,} bytes**" in text
    assert "| **incomplete, without what is not given** |" in text
    assert f"**{least:,}**" in text
    assert "None" not in text


@pytest.mark.parametrize(
    ("name", "line"),
    [("activations", r"12{,}036 + 128 \cdot \text{activations}"),
     ("parameters", r"8{,}996 + 12 \cdot \text{parameters}")],
)  # fmt: skip
def test_the_total_is_a_line_in_what_is_not_given(name: str, line: str) -> None:
    text = explainer.explain(without(name), detail="full").markdown()
    assert line in text
    number = GIVEN[name]
    whole = training_of(explainer.explain({**without(name), "totals": GIVEN}).case).total
    fixed, each = (int(part.replace("{,}", "")) for part in line.split(r" \cdot ")[0].split(" + "))
    assert fixed + each * number == whole


@pytest.mark.parametrize("name", LACKING)
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize("detail", DETAILS)
def test_every_format_says_so(name: str, form: str, detail: Any) -> None:
    document = explainer.explain(without(name), detail=detail)
    assert getattr(document, form)().count("not given") > 2


@pytest.mark.parametrize("name", LACKING)
@pytest.mark.parametrize("optimizer", [o.name for o in OPTIMIZERS if o.slots is not None])
@pytest.mark.parametrize("dtype", ["float64", "mixed_bfloat16", "int8"])
def test_every_run_is_told(name: str, optimizer: str, dtype: str) -> None:
    for accumulate in (1, 3):
        how: Any = {"optimizer": optimizer, "dtype": dtype, "accumulate": accumulate}
        assert "not given" in explainer.explain(without(name), detail="full", **how).markdown()


@pytest.mark.parametrize("name", LACKING)
@pytest.mark.parametrize(
    "asked",
    [{"fits": "8GB"}, {"sensitivity": True}, {"devices": 4}],
    ids=lambda asked: next(iter(asked)),
)
def test_a_question_that_needs_it_is_refused(name: str, asked: Any) -> None:
    with pytest.raises(ModelFileError) as caught:
        explainer.explain(without(name), **asked).markdown()
    assert caught.value.code == 2
    told = {
        "activations": "The totals of bare do not give how many values are stored for one image",
        "parameters": "The totals of bare do not give how many parameters there are",
    }
    assert told[name] in caught.value.fault
    assert caught.value.advice == f"Give it in totals, as {name}."


@pytest.mark.parametrize("name", LACKING)
def test_a_network_that_lacks_it_is_compared_in_the_rest(name: str) -> None:
    (other,) = (each for each in LACKING if each != name)
    found = explainer.compare(without(name), {"name": "whole", "batch": B, "totals": GIVEN})
    beside = json.loads(found.json())
    assert beside["totals"][name] == {"first": None, "second": GIVEN[name], "factor": None}
    assert beside["totals"][other]["factor"] == "1"
    text = found.markdown()
    assert "they are left out of the picture" in " ".join(text.split())
    both = explainer.compare(without("activations"), without("parameters")).markdown()
    assert "left out of the picture" not in both  # nothing is known of both, and there is none


@pytest.mark.parametrize("name", LACKING)
def test_a_change_is_told_though_no_figure_of_memory_is_known(name: str) -> None:
    text = explainer.explain(without(name), set={"batch": 4}, detail="full").markdown()
    assert "Of the memory that they take no figure is known" in text


@pytest.mark.parametrize("name", LACKING)
def test_other_tools_are_told_as_far_as_they_start_from_what_is_given(name: str) -> None:
    found = explainer.reconcile(without(name))
    tools = {tool["tool"]: tool["bytes"] for tool in json.loads(found.json())["tools"]}
    if name == "activations":
        assert (tools["4_x_weights"], tools["cs231n"]) == (16 * P, None)
    else:
        assert (tools["4_x_weights"], tools["cs231n"]) == (None, 4 * A)
    assert "| not given |" in found.markdown()


def test_each_figure_of_ours_that_a_tool_stands_beside_is_listed() -> None:
    from explainer.tools import TOOLS

    assert {tool.beside for tool in TOOLS} - {"workspace"} == set(BESIDE)


@pytest.mark.parametrize(
    ("name", "quantity", "value", "verdict"),
    [
        ("activations", "activations", 70, "can't be derived"),
        ("activations", "training.total", 5, "can't be derived"),
        ("activations", "training.activation_gradients", 5, "can't be derived"),
        ("activations", "training.optimizer", 4 * P, "**Right.**"),
        ("activations", "training.optimizer", 4 * P * B, "Batch multiplied into the weights"),
        ("parameters", "training.optimizer", 4 * P, "can't be derived"),
        ("parameters", "training.activations", 4 * A * B, "**Right.**"),
        ("parameters", "training.activations", 8 * A * B, "Feature maps counted twice"),
        ("parameters", "inference.parameters", 4 * P, "can't be derived"),
    ],
)
def test_a_number_is_judged_where_the_right_one_is_known(
    name: str, quantity: str, value: int, verdict: str
) -> None:
    assert verdict in explainer.diagnose(without(name), quantity, value).markdown()


def test_reading_what_lacks_is_refused_and_known_is_none() -> None:
    book = training_of(explainer.explain(without("activations")).case)
    assert book.known["total"] is None
    assert (book.parameters, book.in_part) == (4 * P, 12 * P + 4 * M)
    with pytest.raises(ModelFileError):
        _ = book.total


@pytest.mark.parametrize("account", [Totals, Training, Inference])
def test_what_may_lack_is_guarded(account: Any) -> None:
    guarded = {field.name for field in fields(account) if field.type == "Known"}
    assert guarded
    assert all(isinstance(vars(account)[name], Known) for name in guarded)
