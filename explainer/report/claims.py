"""Published figures beside the exact ones: a table of all, then those that need a word."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from explainer.language import number
from explainer.maths import Exact
from explainer.maths.tree import with_numbers
from explainer.mistakes.engine.claims import ClaimResult, claims_of
from explainer.mistakes.engine.explanation import Explanation
from explainer.mistakes.engine.verdict import Verdict
from explainer.mistakes.engine.workings import Made
from explainer.network.layout import input_text, reported
from explainer.network.plan import Plan, plan_for
from explainer.page import nodes as n
from explainer.page.digits import rounded
from explainer.page.sentences import Part, prose, say
from explainer.page.steps import Seen, mistake_title
from explainer.page.wording import binary_text, decimal_text, joined, unit_word
from explainer.results.results import Results

# What the page calls each verdict: in a file's list, wrong is wrong whether it is explained or not.
WORDS: dict[Verdict, Literal["right", "rounded", "unit", "wrong", "unknown"]] = {
    Verdict.RIGHT: "right", Verdict.ROUNDED: "rounded", Verdict.UNIT: "unit",
    Verdict.EXPLAINED: "wrong", Verdict.NOT_EXPLAINED: "wrong", Verdict.UNKNOWN: "unknown",
}  # fmt: skip
EXTRA_DIGITS = 2
# A wrong working longer than this is told by its result alone, and so is one of a single
# number, but for a division.
SYMBOLS_SHOWN = 12
ALONE = {"mb_for_mib", "gb_for_mib", "gb_for_gib", "mib_for_mb", "bytes_per_value_wrong"}


def wrong_claims(work: Results, at_most: int) -> list[n.Block]:
    """The first published figures that are wrong, each with its causes."""
    explained: set[str] = set()
    wrong = [result for result in claims_of(work.case) if result.verdict.is_wrong]
    return [claim_block(result, explained) for result in wrong[:at_most]]


def claims_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """Each claim with its verdict, for the file's own batch whatever the report is for."""
    plan = plan_for(work.graph.spec)
    results = claims_of(work.case)
    if not results:
        return []
    told = [r for r in results if not r.verdict.is_right or r.spec.note]
    right = sum(r.verdict.is_right for r in results)
    explained: set[str] = set()
    return [
        n.Heading(2, say("part.claims"), "claims"),
        n.Paragraph(say("claims.intro")),
        *([n.Paragraph(_file_plan(plan), "note")] if plan != work.plan else []),
        n.Paragraph(say("claims.summary", right=right, count=len(results))),
        _table(results),
        *(claim_block(result, explained) for result in told),
    ]


def _file_plan(plan: Plan) -> n.Inlines:
    dtype, optimizer = n.Code(plan.dtype), n.Code(plan.optimizer)
    return say("claims.file_plan", batch=plan.batch, dtype=dtype, optimizer=optimizer)


def _table(results: tuple[ClaimResult, ...]) -> n.Table:
    columns = (
        n.Column(say("claims.column_quantity")),
        n.Column(say("claims.column_printed"), "number"),
        n.Column(say("claims.column_exact"), "number"),
        n.Column(say("claims.column_verdict")),
    )
    rows = tuple(
        n.Row((_quantity(r), _printed(r), _exact_short(r), say(f"claims.short_{WORDS[r.verdict]}")))
        for r in results
    )
    return n.Table(say("claims.caption"), columns, rows)


def _quantity(result: ClaimResult) -> n.Inlines:
    overrides = _overrides(result)
    name = n.User(result.spec.quantity)
    return say("claims.quantity_with", quantity=name, overrides=overrides) if overrides else (name,)


def _overrides(result: ClaimResult) -> n.Inlines:
    each = [(n.User(f"{key}: {_made_for(result, key)}"),) for key in result.spec.overrides]
    return joined([tuple(parts) for parts in each])


def _made_for(result: ClaimResult, key: str) -> str:
    """One thing that the claim was made for, as the file writes it; the channels come last."""
    given, spec = result.spec.overrides[key], result.case.graph.spec
    if key != "input":
        return given.text
    return reported(given, spec).text or input_text(spec)


