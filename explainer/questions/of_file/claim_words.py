"""A published figure that a question is about, in two sentences and its hypotheses."""

from __future__ import annotations

from explainer.mistakes.engine.claims import ClaimResult
from explainer.page import nodes as n
from explainer.page.sentences import Part, say
from explainer.page.steps import mistake_title
from explainer.page.wording import joined, unit_word
from explainer.report.claim_words import WORDS, figure_words, printed_words

# More ways to a number than these are left to the chapter on published figures.
MOST_WAYS = 2


def claim_words(result: ClaimResult) -> n.Inlines:
    """What was printed, what is right, the verdict, and which mistakes give the number."""
    exact = result.exact
    given: dict[str, Part] = {
        "printed": printed_words(result),
        "verdict": say(f"claims.short_{WORDS[result.verdict]}"),
    }
    if exact is None:
        told = say("asked.claim_unknown", **given)
    else:
        told = say(f"asked.claim_{result.exact_unit}", exact=exact, **given)
    return joined([told, *_ways(result)], " ")


def _ways(result: ClaimResult) -> list[n.Inlines]:
    if not result.verdict.is_wrong:
        return []
    unit = unit_word(result.unit)
    # A mistake that is met in several shapes is named once, in its first.
    ways = {way.mistakes: way for way in reversed(result.explanations)}
    first = [way for way in result.explanations if ways[way.mistakes] is way]
    return [
        say(
            "asked.way",
            mistake=joined([mistake_title(name) for name in way.mistakes], " + "),
            figure=figure_words(way.value, result),
            unit=unit,
        )
        for way in first[:MOST_WAYS]
    ]
