"""How much of the report is shown: its detail, and which layer."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from explainer.errors import UsageError, named, nearest, shown
from explainer.language import sentence
from explainer.network.case import Case
from explainer.options.option import Question, layers_of
from explainer.readers.wording import first_of

Detail: TypeAlias = Literal["handout", "worked", "full"]
DETAILS: tuple[Detail, ...] = ("handout", "worked", "full")
# What there was, and what is to be used instead.
BEFORE: dict[object, Detail] = {"first": "worked", "brief": "handout"}


def _detail(given: Any) -> Detail:
    for detail in DETAILS:
        if given == detail:
            return detail
    if isinstance(given, str) and given in BEFORE:
        raise UsageError(
            sentence("detail.gone", name=named(given)),
            sentence("detail.instead", name=BEFORE[given], names=", ".join(DETAILS)),
        )
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
    help="handout, worked or full (worked)",
    keyword="`handout`, `worked` or `full`: two pages with the answer and the table, or each "
    "different kind of step once, or everything.",
    row="two pages to hand out; each different kind of step once; everything",
    row_value="handout|worked|full",
    without="`worked`",
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
