"""All numbers of segments that were tried, and whether the rule of the square root misses."""

from __future__ import annotations

from fractions import Fraction

from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.digits import rounded
from explainer.page.sentences import say
from explainer.page.wording import joined, share_text
from explainer.questions.checkpointing.search import (
    Checkpointing,
    Tried,
    every_number_to,
    standing_out,
)
from explainer.questions.checkpointing.textbook import textbook_cut

# With more tries only those are shown that stand out.
ROWS = 12


def search_blocks(found: Checkpointing) -> list[n.Block]:
    """The table, the chart, and the verdict on the rule with its reason."""
    every = every_number_to(found.layers)
    searched = "checkpoint.searched" if every == found.layers else "checkpoint.searched_some"
    shown = _shown(found)
    batch, count = found.case.plan.batch, len(found.tried)
    caption = (
        say("checkpoint.results_all", batch=batch)
        if len(shown) == count
        else say("checkpoint.results", count=count, batch=batch)
    )
    return [
        n.Heading(4, say("checkpoint.goal_search")),
        n.Paragraph(say(searched, every=every)),
        n.Table(caption, _columns(), tuple(_row(found, each) for each in shown)),
        _chart(found, shown),
        *[n.Paragraph(told) for told in _verdict(found)],
    ]


def _shown(found: Checkpointing) -> list[Tried]:
    """Every try where they are few; else the first, the doublings, and what stands out."""
    if len(found.tried) <= ROWS:
        return list(found.tried)
    best = (found.lowest_peak or found.fewest_values).segments
    numbers = standing_out(found.layers, found.fewest_values.segments, found.asked)
    numbers |= {best - 1, best, best + 1}
    return [each for each in found.tried if each.segments in numbers]


def _columns() -> tuple[n.Column, ...]:
    return (
        n.Column(say("checkpoint.segments"), "number"),
        n.Column(say("checkpoint.layers_each"), "number"),
        n.Column(say("checkpoint.kept_values"), "number"),
        n.Column(say("checkpoint.peak"), "number"),
        n.Column(say("checkpoint.again"), "number"),
        n.Column(say("checkpoint.remark")),
    )


def _row(found: Checkpointing, each: Tried) -> n.Row:
    size = each.values * found.case.plan.batch * found.case.plan.bytes_per_value
    peak = say("checkpoint.no_peak") if each.peak is None else (n.Num(each.peak),)
    again = say("checkpoint.percent", share=rounded(100 * found.share_again(each.segments), 1))
    return n.Row((
        (n.Num(each.segments),), (n.Num(found.layers // each.segments),), (n.Num(size),),
        peak, again, _remarks(found, each),
    ))  # fmt: skip


def _remarks(found: Checkpointing, each: Tried) -> n.Inlines:
    """What is to be said of a number of segments."""
    best = found.lowest_peak
    said = {
        "none": each.segments == 1,
        "rule": each == found.rule,
        "asked": each.segments == found.asked,
        "values": each.values == found.fewest_values.values,
        "peak": best is not None and each.peak == best.peak,
    }
    return joined([say(f"checkpoint.remark_{key}") for key, true in said.items() if true])


def _chart(found: Checkpointing, shown: list[Tried]) -> n.Figure:
    """Both accounts over the number of segments."""
    size = found.case.plan.batch * found.case.plan.bytes_per_value
    series: list[tuple[d.Series, n.Inlines]] = [("activations", say("checkpoint.kept_values"))]
    if found.lowest_peak is not None:
        series.append(("parameters", say("checkpoint.peak")))
    rows = tuple(
        d.BarRow(
            say("checkpoint.chart_row", k=each.segments)
            if each.segments > 1
            else say("checkpoint.chart_row_one"),
            (each.values * size,) if each.peak is None else (each.values * size, each.peak),
        )
        for each in shown
    )
    chart = d.BarChart(tuple(series), rows)
    return n.Figure(chart, say("checkpoint.chart"), _chart_sentence(found, size))


def _chart_sentence(found: Checkpointing, size: int) -> n.Inlines:
    """Where the bars are lowest; or that none is lower than the first."""
    plain, last, best = found.tried[0], found.tried[-1], found.fewest_values
    if best.values >= plain.values:
        return say("checkpoint.chart_sentence_flat", plain=plain.values * size)
    return say(
        "checkpoint.chart_sentence",
        plain=plain.values * size,
        least=best.values * size,
        best=best.segments,
        most=last.segments,
        last=last.values * size,
    )


def _verdict(found: Checkpointing) -> list[n.Inlines]:
    """Whether the rule misses in the textbook account, and why."""
    rule, best = found.rule, found.fewest_values
    if rule.values == best.values:
        return [say("checkpoint.rule_hits", rule=rule.segments)]
    told = say(
        "checkpoint.rule_misses",
        rule=rule.segments,
        rule_values=rule.values,
        best=best.segments,
        best_values=best.values,
        share=share_text(best.values, rule.values),
    )
    return [told, _reason(found)]


def _reason(found: Checkpointing) -> n.Inlines:
    """What the rule takes for granted, beside what the network has."""
    ruled = textbook_cut(found.case.graph, found.rule.segments)
    best = textbook_cut(found.case.graph, found.fewest_values.segments)
    each = [node.count("activations") for node in found.case.graph.layers]
    cuts = {
        "rule": found.rule.segments,
        "largest": max(ruled.segment_values),
        "best": len(best.segments),
        "best_largest": max(best.segment_values),
    }
    if len(set(each)) == 1:
        return say("checkpoint.reason_equal", **cuts)
    return say(
        "checkpoint.reason_unequal",
        layers=found.layers,
        most=max(each),
        average=rounded(Fraction(sum(each), found.layers), 0),
        equal=share_text(1, found.rule.segments),
        share=share_text(max(ruled.segment_values), sum(ruled.segment_values)),
        borders=sum(ruled.border_values),
        best_borders=sum(best.border_values),
        **cuts,
    )
