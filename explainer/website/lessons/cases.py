"""The networks that lessons show: the examples, perhaps with some values set anew."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from explainer.derivation.derive import Step, step_of, steps_of
from explainer.errors import UsageError
from explainer.language import sentence
from explainer.memory.bridge.seven_parts import part_values, seven_parts
from explainer.memory.framework.workspace import unfolded, workspace, workspace_values
from explainer.memory.textbook.unit_formulas import amounts, memory_units
from explainer.page.sentences import knows
from explainer.readers import read
from explainer.readers.changes import read_changes
from explainer.render.literal import literal
from explainer.results.checked_case import case_of, changed_case
from explainer.results.results import Framework, Results

WHOLE = ("sums", "training", "inference")
THREADS = "threads="


@cache
def work_of(key: str, *changes: str) -> Results:
    """An example worked out. changes: as `--set` takes them, and threads=N."""
    knobs: dict[str, Any] = {}
    for change in changes:
        if change.startswith(THREADS):
            knobs["threads"] = int(change.removeprefix(THREADS))
    case = case_of(read(f"example:{key}"), knobs)
    asked = [change for change in changes if not change.startswith(THREADS)]
    if asked:
        case = changed_case(case, read_changes(asked), knobs)
    return Results(case)


def called(key: str) -> str:
    """What a sentence calls an example: its name, where that is not a title of its own."""
    name = f"lesson.called_{key}"
    return sentence(name) if knows(name) else literal(work_of(key).graph.name)


def framework_of(work: Results) -> Framework:
    """The framework account, which every example in a lesson has."""
    if work.framework is None:
        raise UsageError(
            f"A lesson shows what a framework takes for {work.graph.name}: nothing is known."
        )
    return work.framework


def steps_at(work: Results, place: str) -> Sequence[Step]:
    """The steps of a place: a layer, `sums`, `training`, `inference`, `seven`, `workspace`.

    `size of parameters` and `size of activations` are that count in bytes, and `units of …` the
    same in units.
    """
    if place in WHOLE:
        found: Sequence[Step] = getattr(work, place)
        return found
    what, _, count = place.partition(" of ")
    if count:
        return _sizes(work, what, count)
    if place == "seven":
        return list(steps_of(seven_parts, part_values(work.case)))
    if place == "workspace":
        values = workspace_values(work.plan, unfolded(work.case))
        return list(steps_of(workspace, values))
    layers = [part.steps for part in work.layers if part.node.name == place]
    if not layers:
        raise UsageError(f"A lesson shows {place} of {work.graph.name}, which there is not.")
    return layers[0]


def _sizes(work: Results, what: str, count: str) -> list[Step]:
    values, b = getattr(work.totals, count), work.plan.bytes_per_value
    if what == "units":
        return list(steps_of(memory_units, {"size": values * b}))
    size = amounts.formulas_for(None)["size"]
    return [step_of(size, {"values": values, "b": b}, amounts.mistakes_for(None))]


def step_at(work: Results, place: str, name: str) -> Step:
    """One step; UsageError where a lesson asks for one that there is not."""
    found = next((step for step in steps_at(work, place) if step.name == name), None)
    if found is None:
        raise UsageError(f"A lesson shows {place}.{name} of {work.graph.name}: there is none.")
    return found
