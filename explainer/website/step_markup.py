"""A worked step as the pages show it: the sentence, the law, the lines, the mistakes."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from explainer.derivation.derive import Step
from explainer.language import sentence
from explainer.maths.tree import Symbol
from explainer.page import nodes as n
from explainer.page.sentences import knows, say
from explainer.page.steps import Seen, full, goal_of, slip_blocks
from explainer.render.literal import plain
from explainer.render.markup import MARKS
from explainer.render.to_html import Screen
from explainer.website.page import inline


@dataclass(frozen=True)
class ShownSlip:
    """A mistake in a step; all but name and anchor is safe markup."""

    name: str
    anchor: str
    hides: bool
    title: Markup
    why: Markup
    worked: Markup
    verdict: Markup


@dataclass(frozen=True)
class Quantity:
    """What the template of a step takes; all but names and addresses is safe markup.

    formula: the address of the formula's page from the site's root; empty where none leads there.
    """

    name: str
    anchor: str
    label: Markup
    why: Markup
    law: Markup | None
    lines: Markup
    slips: tuple[ShownSlip, ...]
    formula: str


def quantity(step: Step, b: int, *, within: str = "", group: str = "") -> Quantity:
    """One step with all its mistakes.

    b: bytes of a value. within: what the anchor begins with, where a page has several groups.
    group: the kind of the layer, or the account, whose formula's page the step leads to.
    """
    shown = full(step, b, Seen())
    screen = Screen()
    marks = {name: MARKS[name] for name in shown.marks if name in MARKS}
    law = None
    if shown.law is not None:
        law = Markup(screen.lines(shown.symbol, [shown.law], "", {}))
    lines = Markup(screen.lines(shown.symbol, shown.lines, plain(shown.unit), marks))
    anchor = f"{within}{step.name}"
    formula = address_of(group, step.name) if group else ""
    return Quantity(
        step.name, anchor, label_of(step.name), inline(shown.why), law, lines,
        slips_of(step, anchor), formula,
    )  # fmt: skip


def slips_of(step: Step, anchor: str = "") -> tuple[ShownSlip, ...]:
    """All mistakes in a step. anchor: the step's own, with which theirs begin."""
    blocks = [one for one in slip_blocks(step, Seen(), every=True) if isinstance(one, n.Slip)]
    return tuple(shown_slip(one, anchor) for one in blocks)


def shown_slip(slip: n.Slip, anchor: str = "") -> ShownSlip:
    """A mistake as the template takes it."""
    sides = (Symbol(slip.symbol), *slip.lines)
    said = sentence("page.tag_hides" if slip.hides else "page.tag_wrong")
    badge = str(Markup('<span class="tag">{}</span>').format(said))
    worked = Markup(Screen().equation(sides, wrong=not slip.hides, badge=badge))
    title, why, verdict = (inline(part) for part in (slip.title, slip.why, slip.verdict))
    name = f"{anchor}-{slip.name}"
    return ShownSlip(slip.name, name, slip.hides, title, why, worked, verdict)


def address_of(group: str, name: str) -> str:
    """The page of a formula, from the site's root."""
    return f"formulas/{group}-{name}.html"


def label_of(name: str) -> Markup:
    """What a step is called in a heading."""
    own = f"site.label_{name}"
    return inline(say(own if knows(own) else f"goal.{goal_of(name)}"))
