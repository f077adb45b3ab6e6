"""The answer to what is asked, from what was read."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from tests.solving.counting import product
from tests.solving.facts import Asked, Facts, NotSaidError
from tests.solving.of_layers import all_outputs, all_parameters, rows, work_of, works
from tests.solving.of_training import (
    largest_batch,
    memory_given,
    trained_as_said,
    trained_network,
    training_bytes,
)
from tests.solving.sentences import read

UNITS = {"bytes": 1}


def answer(text: str, facts: Facts) -> str:
    """The answer to a question, as it would be written down."""
    read(text, facts)
    if facts.asked is None:
        raise NotSaidError("what is asked")
    asked = facts.asked
    if asked.what == "fits":
        return (
            "yes"
            if training_bytes(trained_as_said(asked, facts, asked.numbers["batch"]))
            <= memory_given(facts)
            else "no"
        )
    if asked.what == "largest batch":
        return str(largest_batch(facts))
    count = ASKED[asked.what.removesuffix(" in")](facts)
    if not asked.what.endswith(" in"):
        return str(count)
    size = count if asked.what == "training in" else count * facts.number("b")
    return _in_unit(size, asked, facts)


def _in_unit(size: int, asked: Asked, facts: Facts) -> str:
    unit = (UNITS | facts.units).get(asked.unit)
    if unit is None:
        raise NotSaidError(f"how much a {asked.unit} is")
    if not asked.decimals:
        assert size % unit == 0
        return str(size // unit)
    return str((Decimal(size) / unit).quantize(Decimal("0.1"), ROUND_HALF_UP))


ASKED: dict[str, Callable[[Facts], int]] = {
    "rows": rows,
    "weights": lambda facts: work_of(facts).weights(),
    "biases": lambda facts: work_of(facts).biases(),
    "parameters": lambda facts: work_of(facts).weights() + work_of(facts).biases(),
    "output": lambda facts: product(work_of(facts).output()),
    "stored": lambda facts: work_of(facts).stored(),
    "all weights": lambda facts: sum(work.weights() for work, _ in works(facts)),
    "all parameters": all_parameters,
    "all outputs": all_outputs,
    "training": lambda facts: training_bytes(trained_network(facts)),
}
