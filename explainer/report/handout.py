"""Two pages to hand out: the answer, the formulas, the table; what training is made of."""

from __future__ import annotations

from fractions import Fraction

from explainer.derivation.derive import LayerWork, Step
from explainer.layers.layer import Keeps
from explainer.layers.quantities import OF_RECURRENCE
from explainer.layers.traits import Does
from explainer.maths.tree import Number, Quotient, Tree
from explainer.memory.bridge.seven_parts import others_of
from explainer.memory.textbook.account import total_of_training
from explainer.network.node import Node
from explainer.network.tokens import bytes_of_tokens
from explainer.page import nodes as n
from explainer.page.beside import beside
from explainer.page.digits import rounded_below_next
from explainer.page.moment_text import moment_text
from explainer.page.sentences import Part, prose, say
from explainer.page.steps import Seen, brief_line, in_short, unit_of, worked_lines
from explainer.page.wording import binary_text, both_units, decimal_text, joined
from explainer.report.growth_in_batch import growth_in_batch, kept_for_parameters, of_an_image
from explainer.report.instructive import instructive_mistakes
from explainer.report.length import Length
from explainer.report.made_of import made_of
from explainer.report.opening import answer_box, given_line, title
from explainer.report.rows import adds, rows_of
from explainer.report.slices import slices_told
from explainer.report.sources import sources_line
from explainer.report.table import table_of
from explainer.report.teaching import taught
from explainer.report.totals import incomplete_blocks, missing_in_inference, training_table
from explainer.results.results import Results

# More than these a reader does not take home.
MISTAKES_TOLD = 3
# A network of fewer rows than these has room for two, on one page.
FEW_ROWS, MISTAKES_TOLD_OF_FEW = 4, 2
# What the two formulas are of.
FORMULAS = (*OF_RECURRENCE, "weights", "activations")


def formulas(work: Results, seen: Seen) -> list[n.Block]:
    """How many weights and values a layer has, and what training makes of their sums."""
    b = work.plan.bytes_per_value
    if work.textbook.training.lacks:
        return _formulas_lacking(work, seen)
    layer, step = _shown_layer(work), _training_step(work)
    lines = _with_the_batch(step)
    line = n.BriefLine(step.name, (*lines[:2], lines[-1]), unit_of(step, b))
    title = n.Heading(2, say("handout.formulas_title"), "formulas")
    whole: list[n.Block] = [n.Paragraph(prose(step.formula.why)), n.Brief((line,))]
    if layer is None:
        return [title, *whole]
    told = say("handout.formulas", layer=n.User(layer.node.name))
    beside = n.Abreast(tuple((in_short(step, b),) for step in shown_steps(work)))
    return [title, n.Paragraph(told), beside, *whole]


def _formulas_lacking(work: Results, seen: Seen) -> list[n.Block]:
    """A line for each part of training that is known, and what the others wait for."""
    b = work.plan.bytes_per_value
    lines = tuple(brief_line(step, b) for step in work.training)
    title = n.Heading(2, say("handout.formulas_title"), "formulas")
    return [title, *([n.Brief(lines)] if lines else []), *incomplete_blocks(work, seen)]


def shown_steps(work: Results) -> tuple[Step, ...]:
    """The steps of the layer that the formulas are shown on."""
    layer = _shown_layer(work)
    steps = layer.steps if layer is not None else ()
    return tuple(step for step in steps if step.name in FORMULAS and not step.is_fact)


def _shown_layer(work: Results) -> LayerWork | None:
    """The layer with weights that the formulas are shown on: what a network is named for."""
    learning = [each for each in taught(work.graph) if each.node.count("weights")]
    attending = [each for each in learning if each.node.layer.does is Does.ATTENDS]
    convolving = [each for each in learning if each.node.layer.does.convolves]
    reading = [each for each in learning if each.node.layer.does is Does.RECURS]
    return next(iter(attending or convolving or reading or learning), None)


def _with_the_batch(step: Step) -> tuple[Tree, ...]:
    """Its lines, in which the batch stands even where it is 1: there a reader sees what it does."""
    neutral = step.formula.at_neutral(step.arguments) - {"batch"}
    symbols = step.formula.form_without(tuple(step.arguments), neutral)
    return worked_lines(symbols, step.arguments, step.value)


def _training_step(work: Results) -> Step:
    """All of training in one formula."""
    formula, arguments = total_of_training(work.case)
    return Step(formula, arguments, formula.value(arguments))


def table(work: Results, seen: Seen) -> list[n.Block]:
    """The table of all that stores anything, with its sums."""
    rows = rows_of(work.case)
    if not rows:
        return []
    caption = say("rows.caption", name=n.User(work.graph.name))
    return [
        n.Heading(2, say("handout.table"), "table"),
        *_without_rows(work),
        *slices_told(work.graph),
        table_of(work.case, rows, caption),
        *_besides(work),
    ]


