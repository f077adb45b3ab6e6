"""Published figures beside the exact ones: a table with a reason a line, and what it can't hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

from explainer.mistakes.engine.claims import ClaimResult, claims_of
from explainer.mistakes.engine.explanation import Explanation
from explainer.mistakes.engine.verdict import Verdict
from explainer.network.plan import Plan, plan_for
from explainer.page import nodes as n
from explainer.page.citation import cited
from explainer.page.sentences import prose, say
from explainer.page.steps import Seen, mistake_title
from explainer.page.wording import joined, unit_word
from explainer.report.claim_words import (
    WORDS,
    figure_words,
    is_shown,
    made_where,
    printed_words,
    quantity_words,
    quoted_words,
    right_words,
    together_words,
    working_words,
)
from explainer.report.measured import measured_blocks
from explainer.results.results import Results
from explainer.spec import Source

# Of more figures in one row only the first and the last are written.
LISTED = 8
# As a share of the rows: more sources than this are told in a column, and none heads its rows.
MOST_SOURCES = 0.6
# Fewer figures that share their verdict are a row each; so many with a reason in common are one.
LEAST_RUN, LEAST_WITH_REASON = 3, 2


def claims_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """The table, each mistake worked out once, and what its notes add, for the file's own run."""
    results = claims_of(work.case)
    if not results:
        return []
    return [
        n.Heading(2, say("part.claims"), "claims"),
        *published_table(work),
        *_mistakes(results),
        *_notes(results),
        *measured_blocks(work),
    ]


def cited_in(work: Results) -> tuple[Source, ...]:
    """The sources of the file: of the network, and of each published figure, each once."""
    claims = (claim.source for claim in work.graph.spec.claims if claim.source is not None)
    addresses: dict[str, Source] = {}
    for source in (*work.graph.spec.sources, *claims):
        addresses.setdefault(source.link or source.text, source)
    return tuple(addresses.values())


# ---- the table ----------------------------------------------------------------------------


def published_table(work: Results) -> list[n.Block]:
    """Every published figure: what was printed, of what, what is right, the verdict, and why.

    Figures of one source that share verdict and reason are one row. Nothing without any.
    """
    results, plan = claims_of(work.case), plan_for(work.graph.spec)
    if not results:
        return []
    right = sum(result.verdict.is_right for result in results)
    own = [n.Paragraph(_file_plan(plan), "note")] if plan != work.plan else []
    return [
        n.Paragraph(say("claims.summary", right=right, count=len(results))),
        *own,
        _table(results),
    ]


def _file_plan(plan: Plan) -> n.Inlines:
    dtype, optimizer = n.Code(plan.dtype), n.Code(plan.optimizer)
    return say("claims.file_plan", batch=plan.batch, dtype=dtype, optimizer=optimizer)


def _table(results: tuple[ClaimResult, ...]) -> n.Table:
    headed = _is_headed(results)
    columns: tuple[n.Column, ...] = (
        n.Column(say("claims.column_printed")),
        n.Column(say("claims.column_quantity")),
        n.Column(say("claims.column_exact")),
        n.Column(say("claims.column_verdict"), "prose" if headed else "text"),
    )
    if not headed and _named(results):
        columns = (*columns, n.Column(say("claims.column_source"), aside=True))
    return n.Table(say("claims.caption"), columns, tuple(_rows(results, headed=headed)))


def _is_headed(results: tuple[ClaimResult, ...]) -> bool:
    """Whether the rows of a source stand under its name: not where most would stand alone."""
    sources = [list(_runs(list(own))) for _, own in groupby(results, key=_source)]
    return _named(results) and len(sources) <= MOST_SOURCES * sum(map(len, sources))


def _source(result: ClaimResult) -> Source | None:
    return result.spec.source


def _named(results: tuple[ClaimResult, ...]) -> bool:
    return any(map(_source, results))


def _rows(results: tuple[ClaimResult, ...], *, headed: bool) -> Iterator[n.Row]:
    """The rows of each source, under its name or before it."""
    for source, own in groupby(results, key=_source):
        words = cited(source) if source else ()
        if headed:
            yield n.Row((words or say("claims.no_source"),), heads=True)
        for run in _runs(list(own)):
            cells = _cells(run)
            yield n.Row(cells if headed or not _named(results) else (*cells, words))


def _runs(results: list[ClaimResult]) -> Iterator[list[ClaimResult]]:
    """Figures of one source that share verdict and reason; where they are few, a row each."""
    together: dict[tuple[object, ...], list[ClaimResult]] = {}
    for one in results:
        together.setdefault(_alike(one), []).append(one)
    for one in results:
        run = together[_alike(one)]
        if len(run) < (LEAST_WITH_REASON if one.spec.reason else LEAST_RUN):
            yield [one]
        elif one is run[0]:
            yield run


