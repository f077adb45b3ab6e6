"""What other tools print as one JSON object, stable and documented in site/reference/json.md."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explainer.network.case import Case
    from explainer.tools.finding import Finding, Line


def reconcile_json(case: Case, findings: Iterable[Finding]) -> str:
    """The object as text, with a line end; None where a figure is not known."""
    figures = {
        "name": case.graph.name,
        "batch": case.plan.batch,
        "dtype": case.plan.dtype,
        "optimizer": case.plan.optimizer,
        "loss": case.loss,
        "tools": [_tool(finding) for finding in findings],
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
