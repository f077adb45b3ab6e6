"""A published figure that a question is about, in two sentences and its hypotheses."""

from __future__ import annotations

from explainer.mistakes.engine.claims import ClaimResult
from explainer.page import nodes as n
from explainer.page.citation import cited
from explainer.page.sentences import Part, say
from explainer.page.steps import mistake_title
from explainer.page.wording import joined, unit_word
from explainer.report.claim_words import (
    WORDS,
    figure_words,
    from_printed_rows,
    named_ways,
    printed_words,
)


def claim_words(result: ClaimResult) -> n.Inlines:
    """What was printed, what is right, the verdict, and which mistakes give the number."""
    exact = result.exact
    printed = _with_source(result)
    if exact is None:
        return say("asked.claim_unknown", printed=printed)
    given: dict[str, Part] = {
        "exact": exact,
        "printed": printed,
        "verdict": say(f"claims.short_{WORDS[result.verdict]}"),
    }
    return joined([say(f"asked.claim_{result.exact_unit}", **given), *_ways(result)], " ")


def _with_source(result: ClaimResult) -> n.Inlines:
    """What was printed, and where."""
    printed, source = printed_words(result), result.spec.source
    return say("asked.printed", printed=printed, source=cited(source)) if source else printed


def _ways(result: ClaimResult) -> list[n.Inlines]:
    if not result.verdict.is_wrong:
        return []
    unit = unit_word(result.unit)
    return [
        say(
            "asked.way_rounded" if from_printed_rows(way) else "asked.way",
            mistake=joined([mistake_title(name) for name in way.mistakes], " + "),
            figure=figure_words(way.value, result),
            unit=unit,
        )
        for way in named_ways(result)
    ]
