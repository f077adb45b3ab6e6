"""Two networks side by side as figures: exact, the factors as text such as `121/9`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from explainer.layers.quantities import COUNTS
from explainer.questions.comparison.figures import Figure

if TYPE_CHECKING:
    from explainer.questions.comparison.figures import Beside
    from explainer.questions.comparison.reasons import Pair
    from explainer.spec import Given

BEFORE, AFTER = "before", "after"


def comparison_figures(beside: Beside, changes: Mapping[str, Given]) -> dict[str, Any]:
    """What was set, and what it changed."""
    return {
        "set": {name: plain_value(given.value) for name, given in changes.items()},
        **sums_beside(beside, (BEFORE, AFTER)),
        "layers": [_layer(pair) for pair in beside.changed],
    }


def sums_beside(beside: Beside, names: tuple[str, str]) -> dict[str, Any]:
    """The totals and the memory of two networks, called by these names."""
    memory: dict[str, dict[str, Any]] = {}
    for (account, part), figure in beside.memory.items():
        memory.setdefault(account, {})[part] = _figure(figure, names)
    return {"totals": {k: _figure(f, names) for k, f in beside.totals.items()}, "memory": memory}


def _figure(figure: Figure, names: tuple[str, str]) -> dict[str, Any]:
    factor = figure.factor
    found: dict[str, Any] = {names[0]: figure.first, names[1]: figure.second}
    found["factor"] = None if factor is None else str(factor)
    if any(figure.at_least):
        bounds = zip(names, figure.at_least, strict=True)
        found["at_least"] = [name for name, bound in bounds if bound]
    return found


def _layer(pair: Pair) -> dict[str, Any]:
    """A layer that changed: its output, and those of its counts that differ."""
    first, second = pair
    row: dict[str, Any] = {"name": second.name, "kind": second.kind}
    if first.output != second.output:
        row["output"] = {BEFORE: list(first.output), AFTER: list(second.output)}
    counts = {c: Figure(first.count(c), second.count(c)) for c in COUNTS}
    return row | {c: _figure(f, (BEFORE, AFTER)) for c, f in counts.items() if f.differs}


def plain_value(value: Any) -> Any:
    """The value that was set, as JSON has it; decimals as texts, so that they stay exact."""
    if isinstance(value, Mapping):
        return {key: plain_value(part.value) for key, part in value.items()}
    if isinstance(value, tuple):
        return [plain_value(part.value) for part in value]
    return value if isinstance(value, int | str) or value is None else str(Fraction(value))
