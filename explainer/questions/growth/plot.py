"""The plot of what grows: the textbook total where one thing is two, three, four times as large."""

from __future__ import annotations

from fractions import Fraction

from explainer.network.case import Case
from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.factors import factor_text
from explainer.page.sentences import say
from explainer.page.wording import both_units, joined
from explainer.questions.growth.curves import FACTORS, curves_of
from explainer.questions.growth.polynomials import Growths
from explainer.questions.growth.variables import BATCH, Variable


def growth_plot(case: Case, growths: Growths) -> list[n.Block]:
    """One curve for each variable, all from the same point; nothing where the total is 0."""
    curves = curves_of(case, growths)
    now = curves[BATCH][0]
    if not now:
        return []
    drawn = tuple(d.Curve(variable.told("curve"), totals) for variable, totals in curves.items())
    unit = both_units(now)
    ends = joined([_end(variable, totals) for variable, totals in curves.items()])
    sentence = say("growth.plot_sentence", total=now, most=FACTORS[-1], ends=ends)
    return [n.Figure(d.Curves(FACTORS, drawn, unit), say("growth.plot"), sentence)]


def _end(variable: Variable, totals: tuple[int, ...]) -> n.Inlines:
    factor = factor_text(Fraction(totals[-1], totals[0]))
    if variable.named:
        return say(f"growth_of.end_{variable.key}", input=variable.named, factor=factor)
    return say(f"growth.end_{variable.key}", factor=factor)
