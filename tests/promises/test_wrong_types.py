"""Whatever a caller gives for an argument of the library, it is taken, or refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import explainer
from explainer.library.answers import Options
from explainer.network.plan import Knobs
from explainer.network.sizes import bytes_of
from tests.work_done import calls_in

LENET = "example:lenet5"
VALUES: list[Any] = [
    True, False, 0, -1, 2, 10**19, 10**5000, 1.5, float("nan"), float("inf"), Decimal("1e400"), 1j,
    "", "x", "\x1b[2J", "9" * 5000, b"x", [], [1], [None], ["x"], (), {}, {"x": 1}, {1: 2}, {"x"},
    object(), Path("x"), print, ..., range(3), [[]], {"a.b": object()}, {"batch": 10**5000},
]  # fmt: skip


def refused_in_a_sentence(call: Callable[[], Any]) -> None:
    try:
        found = call()
    except explainer.ExplainError as error:
        text = str(error)
        assert text.rstrip().endswith((".", "?")), text
        assert len(text) < 1500
        assert "\x1b" not in text
        return
    if isinstance(found, explainer.Document | explainer.Comparison | explainer.Reconciliation):
        assert found.json()


def names_of(kind: type) -> list[str]:
    return sorted(kind.__annotations__)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_any_value_of_any_argument_is_taken_or_refused(value: Any) -> None:
    for name in names_of(Options):
        if name != "verify" or not isinstance(value, bool):
            refused_in_a_sentence(partial(explainer.explain, LENET, **{name: value}))
    for name in names_of(Knobs):
        one: dict[str, Any] = {name: value}
        refused_in_a_sentence(partial(explainer.compare, LENET, LENET, **one))
        refused_in_a_sentence(partial(explainer.diagnose, LENET, "c1.weights", "3", **one))
    for name in ("batch", "dtype", "optimizer", "loss"):
        refused_in_a_sentence(partial(explainer.reconcile, LENET, **{name: value}))
    refused_in_a_sentence(lambda: explainer.diagnose(LENET, value, "3"))
    refused_in_a_sentence(lambda: explainer.diagnose(LENET, "c1.weights", value))
    refused_in_a_sentence(lambda: explainer.diagnose(LENET, "c1.weights", "3", value))
    refused_in_a_sentence(lambda: explainer.diagnose(LENET, "c1.weights", "3", given=value))
    refused_in_a_sentence(lambda: explainer.mistakes(value))
    if isinstance(value, str):  # the name of a file, which is told in full
        return
    refused_in_a_sentence(lambda: explainer.explain(value))
    refused_in_a_sentence(lambda: explainer.reconcile(value))
    refused_in_a_sentence(lambda: explainer.compare(LENET, value))
    refused_in_a_sentence(lambda: explainer.diagnose(value, "c1.weights", "3"))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("dtype", True, "The type of number has to be a name, and it is True."),
        ("freeze", 2, "The layers to freeze have to be a list of names"),
        ("layer", 3, "The layer has to be named by a text, and it is 3."),
        ("verify", "yes", "verify has to be True or False, and it is yes."),
        ("batch", 10**5000, "a whole number from 1 to 10^18, and it is a number of thou"),
        ("fits", 1.5, "a whole number of bytes, or a text such as 8GB or 512MiB, and it is 1.5."),
        ("fits", 10**18 + 1, "The memory has to be at most 10^18 bytes"),
    ],
    ids=lambda part: part if isinstance(part, str) else type(part).__name__,
)
def test_what_is_said_of_a_wrong_type(name: str, value: Any, said: str) -> None:
    with pytest.raises(explainer.UsageError) as raised:
        explainer.explain(LENET, **{name: value})
    assert said in str(raised.value)


@pytest.mark.parametrize(
    "text", ["8" * 31, "1" + "0" * 19, "1000000001GB", "10" * 3000, "1000001TB"]
)
def test_more_memory_than_there_is_is_refused_by_its_bound(text: str) -> None:
    with pytest.raises(explainer.UsageError, match=r"at most 10\^18 bytes"):
        explainer.explain(LENET, fits=text)


def test_the_most_memory_is_searched_at_once() -> None:
    assert bytes_of("1000000000GB") == bytes_of("0001000000TB") == 10**18
    figures = ""

    def search() -> None:
        nonlocal figures
        figures = explainer.explain(LENET, fits="1000000TB").json()

    assert calls_in(search) < 2_000_000  # a step of the search is one for each doubling
    assert '"size": 1000000000000000000' in figures
