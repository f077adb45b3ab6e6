"""The figure of ours that stands beside a tool's."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.memory.textbook.account import training_of
from explainer.memory.textbook.sums import totals_of
from explainer.network.case import Case
from explainer.tools.finding import Finding


@dataclass(frozen=True)
class Ours:
    """A figure of the textbook account: in values for tools that count values, else in bytes."""

    value: int
    counts_values: bool = False


def ours(finding: Finding, case: Case) -> Ours | None:
    """What we have for the same thing; None where neither account has it."""
    sums, b, batch = totals_of(case.graph), case.plan.bytes_per_value, case.plan.batch
    match finding.tool.beside:
        case "stored_once":
            return Ours(sums.activations * b)
        case "stored" | "saved":
            return Ours(sums.activations * batch * b)
        case "both":
            return Ours(2 * sums.activations * batch * b)
        case "values":
            return Ours(sums.activations * batch, counts_values=True)
        case "parameters":
            return Ours(sums.parameters * b)
        case "adam":
            return Ours(training_of(case.with_plan(optimizer="adam")).total)
        case "training":
            return Ours(training_of(case).total)
        case _:
            return None
