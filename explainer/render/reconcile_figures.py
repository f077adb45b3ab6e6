"""What other tools print as one JSON object, stable and documented in the README."""

from __future__ import annotations

import json
from typing import Any

from explainer.graph import Graph
from explainer.memory.other_tools import findings
from explainer.memory.other_tools.finding import Finding, Line
from explainer.memory.plan import Plan


def reconcile_json(graph: Graph, plan: Plan) -> str:
    """The object as text, with a line end; None where a figure is not known."""
    figures = {
        "name": graph.name,
        "batch": plan.batch,
        "dtype": plan.dtype,
        "optimizer": plan.optimizer,
        "loss": plan.loss,
        "tools": [_tool(finding) for finding in findings(graph, plan)],
    }
    return json.dumps(figures, indent=2, ensure_ascii=False) + "\n"


def _tool(finding: Finding) -> dict[str, Any]:
    """Its best-known line, and then all of them."""
    return {
        "tool": finding.tool.name,
        **_line(finding.main),
        "standing": finding.standing,
        "source": finding.tool.source,
        "lines": [_line(line) for line in finding.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    """The text as printed, and the exact number behind it."""
    return {
        "prints": line.text,
        "value": line.value,
        "unit": line.printed.counts,
        "bytes": line.bytes,
    }
