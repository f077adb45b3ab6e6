"""A worked step as the pages show it: the sentence, the law, the lines, the mistakes."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from explainer.derive import Step
from explainer.document.sentences import say
from explainer.document.steps import Seen, full, goal_of, slip_blocks
from explainer.render.literal import plain
from explainer.render.markup import MARKS
from explainer.render.to_html import Screen
from explainer.website.page import inline, markup_of


@dataclass(frozen=True)
class Quantity:
    """What the template of a step takes; all but names is safe markup."""

    name: str
    anchor: str
    label: Markup
    why: Markup
    law: Markup | None
    lines: Markup
    slips: Markup


def quantity(step: Step, b: int) -> Quantity:
    """One step with all its mistakes. b: bytes of a value."""
    shown = full(step, b, Seen())
    screen = Screen()
    marks = {name: MARKS[name] for name in shown.marks if name in MARKS}
    law = None
    if shown.law is not None:
        law = Markup(screen.lines(shown.symbol, [shown.law], "", {}))
    lines = Markup(screen.lines(shown.symbol, shown.lines, plain(shown.unit), marks))
    slips = markup_of(slip_blocks(step, Seen(), every=True))
    why = inline(shown.why)
    return Quantity(step.name, step.name, label_of(step.name), why, law, lines, slips)


def label_of(name: str) -> Markup:
    """What a step is called in a heading."""
    axis = name.partition("_")[0]
    if name.endswith("_out") and axis in ("H", "W", "D", "L"):
        return inline(say(f"site.label_{axis}_out"))
    if name.startswith("bytes_of"):
        return inline(say(f"site.label_{name}"))
    return inline(say("site.label_alive" if name == "alive" else f"goal.{goal_of(name)}"))
