"""Worked steps, laws and mistakes as a lesson shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from explainer.derivation.derive import Step
from explainer.layers import LAYERS
from explainer.layers.input import INPUT
from explainer.maths import Formula
from explainer.maths.formulary import Formulary
from explainer.memory.textbook.account import inference, training
from explainer.memory.textbook.sums import network
from explainer.network.units import UNITS_OF_MEMORY
from explainer.page import nodes as n
from explainer.page.sentences import prose, say
from explainer.page.steps import Seen, full, slip_block
from explainer.render.literal import plain
from explainer.render.markup import MARKS
from explainer.render.templates import environment
from explainer.render.to_html import Screen
from explainer.report.totals import in_units
from explainer.website.lessons.cases import step_at, work_of
from explainer.website.lessons.numbers import in_bytes, slip_at
from explainer.website.page import inline, markup_of
from explainer.website.step_markup import shown_slip

GROUPS: dict[str, Formulary] = {
    **{layer.kind: layer for layer in (INPUT, *LAYERS.values())},
    "sums": network, "training": training, "inference": inference,
}  # fmt: skip


def step(key: str, place: str, name: str, *changes: str) -> Markup:
    """A step in four lines, without its mistakes."""
    work = work_of(key, *changes)
    return plain_step(step_at(work, place, name), work.plan.bytes_per_value)


def plain_step(found: Step, b: int) -> Markup:
    """A step's sentence and its lines."""
    why = inline(prose(found.formula.why))
    return Markup('<div class="step"><p>{}</p>{}</div>').format(why, lines_of(found, b))


def lines_of(found: Step, b: int) -> Markup:
    """A step's lines: symbols, numbers, arithmetic, value."""
    made = full(found, b, Seen())
    marks = {name: MARKS[name] for name in made.marks if name in MARKS}
    unit = "" if made.symbol in UNITS_OF_MEMORY else plain(made.unit)
    return Markup(Screen().lines(made.symbol, made.lines, unit, marks))


def slip(key: str, place: str, mistake: str, *changes: str) -> Markup:
    """A mistake: what it gives, whether that is wrong, the right idea."""
    symbol, found = slip_at(key, place, mistake, *changes)
    macros: Any = environment().get_template("site/parts.html").module
    return Markup(macros.slip(shown_slip(slip_block(found, symbol)), "../", False))


def law(group: str, name: str) -> Markup:
    """A formula with every symbol, and what each of them stands for."""
    formula = _formula(group, name)
    tree = formula.law(dict.fromkeys(formula.needs, 1))
    lines = Markup(Screen().lines(name, [tree], "", {}))
    rows = Markup("").join(
        Markup("<li>{} {}</li>").format(inline((n.Var(symbol),)), inline(say(f"symbol.{symbol}")))
        for symbol in formula.needs
    )
    why = inline(prose(formula.why))
    shape = '<div class="step"><p>{}</p>{}<ul class="symbols">{}</ul></div>'
    return Markup(shape).format(why, lines, rows)


def _formula(group: str, name: str) -> Formula:
    """The first of that name, which is the usual one; of a volume where several ranks have it."""
    found = [case.formula for case in GROUPS[group].formulas if case.formula.name == name]
    return next((one for one in found if "H_out" in one.needs), found[0])


def symbol(name: str) -> Markup:
    """A symbol within a sentence."""
    return inline((n.Var(name),))


def sized(key: str, name: str, *changes: str) -> Markup:
    """A number of bytes in its two units, as a sentence."""
    return markup_of(in_units(int(in_bytes(key, name, *changes)), Seen())[:1])


def unit_slips(key: str, name: str, *changes: str) -> Markup:
    """The unit that is taken for the other."""
    return markup_of(in_units(int(in_bytes(key, name, *changes)), Seen())[1:])


BLOCKS: dict[str, Callable[..., Markup]] = {
    "step": step,
    "slip": slip,
    "law": law,
    "sized": sized,
    "unit_slips": unit_slips,
}
INLINES: dict[str, Callable[..., Markup]] = {"symbol": symbol}
