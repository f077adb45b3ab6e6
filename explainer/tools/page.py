"""The page of `explain reconcile`: every tool in one table, then one after the other."""

from __future__ import annotations

from explainer.language import translated
from explainer.network.case import Case
from explainer.network.plan import Plan
from explainer.page import nodes as n
from explainer.page.sentences import prose, say
from explainer.page.steps import Seen, worked_lines
from explainer.page.symbols_table import symbols_table
from explainer.tools.finding import Finding, Worked
from explainer.tools.lines import line_paragraphs
from explainer.tools.ours import BESIDE, ours
from explainer.tools.why import bridge, why


def reconcile_page(case: Case, found: tuple[Finding, ...]) -> n.Page:
    """The whole page."""
    seen = Seen()
    name = n.User(case.graph.name)
    tools: list[n.Block] = []
    for finding in found:
        tools += tool_blocks(finding, case, seen)
    blocks: list[n.Block] = [
        n.Heading(1, say("reconcile.title", name=name), "top"),
        n.Paragraph(say("reconcile.lead"), "lead"),
        n.Paragraph(_plan(case.plan)),
        n.Paragraph(say("reconcile.measured")),
    ]
    if case.plan.dtype != "float32":
        told = say("reconcile.other_dtype", dtype=n.Code(case.plan.dtype))
        blocks.append(n.Paragraph(told, "warning"))
    if case.graph.spec.freeze:
        blocks.append(n.Paragraph(say("reconcile.frozen"), "note"))
    blocks += [
        n.Heading(2, say("reconcile.overview"), "overview"),
        overview(found, case),
        n.Paragraph(say("given.units"), "note"),
        n.Heading(2, say("reconcile.one_by_one"), "tools"),
        *([] if case.graph.totals else [n.Paragraph(say("reconcile.families"))]),
        *symbols_table(list(seen.symbols)),
        *tools,
    ]
    return n.Page(f"{case.graph.name}: {say_plain('reconcile.page_title')}", tuple(blocks))


def say_plain(key: str) -> str:
    """A sentence of words alone, as the title of a window needs it."""
    return "".join(part.text for part in say(key) if isinstance(part, n.Words))


def _plan(plan: Plan) -> n.Inlines:
    how = {"dtype": n.Code(plan.dtype), "optimizer": n.Code(plan.optimizer)}
    return say("reconcile.plan", batch=plan.batch, **how)


def overview(found: tuple[Finding, ...], case: Case) -> n.Table:
    """A row for each tool, with its best-known line."""
    columns = (
        n.Column(say("reconcile.column_tool")), n.Column(say("reconcile.column_prints")),
        n.Column(say("reconcile.column_bytes"), "number"), n.Column(say("reconcile.column_right")),
        n.Column(say("reconcile.column_ours")),
    )  # fmt: skip
    rows = tuple(_row(finding, case) for finding in found)
    return n.Table(say("reconcile.overview_caption", name=n.User(case.graph.name)), columns, rows)


def _row(finding: Finding, case: Case) -> n.Row:
    name, main = finding.tool.name, finding.main
    beside = ours(finding, case)
    link = n.Link((n.Words(translated(finding.tool.title)),), f"#{name}")
    if beside is not None:
        told = say(f"reconcile.ours_{finding.tool.beside}", ours=beside.value)
    else:
        told = say(f"reconcile.ours_{'lacking' if finding.tool.beside in BESIDE else 'none'}")
    printed = (n.Code(main.text),) if main.text is not None else say("reconcile.missing")
    return n.Row(((link,), printed, _exactly(finding), say(f"reconcile.right_{name}"), told))


def _exactly(finding: Finding) -> n.Inlines:
    """What the line stands for: bytes where it has any, else values; and how sure that is."""
    main, standing = finding.main, finding.standing.replace(" ", "_")
    if main.value is None:
        return say("reconcile.missing")
    if main.bytes is None:
        return say("reconcile.values", value=main.value)
    if standing == "exact":
        return say("reconcile.bytes", value=main.bytes)
    return say(f"reconcile.standing_{standing}", value=main.bytes)


def tool_blocks(finding: Finding, case: Case, seen: Seen) -> list[n.Block]:
    """What it counts, its formulas, its lines, and why they differ from ours."""
    tool = finding.tool
    link = n.Link((n.Words(tool.source),), tool.source)
    return [
        n.Heading(3, (n.Words(translated(tool.title)),), tool.name),
        n.Paragraph(say(f"reconcile.counts_{tool.name}")),
        *(_step(worked, finding, seen) for worked in finding.worked),
        *line_paragraphs(finding, case.plan),
        *bridge(finding, case.graph),
        *why(finding, case),
        n.Paragraph(say("reconcile.source", link=link), "note"),
    ]


def _step(worked: Worked, finding: Finding, seen: Seen) -> n.Block:
    if not worked.arguments:  # a fact
        return n.Paragraph(prose(worked.formula.why))
    seen.symbols |= dict.fromkeys(worked.arguments)
    formula = worked.formula
    return n.Step(
        why=prose(formula.why),
        symbol=formula.name,
        lines=worked_lines(formula.form(worked.arguments), worked.arguments, worked.value),
        unit=say(f"unit.{formula.unit}"),
    )
