"""The figure of ours that stands beside a tool's."""

from __future__ import annotations

from dataclasses import dataclass, replace

from explainer.graph import Graph
from explainer.memory.network import totals_of
from explainer.memory.other_tools.finding import Finding
from explainer.memory.plan import Plan
from explainer.memory.textbook import training_of


@dataclass(frozen=True)
class Ours:
    """A figure of the textbook account: in values for tools that count values, else in bytes."""

    value: int
    counts_values: bool = False


def ours(finding: Finding, graph: Graph, plan: Plan) -> Ours | None:
    """What we have for the same thing; None where neither account has it."""
    sums, b, batch = totals_of(graph), plan.bytes_per_value, plan.batch
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
            return Ours(training_of(graph, replace(plan, optimizer="adam")).total)
        case "training":
            return Ours(training_of(graph, plan).total)
        case _:
            return None
