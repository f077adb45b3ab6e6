"""A model as a case that can be run; and the same one after a reader has set some values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from explainer.errors import ModelFileError
from explainer.language import sentence
from explainer.mistakes.engine.number import check_claims
from explainer.network.case import Case, check_optimizer
from explainer.network.freezing import check_freezing, check_freezing_of_file
from explainer.network.graph import Graph, build
from explainer.network.plan import plan_for
from explainer.readers.changes import HERE, Change, with_changes
from explainer.results.file_questions import file_questions_of
from explainer.spec import ModelSpec


def case_of(spec: ModelSpec, knobs: Mapping[str, Any]) -> Case:
    """The case of a model; UsageError where it can't be run as it is asked."""
    return checked(Case(built(spec), plan_for(spec, **knobs)))


def built(spec: ModelSpec) -> Graph:
    """The graph of a model; ModelFileError where something in its file is wrong."""
    graph = build(spec)
    check_freezing_of_file(graph)
    return graph


def checked(case: Case) -> Case:
    """The case itself; UsageError where its plan asks for what its network doesn't have.

    Raises ModelFileError where a published figure of the file, or a question, is about nothing in
    it: so every command and every format refuses the same files.
    """
    check_freezing(case.graph, case.plan.freeze)
    check_optimizer(case)
    check_claims(case)
    file_questions_of(case)
    return case


def changed_case(first: Case, changes: Sequence[Change], knobs: Mapping[str, Any]) -> Case:
    """The case with the values set; ModelFileError where it no longer fits together.

    knobs: what the caller says of the plan; a value that is set goes before it.
    """
    spec = with_changes(first.graph.spec, changes)
    set_here = {change.setting for change in changes if not change.layer}
    plan = plan_for(spec, **{k: v for k, v in knobs.items() if k not in set_here})
    try:
        return checked(Case(built(spec), plan))
    except ModelFileError as error:
        if error.place == HERE:
            raise
        raise _does_not_fit(changes, error) from None


def _does_not_fit(changes: Sequence[Change], error: ModelFileError) -> ModelFileError:
    targets = ", ".join(change.target for change in changes)
    return ModelFileError(
        HERE,
        sentence("set.does_not_fit", targets=targets, fault=error.fault),
        layer=sentence("layer.label_at", layer=error.layer, place=str(error.place))
        if error.layer
        else str(error.place),
        sum=error.sum,
        advice=error.advice,
    )
