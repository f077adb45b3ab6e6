"""How much of the report is shown: its detail, and which layer."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from explainer.errors import UsageError, named, nearest, shown
from explainer.language import sentence
from explainer.network.case import Case
from explainer.options.option import Question, layers_of
from explainer.readers.wording import first_of

Detail: TypeAlias = Literal["full", "first", "brief"]
DETAILS: tuple[Detail, ...] = ("full", "first", "brief")


def _detail(given: Any) -> Detail:
    for detail in DETAILS:
        if given == detail:
            return detail
    raise UsageError(
        sentence("detail.unknown", name=named(given)),
        sentence("hint.known_are", names=", ".join(DETAILS)),
    )


def _check_layer(case: Case, layer: object) -> None:
    names = [node.name for node in case.graph.nodes]
    if layer in names:
        return
    if not isinstance(layer, str):
        raise UsageError(sentence("layer.no_text", given=shown(layer)))
    name = case.graph.name
    if not names:
        raise UsageError(sentence("layer.bare_totals", network=name, name=named(layer)))
    close = nearest(layer, names, 0.5)
    hint = (
        sentence("hint.meant", name=repr(close))
        if close
        else sentence("hint.layers_are", names=first_of(names))
    )
    raise UsageError(sentence("layer.unknown", network=name, name=named(layer)), hint)


DETAIL: Question[Detail, None] = Question(
    name="detail",
    value="HOW",
    help="full, first or brief (first)",
    keyword="`full`, `first` or `brief`: every step in full, or the first layer of a kind in full, "
    "or one line a step.",
    row="every step in full; the first layer of a kind in full; one line a step",
    row_value="full|first|brief",
    without="`first`",
    offers=lambda _: DETAILS,
    read=_detail,
)
LAYER: Question[str, None] = Question(
    name="layer",
    value="NAME",
    help="report this layer only",
    keyword="the one layer that the report is about.",
    row="report one layer",
    without="all of them",
    offers=layers_of,
    check=_check_layer,
)
