"""The figure of ours that stands beside a tool's."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.memory.textbook.account import training_of
from explainer.memory.textbook.sums import totals_of
from explainer.network.case import Case
from explainer.tools.finding import Finding

# What there is in our accounts; bare totals may lack what it is made of.
BESIDE = ("stored_once", "stored", "saved", "both", "values", "parameters", "adam", "training")


@dataclass(frozen=True)
class Ours:
    """A figure of the textbook account: in values for tools that count values, else in bytes."""

    value: int
    counts_values: bool = False


def ours(finding: Finding, case: Case) -> Ours | None:
    """What we have for the same thing; None where neither account has it."""
    sums, b, batch = totals_of(case.graph).known, case.plan.bytes_per_value, case.plan.batch
    match finding.tool.beside:
        case "stored_once":
            return _ours(sums["activations"], b)
        case "stored" | "saved":
            return _ours(sums["activations"], batch * b)
        case "both":
            return _ours(sums["activations"], 2 * batch * b)
        case "values":
            return _ours(sums["activations"], batch, counts_values=True)
        case "parameters":
            return _ours(sums["parameters"], b)
        case "adam":
            return _ours(training_of(case.with_plan(optimizer="adam")).known["total"])
        case "training":
            return _ours(training_of(case).known["total"])
        case _:
            return None


def _ours(number: int | None, times: int = 1, *, counts_values: bool = False) -> Ours | None:
    return None if number is None else Ours(number * times, counts_values)