def _without_rows(work: Results) -> list[n.Block]:
    """Which kinds have no row, since they add nothing, and why they don't."""
    added = {node.kind for node in work.graph.nodes if adds(node)}
    sorts: dict[str, dict[str, None]] = {}
    for node in work.graph.nodes:
        if node.kind not in added:
            sorts.setdefault(_why_nothing(node), {})[node.kind] = None
    if not sorts:
        return []
    told = [
        say(f"rows.quiet_{why}", kinds=joined([(n.Code(kind),) for kind in kinds]))
        for why, kinds in sorts.items()
    ]
    return [n.Paragraph(say("rows.quiet", sorts=joined(told, "; ")))]


def _why_nothing(node: Node) -> str:
    """Why a layer adds nothing: the end of a sentence's key."""
    if node.keeps is Keeps.IN_PLACE:
        return "in_place"
    if node.tokens:
        return "tokens"
    if node.layer.does.looks:
        return "part" if node.layer.does.cuts else "view"
    return "shares" if node.layer.does is Does.SHARES else "same"


def _besides(work: Results) -> list[n.Block]:
    """What training takes that belongs to no layer."""
    more = work.textbook.training.miscellaneous
    total = work.textbook.training.total
    return [n.Paragraph(say("rows.besides", bytes=more, total=total))] if more else []


def training(work: Results, seen: Seen) -> list[n.Block]:
    """The parts of training as a picture, and from which batch on the values outweigh the rest."""
    if work.textbook.training.lacks:
        return [n.Heading(2, say("handout.made_of"), "made-of"), training_table(work)]
    pictures = beside([*made_of(work), *growth_in_batch(work)])
    return [n.Heading(2, say("handout.made_of"), "made-of"), *pictures, n.Paragraph(_solved(work))]


def _solved(work: Results) -> n.Inlines:
    """The inequality of the batch, solved; or why there is none."""
    kept, image = kept_for_parameters(work), of_an_image(work)
    if not image:
        return say("handout.nothing_grows")
    if not kept:
        return say("handout.nothing_learnt")
    if image > kept:
        return say("handout.outweighs_at_once", kept=kept, image=image)
    ratio = rounded_below_next(Fraction(kept, image))
    worked = n.Maths(Quotient(Number(kept), Number(image)))
    return say("handout.outweighs", image=image, kept=kept, worked=worked, ratio=ratio)


def mistakes(work: Results, seen: Seen) -> list[n.Block]:
    """The most instructive mistakes of this network, the published ones first."""
    told = instructive_mistakes(work, mistakes_told(work))
    if not told:
        return []
    return [n.Heading(2, say("handout.mistakes"), "mistakes"), *told]


def mistakes_told(work: Results) -> int:
    """How many there is room for."""
    return MISTAKES_TOLD_OF_FEW if len(rows_of(work.case)) < FEW_ROWS else MISTAKES_TOLD


def beyond(work: Results, seen: Seen) -> list[n.Block]:
    """Prediction in two lines, PyTorch's peak in one, and what neither account holds."""
    told = [_prediction(work)]
    if work.framework is not None:
        peak = work.framework.step.peak
        size = {"decimal": decimal_text(peak.total), "binary": binary_text(peak.total)}
        key = "handout.least" if work.framework.missing else "handout.peak"
        told.append(moment_text(key, peak, work.graph, total=peak.total, **size))
    told.append(_left_out(_unfolded(work), work))
    return [n.Heading(2, say("handout.beyond"), "beyond"), *map(n.Paragraph, told)]


def _prediction(work: Results) -> n.Inlines:
    """The largest set of tensors alive at once, with the parameters."""
    found, peak = work.textbook.inference, None if work.bare else work.alive
    if found.total is None or found.activations is None or peak is None:
        return missing_in_inference(found)
    tensors = [
        say("inference.moment_tensor", name=n.User(work.graph.nodes[i].name), values=size)
        for i, size in zip(peak.alive, peak.sizes, strict=True)
    ]
    tokens = bytes_of_tokens(work.case)
    more: dict[str, Part] = {"tokens": tokens} if tokens else {}
    return say(
        "handout.inference_tokens" if tokens else "handout.inference",
        **more,
        layer=n.User(work.graph.nodes[peak.at].name),
        tensors=joined(tensors),
        parameters=found.parameters,
        values=found.activations,
        total=found.total,
        units=both_units(found.total),
    )


def _unfolded(work: Results) -> tuple[Node | None, int]:
    """The convolution with the largest matrix of im2col, and its bytes for an image."""
    if work.bare:
        return None, 0
    others = others_of(work.case, None)
    return others.unfolded, others.matrix


def _left_out(unfolded: tuple[Node | None, int], work: Results) -> n.Inlines:
    layer, matrix = unfolded
    if layer is None:
        return say("handout.left_out")
    units = both_units(matrix)
    return say("handout.left_out_matrix", layer=n.User(layer.name), bytes=matrix, units=units)


OPENING = (title, given_line, answer_box)
PAGE_ONE = (formulas, table)
PAGE_TWO = (training, mistakes, beyond, sources_line)
# What was asked stands before the table: a reader of two pages came for that.
HANDOUT = Length(OPENING, (), (*PAGE_ONE, *PAGE_TWO), more=True)
