"""The answers of a class as a page: the verdicts, then the mistakes by how often they fit."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.mistakes.answers.class_file import Judged, Tally
from explainer.mistakes.engine.verdict import Verdict
from explainer.page import nodes as n
from explainer.page.sentences import prose, say
from explainer.page.steps import mistake_title

# What an answer can be: only a file says that its number is a bound, or was measured.
NEVER = (Verdict.UNKNOWN, Verdict.BOUND, Verdict.MEASURED, Verdict.ELSEWHERE)
VERDICTS = tuple(verdict for verdict in Verdict if verdict not in NEVER)


def answers_page(judged: Sequence[Judged], tally: Tally, name: str) -> n.Page:
    """The tally, the mistakes with their right idea, and the answers that nothing explains."""
    blocks: list[n.Block] = [
        n.Heading(1, say("answers.title", name=n.User(name)), "answers"),
        n.Paragraph(say("answers.lead", count=len(judged)), "lead"),
        _verdicts(tally.verdicts),
    ]
    if tally.mistakes:
        blocks += [
            n.Heading(2, say("answers.mistakes"), "mistakes"),
            n.Paragraph(say("answers.mistakes_intro")),
            _mistakes(tally.mistakes),
            *_ideas(judged, tally.mistakes),
        ]
    blocks += [n.Heading(2, say("answers.quantities"), "quantities"), _quantities(tally.quantities)]
    if strange := [
        one for one in judged if one.verdict in (Verdict.NOT_EXPLAINED, Verdict.NO_NUMBER)
    ]:
        blocks += [n.Heading(2, say("answers.unexplained"), "unexplained"), _strange(strange)]
    title = "".join(p.text for p in say("answers.title", name=name) if isinstance(p, n.Words))
    return n.Page(title, tuple(blocks))


def _verdicts(counts: dict[str, int]) -> n.Table:
    columns = (
        n.Column(say("answers.column_verdict")),
        n.Column(say("answers.column_answers"), "number"),
    )
    rows = tuple(
        n.Row((say(_key(verdict)), (n.Num(counts[verdict]),)))
        for verdict in VERDICTS
        if verdict in counts
    )
    return n.Table(say("answers.verdicts"), columns, rows)


def _key(verdict: str) -> str:
    return f"answers.verdict_{verdict.replace(' ', '_')}"


def _mistakes(counts: dict[str, int]) -> n.Table:
    columns = (
        n.Column(say("answers.column_mistake")),
        n.Column(say("answers.column_name")),
        n.Column(say("answers.column_answers"), "number"),
    )
    rows = tuple(
        n.Row((_title(names), (n.Code(names),), (n.Num(count),))) for names, count in counts.items()
    )
    return n.Table(say("answers.tally"), columns, rows)


def _title(names: str) -> n.Inlines:
    """The title of a mistake, or of two."""
    titles = [mistake_title(name) for name in names.split("+")]
    if len(titles) == 1:
        return titles[0]
    return say("answers.two", first=titles[0], second=titles[-1])


def _ideas(judged: Sequence[Judged], counts: dict[str, int]) -> list[n.Block]:
    """The right idea behind each mistake, in the order of the tally."""
    ideas: dict[str, n.Inlines] = {}
    for one in judged:
        for way in one.found.explanations if one.found else ():
            for wrong in way.wrong:
                ideas.setdefault(wrong.name, prose(wrong.why))
    named = dict.fromkeys(name for names in counts for name in names.split("+"))
    items = tuple(
        say("answers.idea", mistake=n.Strong(mistake_title(name)), idea=ideas[name])
        for name in named
        if name in ideas
    )
    return [n.Paragraph(say("answers.ideas")), n.Listing(items)] if items else []


def _quantities(counts: dict[str, dict[str, int]]) -> n.Table:
    present = [v for v in VERDICTS if any(v in found for found in counts.values())]
    columns = (
        n.Column(say("answers.column_quantity")),
        *(n.Column(say(_key(verdict)), "number") for verdict in present),
    )
    rows = tuple(
        n.Row(((n.User(quantity),), *((n.Num(found.get(v, 0)),) for v in present)))
        for quantity, found in counts.items()
    )
    return n.Table(say("answers.by_quantity"), columns, rows)


def _strange(judged: Sequence[Judged]) -> n.Table:
    columns = tuple(
        n.Column(say(f"answers.column_{key}")) for key in ("student", "quantity", "value")
    )
    rows = tuple(n.Row(tuple((n.User(text or "-"),) for text in _fields(one))) for one in judged)
    return n.Table(say("answers.unexplained_caption"), columns, rows)


def _fields(one: Judged) -> tuple[str, str, str]:
    answer = one.answer
    value = f"{answer.value} {answer.unit}".strip()
    return answer.student, answer.quantity, value
