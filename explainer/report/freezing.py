"""What freezing layers saves in both accounts, and what they need all the same."""

from __future__ import annotations

from explainer.layers.traits import Does
from explainer.memory.framework.frozen import StillKept
from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.missing_text import missing_blocks, number_or_bound
from explainer.page.sentences import Part, say
from explainer.page.steps import Seen
from explainer.page.wording import joined
from explainer.results.results import Framework, Results

# So many names of layers stand in a sentence; of more, the first ones and the last.
NAMES_SHOWN = 8
FIRST_SHOWN = 3


def freezing_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """A section where layers are frozen; nothing otherwise."""
    frozen = [work.graph.nodes[i] for i in sorted(work.case.frozen)]
    if not frozen:
        return []
    count, parameters = len(frozen), sum(node.count("parameters") for node in frozen)
    given: dict[str, Part] = {
        "layers": names_text([node.name for node in frozen]),
        "parameters": parameters,
        "all": sum(node.count("parameters") for node in work.graph.nodes),
        "bytes": parameters * work.plan.bytes_per_value,
    }
    told = say("freezing.layers", count=count, **given)
    blocks: list[n.Block] = [
        n.Heading(2, say("part.freezing"), "freezing"),
        n.Paragraph(joined([told, *_shared(work, frozen)], " ")),
        n.Paragraph(say("freezing.textbook")),
    ]
    if work.framework and work.unfrozen.framework:
        blocks += _kept(work, work.framework, count)
        blocks.append(n.Paragraph(_saved(work.unfrozen.framework, work.framework)))
        blocks += missing_blocks(work.framework.missing)
    if any(node.layer.does is Does.NORMALISES_BATCH for node in frozen):
        blocks.append(n.Paragraph(say("freezing.batch_norm"), "note"))
    return [*blocks, _table(work)]


def _shared(work: Results, frozen: list[Node]) -> list[n.Inlines]:
    """That layers which use the same parameters are frozen together."""
    return [
        say("freezing.shared", layer=n.User(node.name), owner=n.User(work.graph.nodes[at].name))
        for node in frozen
        if (at := node.shares) is not None
    ]


def names_text(names: list[str]) -> n.Inlines:
    """The names in order; of too many, the first ones and the last."""
    if len(names) <= NAMES_SHOWN:
        return joined([(n.User(name),) for name in names])
    first = joined([(n.User(name),) for name in names[:FIRST_SHOWN]])
    return say("freezing.some_names", first=first, last=n.User(names[-1]))


def _kept(work: Results, framework: Framework, count: int) -> list[n.Block]:
    """Which of them autograd passes through, and what it keeps for that."""
    kept = framework.still_kept
    passed = len(kept.layers)
    if not passed:
        return [n.Paragraph(say("freezing.none_passed"))]
    lacking = any(each.layer in kept.layers for each in framework.missing)
    told: list[n.Block] = [n.Paragraph(_passed(kept, count, lacking))]
    passed_by = [node.layer for node in work.graph.nodes if node.name in kept.layers]
    dense = any(layer.does is Does.CONNECTS for layer in passed_by)
    if dense and len({layer.kind for layer in passed_by}) > 1:
        told.append(n.Paragraph(say("freezing.unlike")))
    return told


def _passed(kept: StillKept, count: int, lacking: bool) -> n.Inlines:
    """Which of so many frozen layers the gradient passes through, and what is kept for it.

    lacking: whether something of that is not derived.
    """
    layers = names_text(list(kept.layers))
    if not kept.bytes:
        return say("freezing.only_dense", layers=layers)
    passed = "all_passed" if len(kept.layers) == count else "some_passed"
    at_least = "_at_least" if lacking else ""
    given: dict[str, Part] = {"bytes": kept.bytes}
    given |= {"layers": layers} if passed == "some_passed" else {}
    return say(f"freezing.{passed}{at_least}", **given)


def _saved(free: Framework, framework: Framework) -> n.Inlines:
    """All that autograd keeps, with and without freezing."""
    before, after = free.step.saved.total, framework.step.saved.total
    if framework.missing:
        return say("freezing.saves_at_least", before=before, after=after)
    if before == after:
        return say("freezing.saves_nothing", after=after)
    return say("freezing.saves", before=before, after=after)


def _table(work: Results) -> n.Table:
    """What is there without freezing, with it, and the difference."""
    free = work.unfrozen
    before, after = free.textbook.training, work.textbook.training
    rows = [
        _row(part, getattr(before, part), getattr(after, part))
        for part in ("parameters", "gradients", "optimizer", "total")
    ]
    if free.framework is not None and work.framework is not None:
        first, second = free.framework.step, work.framework.step
        bound = bool(work.framework.missing)
        rows.append(_row("saved", first.saved.total, second.saved.total, bound))
        rows.append(_row("peak", first.peak.total, second.peak.total, bound))
    columns = (
        n.Column(say("training.part")), n.Column(say("freezing.without"), "number"),
        n.Column(say("freezing.with"), "number"), n.Column(say("freezing.less"), "number"),
    )  # fmt: skip
    return n.Table(say("freezing.caption"), columns, tuple(rows))


def _row(part: str, before: int, after: int, bound: bool = False) -> n.Row:
    """Both, and the difference, which is not known of lower bounds."""
    less = say("comparison.unknown") if bound else (n.Num(before - after),)
    cells = (number_or_bound(value, bound) for value in (before, after))
    return n.Row((say(f"freezing.{part}"), *cells, less))
