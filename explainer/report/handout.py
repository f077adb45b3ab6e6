"""Two pages to hand out: the answer, the formulas, the table; what training is made of."""

from __future__ import annotations

from fractions import Fraction

from explainer.derivation.derive import LayerWork, Step
from explainer.memory.bridge.seven_parts import others_of
from explainer.memory.textbook.account import account_values, formulas_of
from explainer.memory.textbook.crossing import Crossing, crossing_of
from explainer.network.graph import Node
from explainer.page import nodes as n
from explainer.page.beside import beside
from explainer.page.digits import rounded
from explainer.page.moment_text import moment_text
from explainer.page.sentences import Part, say
from explainer.page.steps import Seen, in_short, slip_block
from explainer.page.wording import binary_text, both_units, decimal_text, joined
from explainer.report.claims import wrong_claims
from explainer.report.growth_in_batch import growth_in_batch
from explainer.report.layer import memory_steps
from explainer.report.length import Length
from explainer.report.made_of import made_of as figures_of_parts
from explainer.report.opening import answer_box, given_line, title
from explainer.report.rows import adds, rows_of
from explainer.report.sources import sources
from explainer.report.table import table_of
from explainer.report.teaching import slips_of, taught
from explainer.results.results import Results

# More than these a reader does not take home.
MISTAKES_TOLD = 3
# What the two formulas are of, and the third that puts them to use.
FORMULAS = ("weights", "activations")


def formulas(work: Results, seen: Seen) -> list[n.Block]:
    """How many weights and values a layer has, and what training makes of their sums."""
    b = work.plan.bytes_per_value
    blocks: list[n.Block] = []
    layer = _shown_layer(work)
    if layer is not None:
        told = say("handout.formulas", layer=n.User(layer.node.name))
        blocks.append(n.Paragraph(told))
        steps = [step for step in layer.steps if step.name in FORMULAS]
        blocks += [in_short(step, b) for step in steps if not step.is_fact]
    return [*blocks, in_short(_training_step(work), b)]


def _shown_layer(work: Results) -> LayerWork | None:
    """The layer with weights that the formulas are shown on: a convolution, if there is one."""
    learning = [each for each in taught(work.graph) if each.node.count("weights")]
    convolving = [each for each in learning if each.node.layer.does.convolves]
    return next(iter(convolving or learning), None)


def _training_step(work: Results) -> Step:
    """All of training in one formula."""
    values = account_values(work.case)
    formula = formulas_of("training", values).formulas_for(values)["bytes_of_training"]
    arguments = formula.arguments(values)
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
        table_of(work.case, rows, caption),
        *_besides(work),
    ]


def _without_rows(work: Results) -> list[n.Block]:
    """Which kinds have no row, since they add nothing."""
    added = {node.kind for node in work.graph.nodes if adds(node)}
    quiet = dict.fromkeys(node.kind for node in work.graph.nodes if node.kind not in added)
    if not quiet:
        return []
    names = joined([(n.Code(kind),) for kind in quiet])
    return [n.Paragraph(say("rows.quiet", count=len(quiet), kinds=names))]


def _besides(work: Results) -> list[n.Block]:
    """What training takes that belongs to no layer."""
    more = work.textbook.training.miscellaneous
    total = work.textbook.training.total
    return [n.Paragraph(say("rows.besides", bytes=more, total=total))] if more else []


def made_of(work: Results, seen: Seen) -> list[n.Block]:
    """The parts of training as a picture, and from which batch on the values outweigh the rest."""
    return [
        n.Heading(2, say("handout.made_of"), "made-of"),
        *beside([*figures_of_parts(work), *growth_in_batch(work)]),
        *_crossing(crossing_of(work.case)),
    ]


def _crossing(found: Crossing) -> list[n.Block]:
    """The batch, and the division that gives it."""
    if not found.kept:
        return [n.Paragraph(say("handout.nothing_learnt"))]
    if found.batch is None:
        return [n.Paragraph(say("handout.nothing_grows"))]
    given: dict[str, Part] = {"kept": found.kept, "grows": found.grows}
    if found.batch == 1:
        told, why = say("handout.outweighs_at_once"), say("handout.outweighs_at_once_why", **given)
    else:
        ratio = rounded(Fraction(found.kept, found.grows), 1)
        told = say("handout.outweighs", batch=found.batch)
        why = say("handout.outweighs_why", ratio=ratio, **given)
    return [n.Paragraph((n.Strong(told), n.Words(" "), *why))]


def inference(work: Results, seen: Seen) -> list[n.Block]:
    """Prediction, in two lines."""
    found = work.textbook.inference
    title = n.Heading(2, say("handout.prediction"), "prediction")
    if found.total is None or found.activations is None:
        told = say("inference.missing", parameters=found.parameters)
        return [title, n.Paragraph(told)]
    peak = work.alive
    tensors = [
        say("inference.moment_tensor", name=n.User(work.graph.nodes[i].name), values=size)
        for i, size in zip(peak.alive, peak.sizes, strict=True)
    ]
    told = say(
        "handout.inference",
        layer=n.User(work.graph.nodes[peak.at].name),
        tensors=joined(tensors),
        parameters=found.parameters,
        values=found.activations,
        total=found.total,
        units=both_units(found.total),
    )
    return [title, n.Paragraph(told)]


def mistakes(work: Results, seen: Seen) -> list[n.Block]:
    """The most instructive mistakes of this network, the published ones first."""
    told: list[n.Block] = [*wrong_claims(work, MISTAKES_TOLD - 1)]
    for layer in taught(work.graph):
        for step in memory_steps(layer):
            told += [slip_block(slip, step.name) for slip in slips_of(step)[:1] if not slip.hides]
    if not told:
        return []
    return [n.Heading(2, say("handout.mistakes"), "mistakes"), *told[:MISTAKES_TOLD]]


def left_out(work: Results, seen: Seen) -> list[n.Block]:
    """PyTorch's peak, and what neither account holds."""
    items: list[n.Block] = [n.Heading(2, say("handout.beyond"), "beyond")]
    if work.framework is not None:
        peak = work.framework.step.peak
        size = {"decimal": decimal_text(peak.total), "binary": binary_text(peak.total)}
        items.append(n.Paragraph(moment_text("handout.peak", peak, total=peak.total, **size)))
    return [*items, n.Paragraph(_left_out(_unfolded(work), work))]


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
PAGE_TWO = (made_of, inference, mistakes, left_out, sources)
HANDOUT = Length(OPENING, (*PAGE_ONE, *PAGE_TWO))