def _printed(result: ClaimResult) -> n.Inlines:
    return (n.User(f"{result.spec.value} {result.spec.unit}"),)


def _exact_short(result: ClaimResult) -> n.Inlines:
    if result.exact is None:
        return say("claims.exact_missing")
    return say(f"claims.exact_{result.exact_unit}", exact=result.exact)


def claim_block(result: ClaimResult, explained: set[str]) -> n.Claim:
    """One claim; what a mistake gets wrong is explained where the section first names it."""
    source = result.spec.source
    quoted: dict[str, Part] = {
        "printed": n.Strong((n.Words("“"), *_printed(result), n.Words("”"))),
        "quantity": _quantity(result),
    }
    printed = (
        say("claims.printed_source", source=n.User(source), **quoted)
        if source
        else say("claims.printed", **quoted)
    )
    return n.Claim(
        printed=printed,
        exact=_exact(result),
        verdict=WORDS[result.verdict],
        verdict_parts=_verdict(result),
        causes=tuple(_cause(cause, result, explained) for cause in result.explanations),
        note=(n.User(result.spec.note),) if result.spec.note else (),
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
    if result.verdict is Verdict.UNIT:
        return say(
            "claims.unit",
            units=", ".join(map(unit_word, result.fitting_units)),
            unit=unit_word(result.unit),
        )
    told = say(f"claims.{WORDS[result.verdict]}")
    if not result.verdict.is_wrong:
        return told
    count = len(result.explanations)
    why = say("claims.causes", count=count) if count else say("claims.no_cause")
    return (*told, n.Words(" "), *why)


def _cause(cause: Explanation, result: ClaimResult, explained: set[str]) -> n.Inlines:
    """What may have been done: the mistakes, their working, and what they give."""
    titles = [mistake_title(name) for name in cause.mistakes]
    given: dict[str, Part] = {
        "mistake": n.Strong(titles[0]),
        "figure": n.Words(_figure(cause.value, result)),
        "unit": unit_word(result.unit),
    }
    if cause.is_single:
        parts = say("claims.cause" if cause.wrong else "claims.cause_printing", **given)
    else:
        parts = say("claims.cause_two", second=n.Strong(titles[-1]), **given)
    for step in cause.steps:
        if 1 < len(step.arguments) <= SYMBOLS_SHOWN or step.formula.name in ALONE:
            parts = (*parts, n.Words(" "), *say("claims.working", working=_working(step)))
    alike = sum(other.mistakes == cause.mistakes for other in result.explanations) > 1
    for mistake in cause.wrong:
        if mistake.why not in explained or (alike and mistake is cause.wrong[0]):
            parts = (*parts, n.Words(" "), *prose(mistake.why))
        explained.add(mistake.why)
    if cause.layers > 1:
        parts = (*parts, n.Words(" "), *say("claims.in_layers", layers=cause.layers))
    elif cause.carried:
        parts = (*parts, n.Words(" "), *say("claims.carried", layer=n.User(cause.layer)))
    return (*parts, n.Words(" "), *say("claims.all")) if cause.explains_all else parts


def _working(step: Made) -> n.Inlines:
    """The wrong formula with its numbers, and its value."""
    numbers = with_numbers(step.formula.form(step.arguments), step.arguments)
    return (n.Maths(numbers), n.Words(" = "), n.Words(_short(step.value)))


def _short(value: Exact) -> str:
    """A value in full, or with a few decimals where it has many."""
    return number(value) if isinstance(value, int) else rounded(Fraction(value), EXTRA_DIGITS)


def _figure(value: Exact, result: ClaimResult) -> str:
    """A value in the claim's unit, with two decimals more than were printed."""
    if isinstance(value, int):
        return number(value)
    decimals = len(result.spec.value.partition(".")[2]) + EXTRA_DIGITS
    return rounded(Fraction(value), decimals)