def _alike(result: ClaimResult) -> tuple[object, ...]:
    ways = tuple(dict.fromkeys(way.mistakes for way in result.explanations))
    unit = result.fitting_units if result.verdict is Verdict.UNIT else ()
    return WORDS[result.verdict], result.spec.reason, result.spec.says, ways, unit


def _cells(run: Sequence[ClaimResult]) -> tuple[n.Inlines, ...]:
    return (
        _listed([printed_words(one) for one in run]),
        _listed([quantity_words(one) for one in run], "to"),
        _listed([right_words(one) for one in run], "to"),
        _judged(run[0], single=len(run) == 1),
    )


def _listed(items: list[n.Inlines], key: Literal["from_to", "to"] = "from_to") -> n.Inlines:
    """The cells of a run in one: all of them, or the first and the last where they are many.

    Of what only one is different, that.
    """
    if len(set(map(repr, items))) == 1:
        return items[0]
    if len(items) <= LISTED:
        return joined(items, "; ")
    count = {"count": len(items)} if key == "from_to" else {}
    return say(f"claims.{key}", first=items[0], last=items[-1], **count)


def _judged(result: ClaimResult, *, single: bool) -> n.Inlines:
    """The verdict, and why where there is a reason."""
    verdict, why = say(f"claims.short_{WORDS[result.verdict]}"), _reason(result, single=single)
    return (
        say("claims.verdict_why", verdict=n.Strong(verdict), why=why)
        if why
        else (n.Strong(verdict),)
    )


def _reason(result: ClaimResult, *, single: bool) -> n.Inlines:
    """Why, in one sentence: the file's own, else what the engine found."""
    if result.spec.reason:
        return (n.User(result.spec.reason),)
    match result.verdict:
        case Verdict.UNIT:
            units = ", ".join(map(unit_word, result.fitting_units))
            return say("claims.why_unit", units=units)
        case Verdict.MEASURED:
            return say("claims.why_measured")
        case Verdict.ELSEWHERE:
            return say("claims.why_elsewhere")
        case Verdict.NOT_EXPLAINED:
            return say("claims.no_cause")
        case Verdict.EARLY | Verdict.EXPLAINED:
            return _hypotheses(result, single=single)
    return ()


def _hypotheses(result: ClaimResult, *, single: bool) -> n.Inlines:
    """The mistakes that give the number, the likeliest first, with what each gives."""
    told: dict[tuple[str, ...], n.Inlines] = {}
    for way in result.explanations:
        names = together_words(way)
        figure = n.Words(figure_words(way.value, result))
        if single and result.printed.value != way.value:
            unit = unit_word(result.unit)
            names = say("claims.why_gives", mistakes=names, figure=figure, unit=unit)
        told.setdefault(way.mistakes, names)
    return say("claims.why_perhaps", ways=_either(list(told.values())))


def _either(items: list[n.Inlines]) -> n.Inlines:
    found = items[0]
    for item in items[1:]:
        found = say("claims.or", first=found, second=item)
    return found


# ---- below the table ----------------------------------------------------------------------


def _mistakes(results: Iterable[ClaimResult]) -> list[n.Block]:
    """Each mistake of the hypotheses once, with its working where it is first met."""
    items: dict[str, n.Inlines] = {}
    for result in results:
        for way in result.explanations if result.verdict is not Verdict.UNIT else ():
            for place, wrong in enumerate(way.wrong):
                if wrong.name not in items:
                    items[wrong.name] = _once(place, way, result)
    if not items:
        return []
    intro = say("claims.mistakes", count=len(items))
    return [n.Paragraph(intro), n.Listing(tuple(items.values()))]


def _once(place: int, way: Explanation, result: ClaimResult) -> n.Inlines:
    """One mistake: its title, what it comes to in the figure, and the right idea."""
    wrong = way.wrong[place]
    title = n.Strong(mistake_title(wrong.name))
    step = next((step for step in way.steps if step.formula is wrong), None)
    parts: n.Inlines
    if step is not None and is_shown(step):
        printed = printed_words(result)
        parts = say("claims.once", mistake=title, printed=printed, working=working_words(step))
    else:
        parts = say("claims.once_bare", mistake=title)
    where = made_where(way) if place == 0 else ()
    return (*parts, n.Words(" "), *prose(wrong.why), *where)


def _notes(results: Iterable[ClaimResult]) -> list[n.Block]:
    items = tuple(
        say(
            "claims.noted",
            printed=quoted_words(r),
            quantity=quantity_words(r),
            note=n.User(r.spec.note),
        )
        for r in results
        if r.spec.note
    )
    return [n.Paragraph(say("claims.notes")), n.Listing(items)] if items else []
