"""Published figures, and what was found in another way."""

from __future__ import annotations

from explainer.mistakes.engine.claims import claims_of
from explainer.mistakes.engine.verdict import Verdict
from explainer.page import nodes as n
from explainer.page.sentences import prose, say
from explainer.page.steps import Seen, mistake_title
from explainer.page.wording import joined
from explainer.report.checks import checks_blocks
from explainer.report.claim_words import named_ways
from explainer.report.claims import published_table
from explainer.report.handout import mistakes_told
from explainer.report.instructive import published_ideas
from explainer.results.results import Results


def checks(work: Results, seen: Seen) -> list[n.Block]:
    """What was found in another way: a sentence where all agrees, else the table.

    Nothing where the totals don't give enough for anything to be found twice.
    """
    if not work.checks:
        return []
    if work.measured is not None or any(one.first != one.second for one in work.checks):
        return checks_blocks(work, seen)
    told = say("worked.checks", count=len(work.checks))
    more = say("worked.verify") if work.framework is not None else ()
    title = n.Strong(say("worked.checks_line"))
    return [n.Paragraph(joined([(title,), told, *([more] if more else [])], " "))]


def published(work: Results, seen: Seen) -> list[n.Block]:
    """Published figures as one table."""
    table = published_table(work)
    if not table:
        return []
    return [n.Heading(2, say("part.claims"), "claims"), *table, *_hypotheses(work, seen)]


def _hypotheses(work: Results, seen: Seen) -> list[n.Block]:
    """What may have been done for a wrong figure, as far as no box has explained it."""
    named = {
        mistake.name: mistake
        for claim in claims_of(work.case)
        if claim.verdict is Verdict.EXPLAINED
        for way in named_ways(claim)
        for mistake in way.wrong
        if mistake.name not in seen.boxed | published_ideas(work, mistakes_told(work))
    }
    told = [
        say("worked.hypothesis", mistake=mistake_title(name), why=prose(mistake.why))
        for name, mistake in named.items()
    ]
    return [n.Listing(tuple(told))] if told else []
