"""Where memory lies: the values and the parameters of each stage, in percent of all."""

from __future__ import annotations

from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.scale import share
from explainer.page.sentences import say
from explainer.report.stages import Stage, stages_of
from explainer.results.results import Results


def where_memory_lies(work: Results) -> list[n.Block]:
    """The picture; nothing where no layers are known."""
    if work.bare:
        return []
    stages = stages_of(work.graph)
    rows = tuple(
        d.BarRow((n.User(stage.name),), (stage.activations, stage.parameters)) for stage in stages
    )
    sides: tuple[tuple[d.Series, n.Inlines], ...] = (
        ("activations", say("where.values")),
        ("parameters", say("where.parameters")),
    )
    added = any(len(stage.nodes) > 1 for stage in stages)
    caption = say("where.stages" if added else "where.layers")
    return [n.Figure(d.Mirror(sides, rows), caption, _most(stages))]


def _most(stages: list[Stage]) -> n.Inlines:
    """The stage with the most values and the one with the most parameters, and what they share."""
    values = sum(stage.activations for stage in stages)
    learnt = sum(stage.parameters for stage in stages)
    first = max(stages, key=lambda stage: (stage.activations, stage.parameters))
    most = _share(first.activations, values)
    if not learnt:
        return say("where.nothing_learnt", stage=n.User(first.name), values=most)
    second = max(stages, key=lambda stage: (stage.parameters, stage is first))
    told: dict[str, n.Inlines | n.Inline] = {
        "stage": n.User(first.name), "values": most,
        "parameters": _share(first.parameters, learnt),
    }  # fmt: skip
    if second is first:
        return say("where.together", **told)
    return say(
        "where.apart", **told, second=n.User(second.name),
        second_values=_share(second.activations, values),
        second_parameters=_share(second.parameters, learnt),
    )  # fmt: skip


def _share(part: int, whole: int) -> n.Inlines:
    return (n.Words(share(part, whole)),)
