"""The sums over the network, training and inference as blocks."""

from __future__ import annotations

from fractions import Fraction

from explainer.derivation.derive import Step, step_of
from explainer.maths import Mistake
from explainer.maths.tree import Number, Product, Sum, Symbol
from explainer.memory.textbook.account import Inference, Line, line_of_training
from explainer.memory.textbook.alive import runner_up
from explainer.memory.textbook.unit_formulas import UNITS_TAKEN, amounts, memory_units
from explainer.network.units import UNITS_OF_MEMORY, readable_units
from explainer.page import nodes as n
from explainer.page.digits import sized
from explainer.page.sentences import knows, prose, say
from explainer.page.sizes_table import sizes_table
from explainer.page.steps import Seen, full, mistake_title, slip_blocks
from explainer.page.wording import binary_text, both_units, decimal_text, joined
from explainer.report.factored import state_blocks
from explainer.report.layer import APART, name_of
from explainer.results.results import Results


def totals_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """Every sum with its formula, its numbers and its slips; then bytes, MB and MiB."""
    if work.bare:
        return []
    blocks: list[n.Block] = [
        n.Heading(2, say("part.totals"), "totals"),
        n.Paragraph(say("totals.intro", letters=_letters(work))),
    ]
    for step in work.sums:
        if step.name not in APART:
            blocks += sum_blocks(step, work, seen)
    return [*blocks, *sizes_blocks(work, seen)]


def sum_blocks(step: Step, work: Results, seen: Seen) -> list[n.Block]:
    """One sum over the network."""
    return [n.Heading(4, say(f"goal.{step.name}")), *_step(step, work, seen)]


def _letters(work: Results) -> n.Inlines:
    """The letters of the sums of this network."""
    keys = [f"totals.letter_{step.name}" for step in work.sums if step.arguments]
    return joined([say(key) for key in keys if knows(key)])


def _step(step: Step, work: Results, seen: Seen) -> list[n.Block]:
    return [full(step, work.plan.bytes_per_value, seen), *slip_blocks(step, seen, every=True)]


def units_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """Parameters and activations in both units, then the slips of bytes and of units."""
    b, totals = work.plan.bytes_per_value, work.totals.known
    both = totals["parameters"], totals["activations"]
    counts = [count for count in both if count is not None]
    blocks = [block for count in counts for block in in_units(count * b, seen)]
    formula = amounts.formulas_for(None)["size"]
    values = {"values": counts[0], "b": b}
    slips = slip_blocks(step_of(formula, values, amounts.mistakes_for(None)), seen, every=True)
    told = [block for block in blocks if isinstance(block, n.Paragraph)]
    units = [block for block in blocks if isinstance(block, n.Slip)]
    return [*told, *units, *slips]


def sizes_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """Parameters and activations in bytes, MB and MiB."""
    totals, b = work.totals, work.plan.bytes_per_value
    blocks: list[n.Block] = []
    for key, count in (("parameters", totals.parameters), ("activations", totals.activations)):
        blocks.append(n.Heading(4, say(f"totals.{key}")))
        formula = amounts.formulas_for(None)["size"]
        step = step_of(formula, {"values": count, "b": b}, amounts.mistakes_for(None))
        blocks += [full(step, b, seen), *slip_blocks(step, seen, every=False)]
        blocks += in_units(count * b, seen)
    return blocks


def in_units(size: int, seen: Seen) -> list[n.Block]:
    """A number of bytes in its two units, and the one that is taken for the other."""
    decimal = readable_units(size)[0]
    told = say("totals.in_units", bytes=size, decimal=decimal_text(size), binary=binary_text(size))
    blocks: list[n.Block] = [n.Paragraph(told)]
    for mistake in memory_units.mistakes_for(None):
        key = (mistake.name, "unit", False)
        if mistake.spoils == decimal and key not in seen.slips:
            seen.slips.add(key)
            blocks.append(_unit_slip(mistake, size, decimal))
    return blocks


def _unit_slip(mistake: Mistake, size: int, unit: str) -> n.Slip:
    """A size divided by the wrong number and called by the right unit's name."""
    other = UNITS_TAKEN[mistake.name].other
    divisor = UNITS_OF_MEMORY[other]
    wrong, right = sized(size, other), sized(size, unit)
    verdict = say(
        "slip.unit", bytes=size, divisor=divisor, wrong=wrong, other=other, unit=unit, right=right
    )
    lines = (Number(Fraction(wrong.replace(",", ""))),)
    title = mistake_title(mistake.name)
    return n.Slip(mistake.name, title, unit, lines, verdict, prose(mistake.why), hides=False)


def training_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """The parts of training one by one, all in one formula, in both units, and the table."""
    book = work.textbook.training
    if book.lacks:
        return [*training_steps(work, seen), *incomplete_blocks(work, seen), training_table(work)]
    units = in_units(book.total, seen)
    return [*training_steps(work, seen), *units, training_table(work)]


def incomplete_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """What the totals lack, and what training takes with any number in its place."""
    found = line_of_training(work.case)
    if found is None:
        return []
    seen.symbols |= {found.symbol: None}
    return [n.Paragraph(_incomplete(found, work.textbook.training.in_part), "warning")]


