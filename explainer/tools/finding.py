"""What another tool prints for a network: its own rule as formulas, run, and in its own words.

A rule is a Formulary. Its formulas run in order, and each may need the ones before it; one
that needs a number which is not known here is left out, and its line is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from explainer.maths import Arguments, Formula
from explainer.maths.formulary import Formulary
from explainer.network.case import Case
from explainer.tools.tally import Tally

Counted: TypeAlias = Literal["bytes", "values", "macs"]
# Exact: the tool's own rule; hypothesis: nobody knows how the figure was made; not measured:
# the rules were found on another device; lower bound: the rest of it cannot be derived.
Standing: TypeAlias = Literal["exact", "hypothesis", "not measured", "lower bound"]


@dataclass(frozen=True)
class Printed:
    """A line that a tool prints.

    of: the formula that gives what is counted; size: the one that gives its bytes, if any.
    text: the line as it stands there, from the count and the bytes; `label: value`.
    divisor: what the bytes are divided by, under the name of a unit that the line has.
    """

    of: str
    text: Callable[[int, int], str]
    size: str = ""
    counts: Counted = "bytes"
    divisor: int = 1
    unit: str = ""


@dataclass(frozen=True)
class Known:
    """What the formulas of a tool look up for this network.

    tally: what it counts beside the textbook's count, kind by kind.
    missing: why some of its lines can't be derived, by the key of a sentence; kinds: its layers.
    """

    values: dict[str, Any] = field(default_factory=dict)
    tally: Tally | None = None
    missing: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tool:
    """A tool: its rule, its lines (the first is the one that it is known for), its source.

    beside: which figure of ours stands beside its own: a key of `ours.BESIDE`.
    """

    name: str
    title: str
    source: str
    rule: Formulary
    lines: Callable[[Mapping[str, Any]], tuple[Printed, ...]]
    known: Callable[[Case], Known]
    beside: str
    standing: Callable[[Mapping[str, Any]], Standing] = lambda _: "exact"


@dataclass(frozen=True)
class Worked:
    """A formula of the rule, run."""

    formula: Formula
    arguments: Arguments
    value: int


@dataclass(frozen=True)
class Line:
    """A line worked out; `text` is None where it can't be."""

    printed: Printed
    text: str | None
    value: int | None
    bytes: int | None


@dataclass(frozen=True)
class Finding:
    """A tool's rule worked out for a network."""

    tool: Tool
    worked: tuple[Worked, ...]
    lines: tuple[Line, ...]
    known: Known
    standing: Standing

    @property
    def main(self) -> Line:
        """The line that the tool is known for."""
        return self.lines[0]


def find(tool: Tool, case: Case) -> Finding:
    """Run a tool's rule."""
    known = tool.known(case)
    values, worked = dict(known.values), []
    for name, formula in tool.rule.formulas_for(known.values).items():
        if formula.missing(values):
            continue
        arguments = formula.arguments(values)
        value = formula.value(arguments)
        assert isinstance(value, int)
        values[name] = value
        worked.append(Worked(formula, arguments, value))
    lines = tuple(_line(printed, values) for printed in tool.lines(known.values))
    return Finding(tool, tuple(worked), lines, known, tool.standing(known.values))


def _line(printed: Printed, values: Mapping[str, Any]) -> Line:
    size = printed.size or (printed.of if printed.counts == "bytes" else "")
    if printed.of not in values or (size and size not in values):
        return Line(printed, None, None, None)
    value, taken = values[printed.of], values[size] if size else None
    return Line(printed, printed.text(value, taken or 0), value, taken)
