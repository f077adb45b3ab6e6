"""One published figure alone, as a lesson shows it: the verdict, and the hypotheses worked out."""

from __future__ import annotations

from explainer.mistakes.engine.claims import ClaimResult
from explainer.mistakes.engine.explanation import Explanation
from explainer.mistakes.engine.verdict import Verdict
from explainer.page import nodes as n
from explainer.page.citation import cited
from explainer.page.sentences import Part, prose, say
from explainer.page.steps import mistake_title
from explainer.page.wording import binary_text, decimal_text, unit_word
from explainer.report.claim_words import (
    WORDS,
    figure_words,
    is_shown,
    made_where,
    quantity_words,
    quoted_words,
    together_words,
    working_words,
)


def claim_block(result: ClaimResult, explained: set[str]) -> n.Claim:
    """One claim alone, as a lesson shows it; what a mistake gets wrong is told where it is new."""
    source = result.spec.source
    printed = say("claims.printed", printed=quoted_words(result), quantity=quantity_words(result))
    if source:
        printed = (*printed, n.Words(" "), *say("claims.source", source=cited(source)))
    told = " ".join(filter(None, (result.spec.reason, result.spec.note)))
    return n.Claim(
        printed=printed,
        exact=_exact(result),
        verdict=WORDS[result.verdict],
        verdict_parts=_verdict(result),
        causes=tuple(_cause(cause, result, explained) for cause in result.explanations),
        note=(n.User(told),) if told else (),
    )


def _exact(result: ClaimResult) -> n.Inlines:
    exact = result.exact
    if exact is None:
        return ()
    if result.exact_unit == "values" or not isinstance(exact, int):
        return say("claims.full_values", exact=exact)
    return say(
        "claims.full_bytes", exact=exact, decimal=decimal_text(exact), binary=binary_text(exact)
    )


def _verdict(result: ClaimResult) -> n.Inlines:
    short = n.Strong(say(f"claims.short_{WORDS[result.verdict]}"))
    told = say("claims.judged", verdict=short)
    if result.verdict is Verdict.UNIT:
        units = ", ".join(map(unit_word, result.fitting_units))
        return (*told, n.Words(" "), *say("claims.why_unit", units=units))
    if not result.verdict.is_wrong:
        return told
    why = say("claims.causes" if result.explanations else "claims.no_cause")
    return (*told, n.Words(" "), *why)


def _cause(cause: Explanation, result: ClaimResult, explained: set[str]) -> n.Inlines:
    """What may have been done: the mistakes, their working, and what they give."""
    titles = [mistake_title(name) for name in cause.mistakes]
    given: dict[str, Part] = {
        "mistake": n.Strong(titles[0]),
        "figure": n.Words(figure_words(cause.value, result)),
        "unit": unit_word(result.unit),
    }
    if not cause.wrong:
        parts = say("claims.once_bare", mistake=n.Strong(together_words(cause)))
    elif cause.is_single:
        parts = say("claims.cause", **given)
    else:
        parts = say("claims.cause_two", second=n.Strong(titles[-1]), **given)
    for step in cause.steps:
        if is_shown(step):
            parts = (*parts, n.Words(" "), *say("claims.working", working=working_words(step)))
    alike = sum(other.mistakes == cause.mistakes for other in result.explanations) > 1
    for mistake in cause.wrong:
        if mistake.why not in explained or (alike and mistake is cause.wrong[0]):
            parts = (*parts, n.Words(" "), *prose(mistake.why))
        explained.add(mistake.why)
    parts = (*parts, *made_where(cause))
    return (*parts, n.Words(" "), *say("claims.all")) if cause.explains_all else parts
