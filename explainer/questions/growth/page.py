"""What grows: the textbook total as a formula of the batch, each input's size and the width."""

from __future__ import annotations

from explainer.derivation.derive import steps_of
from explainer.maths.solve import form_with
from explainer.maths.tree import symbols_of
from explainer.memory.textbook.account import total_of_training
from explainer.network.case import Case
from explainer.network.input_size import InputSize
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen, full, slip_blocks
from explainer.page.wording import joined
from explainer.questions.growth.formulas import doubled_values, growth
from explainer.questions.growth.layers_page import layers_blocks
from explainer.questions.growth.plot import growth_plot
from explainer.questions.growth.polynomials import FITTED, PARTS, Growth, Growths, Part
from explainer.questions.growth.variables import BATCH, WIDTH, Variable, by_variable
from explainer.questions.growth.wider import is_depthwise
from explainer.results.results import Results

DEGREES = ("never", "linearly", "quadratically")


def growth_blocks(work: Results, growths: Growths, seen: Seen) -> list[n.Block]:
    """One after the other: each variable's formulas, what doubling does, the table, the plot."""
    case = work.case
    found = by_variable(growths)
    doubled = _doubled(case, growths, seen)
    blocks: list[n.Block] = [
        n.Heading(2, say("part.growth"), "growth"),
        n.Paragraph(say("growth.intro")),
        n.Paragraph(_rule(case, seen)),
    ]
    for variable, growth_of_it in found.items():
        if variable == WIDTH and not growths.inputs:
            blocks += _no_size(case)
        blocks.append(n.Heading(4, variable.told("goal")))
        if growth_of_it is None:
            blocks.append(n.Paragraph(_missing(variable, case)))
        else:
            blocks += _formulas(variable, growth_of_it, case, growths)
            blocks += layers_blocks(variable, growth_of_it, case, growths)
        blocks += doubled.get(variable.key if not variable.named else "", [])
    known = {variable: g for variable, g in found.items() if g is not None}
    return [*blocks, _table(known), *growth_plot(case, growths)]


def _rule(case: Case, seen: Seen) -> n.Inlines:
    """The textbook total in symbols, the batch among them."""
    formula, arguments = total_of_training(case)
    line = form_with(formula, arguments, "batch")
    seen.symbols |= dict.fromkeys(symbols_of(line))
    key = "growth.rule" if case.graph.totals is None else "growth.rule_totals"
    return say(key, line=n.Maths(line))


def _no_size(case: Case) -> list[n.Block]:
    """That no input has a side or a length that could grow."""
    totals = case.graph.totals is not None
    told = say("growth.only_totals" if totals else "growth.no_image")
    return [n.Heading(4, say("growth.goal_image")), n.Paragraph(told)]


def _missing(variable: Variable, case: Case) -> n.Inlines:
    """Why there is no formula of the size of an input or the width."""
    if case.graph.totals is not None:
        return say("growth.only_totals")
    if variable == WIDTH:
        return say("growth.no_width")
    length = variable.key == "length"
    return say("growth.no_formula_of_length" if length else "growth.not_polynomial")


def _formulas(variable: Variable, found: Growth, case: Case, growths: Growths) -> list[n.Block]:
    """How they were found, and a line for each quantity."""
    lines = tuple(
        say(f"growth.{part}_is", line=n.Maths(found.parts[part].tree(variable.symbol)))
        for part in PARTS
    )
    return [n.Paragraph(_how(variable, found, case, growths)), n.Listing(lines)]


def _how(variable: Variable, found: Growth, case: Case, growths: Growths) -> n.Inlines:
    """From which networks the formulas come, and where they hold."""
    checked = joined([(n.Num(place),) for place in found.checked])
    if variable == BATCH:
        return say("growth.how_batch", checked=checked)
    if variable == WIDTH:
        last_too = growths.widths is not None and growths.widths.last_too
        key = "growth.how_width_all" if last_too else "growth.how_width"
        told = say(key, fitted=FITTED, checked=checked)
        return (*told, *_groups(case))
    assert variable.size is not None
    sentences = [variable.told("built"), _holds(found, variable.size)]
    if found.first != variable.size.now:
        sentences.append(say("growth.begins_later", now=variable.size.now))
    sentences.append(say("growth.through", fitted=FITTED, checked=checked))
    return tuple(part for each in sentences for part in (*each, n.Words(" ")))[:-1]


def _holds(found: Growth, size: InputSize) -> n.Inlines:
    """For which sizes of the input the formulas hold."""
    if found.step > 1:
        return say(f"growth.holds_{size.measure}", first=found.first, step=found.step)
    return say("growth.holds_for_all", first=found.first)


def _groups(case: Case) -> n.Inlines:
    """What becomes of the groups where channels are multiplied; nothing where there are none."""
    depthwise = any(map(is_depthwise, case.graph.nodes))
    others = any(
        node.settings.get(name, 1) > 1 and not is_depthwise(node)
        for node in case.graph.nodes
        for name in ("groups", "num_groups")
    )
    told = (n.Words(" "), *say("growth.width_depthwise")) if depthwise else ()
    return (*told, n.Words(" "), *say("growth.width_groups")) if others else told


def _doubled(case: Case, growths: Growths, seen: Seen) -> dict[str, list[n.Block]]:
    """What doubling each of them does, and the mistake made there."""
    names = {
        "bytes_2batch": "batch",
        "bytes_2n": "image",
        "parameters_2w": "width",
    }
    b = case.plan.bytes_per_value
    return {
        names[step.name]: [full(step, b, seen), *slip_blocks(step, seen, every=True)]
        for step in steps_of(growth, doubled_values(case, growths))
    }


def _table(found: dict[Variable, Growth]) -> n.Table:
    """How each quantity grows with each variable."""
    columns = (
        n.Column(say("growth.quantity")),
        *(n.Column(variable.told("with")) for variable in found),
    )
    rows = tuple(
        n.Row((say(f"growth.{part}"), *(_grows(g, part) for g in found.values()))) for part in PARTS
    )
    return n.Table(say("growth.caption"), columns, rows)


def _grows(found: Growth, part: Part) -> n.Inlines:
    """Not at all, linearly, quadratically, or with a higher power."""
    degree = found.parts[part].degree
    if degree < len(DEGREES):
        return say(f"growth.{DEGREES[degree]}")
    return say("growth.power", power=degree)