def _incomplete(found: Line, known: int) -> n.Inlines:
    """That the total is incomplete, and the total as a formula of what is not given."""
    unknown = Product((Number(found.each), Symbol(found.symbol)))
    line = n.Maths(Sum((Number(found.fixed), unknown)) if found.fixed else unknown)
    units = both_units(known)
    return say(f"training.lacks_{found.symbol}", line=line, bytes=known, units=units)


def training_steps(work: Results, seen: Seen) -> list[n.Block]:
    """The parts of training one by one, and all in one formula."""
    blocks: list[n.Block] = [n.Paragraph(how_it_trains(work))]
    if work.plan.dtype == "int8":
        blocks.append(n.Paragraph(say("training.int8"), "warning"))
    for step in work.training:
        key = step.formula.part
        blocks.append(n.Heading(4, say(f"training_goal.{key}")))
        blocks += state_blocks(work, seen) if key == "optimizer" else []
        blocks += _step(step, work, seen)
        blocks += _of_images(work) if key == "activation_gradients" else []
    return blocks


def training_table(work: Results) -> n.Table:
    """The parts of training in bytes and both units."""
    book = work.textbook.training
    sizes = [
        (say(f"training.{key}"), size)
        for key, size in book.known.items()
        if size != 0 and key != "total"
    ]
    total = ("incomplete", book.in_part) if book.lacks else ("total", book.total)
    return sizes_table([*sizes, (say(f"training.{total[0]}"), total[1])], training_caption(work))


def training_caption(work: Results) -> n.Inlines:
    """The caption of a table of the parts of training."""
    optimizer, dtype = n.Code(work.plan.optimizer), n.Code(work.plan.dtype)
    return say("training.table", batch=work.plan.batch, optimizer=optimizer, dtype=dtype)


def _of_images(work: Results) -> list[n.Block]:
    """That the recipe counts gradients of the images, where these are counted at all."""
    images = work.graph.values_given
    if not images:
        return []
    size = images * work.plan.batch * work.plan.bytes_per_value
    return [n.Paragraph(say("training.image_gradients", bytes=size), "note")]


def how_it_trains(work: Results) -> n.Inlines:
    """What training keeps, in the textbook account."""
    if not work.plan.mixed:
        return say("training.intro_frozen" if work.plan.freeze else "training.intro")
    paper = n.Link(say("training.zero_paper"), "https://arxiv.org/abs/1910.02054")
    return say("training.intro_mixed", paper=paper)


def _unread(work: Results) -> list[n.Block]:
    """A word where an output is read by nobody, and is not the network's; or an input."""
    graph = work.graph
    names: list[n.Inlines] = [
        (n.User(name_of(node, each.number)),)
        for node in graph.layers
        for each in node.outputs
        if not graph.readers[each.number] and each.number not in graph.ends
    ]
    idle: list[n.Inlines] = [
        (n.User(node.name),) for node in graph.inputs if not graph.readers[node.index]
    ]
    told = [say("inference.unread", layers=joined(names))] if names else []
    told += [say("inference.unread_inputs", inputs=joined(idle))] if idle else []
    return [n.Paragraph(each, "note") for each in told]


def inference_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """The largest set of tensors alive at once, and the parameters; or what is missing."""
    found = work.textbook.inference
    if found.total is None or found.activations is None:
        return [n.Paragraph(missing_in_inference(found), "warning")]
    blocks: list[n.Block] = [n.Paragraph(say("inference.intro"))]
    peak = work.alive
    nodes = work.graph.nodes
    tensors = [
        say("inference.moment_tensor", name=n.User(nodes[i].name), values=size)
        for i, size in zip(peak.alive, peak.sizes, strict=True)
    ]
    told = say(
        "inference.moment",
        layer=n.User(nodes[peak.at].name),
        tensors=joined(tensors),
        letters=_alive_letters(len(tensors)),
    )
    blocks += [n.Paragraph(joined([told, *_second(work)], " ")), *_unread(work)]
    for step in work.inference:
        blocks += _step(step, work, seen)
    return blocks


def missing_in_inference(found: Inference) -> n.Inlines:
    """What bare totals don't say of inference."""
    if found.lacks:
        return say("inference.missing_parameters")
    return say("inference.missing", parameters=found.parameters)


def _alive_letters(count: int) -> n.Inlines:
    """What so many tensors are called in the formula of those that are alive."""
    if count == 2:
        return say("inference.letters_two", first=n.Var("V_1"), second=n.Var("V_2"))
    if count == 1:
        return say("inference.letters_one", first=n.Var("V_1"))
    return say("inference.letters", first=n.Var("V_1"), second=n.Var("V_2"))


def _second(work: Results) -> list[n.Inlines]:
    """The second candidate, which shows how the first is found."""
    second = runner_up(work.graph)
    if second is None:
        return []
    layer = n.User(work.graph.nodes[second.at].name)
    return [say("inference.second", layer=layer, values=second.total)]


def inference_table(work: Results) -> list[n.Block]:
    """Its parts in bytes and both units; none for bare totals."""
    found = work.textbook.inference
    if found.total is None or found.activations is None:
        return []
    caption = say("inference.table", batch=work.plan.batch, dtype=n.Code(work.plan.dtype))
    sizes = [
        (say("training.parameters"), found.parameters),
        (say("inference.alive"), found.activations),
        (say("training.total"), found.total),
    ]
    return [sizes_table(sizes, caption)]
