"""How a report opens: the few numbers that matter, what is given, what is assumed."""

from __future__ import annotations

from explainer.layers.padding import padded_same
from explainer.network.plan import Plan
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.page.wording import both_units, joined, shape_text, shapes_text
from explainer.report.conventions import conventions
from explainer.results.results import Results

INPUTS = {1: "given.features", 2: "given.sequence", 3: "given.image", 4: "given.solid"}


def title(work: Results, seen: Seen) -> list[n.Block]:
    """The title, and what the network is in the words of its file."""
    blocks: list[n.Block] = [
        n.Heading(1, say("opening.title", name=n.User(work.graph.name)), "top"),
    ]
    if work.graph.spec.about:
        blocks.append(n.Paragraph((n.User(work.graph.spec.about),), "lead"))
    return blocks


def given_line(work: Results, seen: Seen) -> list[n.Block]:
    """What the file says, and the account, in one paragraph."""
    return [n.Paragraph(joined([*_run(work), say("opening.account")], " "))]


def answer_box(work: Results, seen: Seen) -> list[n.Block]:
    """The numbers that a reader looks for first."""
    return [n.Facts(tuple(_facts(work)))]


def _facts(work: Results) -> list[n.Fact]:
    plan, predicted = work.plan, work.textbook.inference
    facts = [*(_count_fact(key, work) for key in ("activations", "parameters")), _trained(work)]
    if predicted.total is not None:
        units = both_units(predicted.total)
        label = say("opening.inference", batch=plan.batch, units=units)
        facts.append(n.Fact(say("unit.of_bytes", bytes=predicted.total), label))
    return facts


def _count_fact(key: str, work: Results) -> n.Fact:
    """How many activations or parameters there are, and their bytes."""
    count = work.totals.known[key]
    if count is None:
        return n.Fact(say("opening.not_given"), say(f"opening.lacks_{key}"))
    size = count * work.plan.bytes_per_value
    label = say(f"opening.{key}", bytes=size, units=both_units(size))
    return n.Fact((n.Num(count),), label)


def _trained(work: Results) -> n.Fact:
    """What training takes; the least that it takes where the totals lack something."""
    book, bare = work.textbook.training, work.graph.totals
    lacking = f"_lacks_{bare.lacks}" if book.lacks and bare is not None else ""
    label = say(
        f"opening.training{lacking}",
        batch=work.plan.batch,
        optimizer=n.Code(work.plan.optimizer),
        units=both_units(book.in_part),
    )
    key = "opening.at_least" if lacking else "unit.of_bytes"
    return n.Fact(say(key, bytes=book.in_part), label)


def given_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """What the file says, and the conventions of the account, one by one."""
    items = [*_run(work), say("given.units")]
    if work.graph.totals is None:
        items += conventions(work.graph)
        tokens = any(node.tokens for node in work.graph.inputs)
        items += [say("given.tokens_apart")] if tokens else []
    if any(node.count("buffers") for node in work.graph.nodes):
        items.append(say("given.buffers"))
    items += [
        say("given.same_stride", layer=n.User(node.name))
        for node in work.graph.nodes
        if padded_same(node.situation) and max(node.settings["stride"]) > 1
    ]
    return [n.Heading(2, say("part.given"), "given"), n.Listing(tuple(items))]


def _run(work: Results) -> list[n.Inlines]:
    """What goes in, and how the network is run."""
    plan = work.plan
    items = [*_input_items(work), _number_item(work), say("given.batch", batch=plan.batch)]
    if plan.accumulate > 1:
        effective = plan.accumulate * plan.batch
        items.append(say("given.accumulate", count=plan.accumulate, effective=effective))
    items.append(_optimizer_item(plan))
    if frozen := work.case.frozen:
        items.append(say("given.frozen", count=len(frozen)))
    return items


def _number_item(work: Results) -> n.Inlines:
    """The type of the values, or the two types of mixed precision."""
    plan = work.plan
    b, dtype = plan.bytes_per_value, n.Code(plan.dtype)
    if plan.mixed:
        low, master = n.Code(plan.low), plan.bytes_of_master
        return say("given.mixed", dtype=dtype, low=low, b=b, b_master=master)
    beside_tokens = any(node.tokens for node in work.graph.inputs)
    key = "given.number_beside_tokens" if beside_tokens else "given.number"
    return say(key, dtype=dtype, b=b, symbol=n.Var("b"))


def _optimizer_item(plan: Plan) -> n.Inlines:
    """What the optimizer keeps."""
    optimizer, slots = n.Code(plan.optimizer), plan.slots
    if slots is None:
        return say("given.optimizer_factored", optimizer=optimizer)
    if not slots:
        return say("given.optimizer_none", optimizer=optimizer)
    return say("given.optimizer", optimizer=optimizer, slots=slots)


def _input_items(work: Results) -> list[n.Inlines]:
    """The shape of the input, or the bare totals."""
    spec, bare = work.graph.spec, work.graph.totals
    if bare is None:
        if spec.inputs:
            given = [
                say("layer.tensor", name=n.User(each.name), shape=shapes_text(each))
                for each in work.graph.inputs
            ]
            return [say("given.inputs", inputs=joined(given))]
        key = "given.tokens" if spec.tokens else INPUTS[len(spec.input)]
        return [say(key, shape=shape_text(spec.input, tokens=spec.tokens))]
    totals = {key: getattr(bare, key) for key in ("activations", "parameters", "miscellaneous")}
    if bare.lacks is not None:
        del totals[bare.lacks]
        return [say("given.totals"), say(f"given.totals_lack_{bare.lacks}", **totals)]
    return [say("given.totals"), say("given.totals_values", **totals)]
