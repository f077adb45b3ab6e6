"""What grows: the textbook total as a formula of the batch, the side and the width, and a plot."""

from __future__ import annotations

from explainer.derivation.derive import steps_of
from explainer.maths.solve import form_with
from explainer.maths.tree import symbols_of
from explainer.memory.textbook.account import total_of_training
from explainer.network.case import Case
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen, full, slip_blocks
from explainer.page.wording import joined
from explainer.questions.fits.image import takes_images
from explainer.questions.growth.formulas import doubled_values, growth
from explainer.questions.growth.layers_page import layers_blocks
from explainer.questions.growth.plot import growth_plot
from explainer.questions.growth.polynomials import PARTS, Growth, Growths, Part, Variable
from explainer.questions.growth.wider import is_depthwise
from explainer.results.results import Results

SYMBOLS: dict[Variable, str] = {"batch": "batch", "image": "n", "width": "w"}
DEGREES = ("never", "linearly", "quadratically")


def growth_blocks(work: Results, growths: Growths, seen: Seen) -> list[n.Block]:
    """One after the other: each variable's formulas, what doubling does, the table, the plot."""
    case = work.case
    found: dict[Variable, Growth | None] = {
        "batch": growths.batch, "image": growths.image, "width": growths.width,
    }  # fmt: skip
    doubled = _doubled(case, growths, seen)
    blocks: list[n.Block] = [
        n.Heading(2, say("part.growth"), "growth"),
        n.Paragraph(say("growth.intro")),
        n.Paragraph(_rule(case, seen)),
    ]
    for variable, growth_of_it in found.items():
        blocks.append(n.Heading(4, say(f"growth.goal_{variable}")))
        if growth_of_it is None:
            blocks.append(n.Paragraph(_missing(variable, case)))
        else:
            blocks += _formulas(variable, growth_of_it, case, growths)
            blocks += layers_blocks(variable, growth_of_it, case, growths)
        blocks += doubled.get(variable, [])
    known = {variable: g for variable, g in found.items() if g is not None}
    return [*blocks, _table(known), *growth_plot(case, growths)]


def _rule(case: Case, seen: Seen) -> n.Inlines:
    """The textbook total in symbols, the batch among them."""
    formula, arguments = total_of_training(case)
    line = form_with(formula, arguments, "batch")
    seen.symbols |= dict.fromkeys(symbols_of(line))
    key = "growth.rule" if case.graph.totals is None else "growth.rule_totals"
    return say(key, line=n.Maths(line))


def _missing(variable: Variable, case: Case) -> n.Inlines:
    """Why there is no formula of the side or the width."""
    if case.graph.totals is not None:
        return say("growth.only_totals")
    if variable == "image" and case.graph.spec.inputs:
        return say("growth.several_inputs")
    if variable == "image":
        return say("growth.not_polynomial" if takes_images(case.graph) else "growth.no_image")
    return say("growth.no_width")


def _formulas(variable: Variable, found: Growth, case: Case, growths: Growths) -> list[n.Block]:
    """How they were found, and a line for each quantity."""
    symbol = SYMBOLS[variable]
    lines = tuple(
        say(f"growth.{part}_is", line=n.Maths(found.parts[part].tree(symbol))) for part in PARTS
    )
    return [n.Paragraph(_how(variable, found, case, growths)), n.Listing(lines)]


def _how(variable: Variable, found: Growth, case: Case, growths: Growths) -> n.Inlines:
    """From which networks the formulas come, and where they hold."""
    checked = joined([(n.Num(place),) for place in found.checked])
    if variable == "batch":
        return say("growth.how_batch", checked=checked)
    if variable == "width":
        last_too = growths.widths is not None and growths.widths.last_too
        told = say("growth.how_width_all" if last_too else "growth.how_width", checked=checked)
        return (*told, *_groups(case))
    now = case.graph.spec.input[0]
    given: dict[str, int | n.Inlines] = {"first": found.first, "checked": checked}
    later: dict[str, int | n.Inlines] = {} if found.first == now else {"now": now}
    key = "growth.how_image_later" if later else "growth.how_image"
    if found.step > 1:
        return say(key, step=found.step, **given, **later)
    return say(f"{key}_any", **given, **later)


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


def _doubled(case: Case, growths: Growths, seen: Seen) -> dict[Variable, list[n.Block]]:
    """What doubling each of them does, and the mistake made there."""
    names: dict[str, Variable] = {
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
        *(n.Column(say(f"growth.with_{variable}")) for variable in found),
    )
    rows = tuple(
        n.Row((say(f"growth.{part}"), *(_grows(g, part) for g in found.values()))) for part in PARTS
    )
    return n.Table(say("growth.caption"), columns, rows)


def _grows(found: Growth, part: Part) -> n.Inlines:
    """Not at all, linearly, or quadratically: no layer has a count with a higher power."""
    return say(f"growth.{DEGREES[found.parts[part].degree]}")
