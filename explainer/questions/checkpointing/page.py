"""Gradient checkpointing: the rule of the square root, and the account of the real network."""

from __future__ import annotations

from explainer.derivation.derive import step_of, steps_of
from explainer.maths import tree as t
from explainer.page import nodes as n
from explainer.page.extras import Extras
from explainer.page.sentences import say
from explainer.page.steps import Seen, full, slip_blocks
from explainer.page.wording import joined, share_text
from explainer.questions.checkpointing.formulas import (
    TERMS,
    candidates,
    checkpointing,
    rule,
    values_of_equal_layers,
)
from explainer.questions.checkpointing.framework_page import framework_blocks
from explainer.questions.checkpointing.search import Checkpointing
from explainer.questions.checkpointing.search_page import search_blocks
from explainer.questions.checkpointing.textbook import TextbookCut

K, N = n.Var("k"), n.Var("n")


def checkpoint_blocks(
    found: Checkpointing, seen: Seen, extras: Extras | None = None
) -> list[n.Block]:
    """The whole section; extras: where it is told why layers can't be in place."""
    segments = found.framework.segments if found.framework is not None else 1
    return [
        n.Heading(2, say("part.checkpoint"), "checkpointing"),
        n.Paragraph(say("checkpoint.intro", k=K)),
        n.Paragraph(_cut(found)),
        n.Paragraph(say("checkpoint.last", k=K)),
        *_rule(found, seen),
        *_textbook(found, seen),
        *search_blocks(found),
        *framework_blocks(found),
        *(extras.of_segments(segments) if extras is not None and segments > 1 else ()),
    ]


def _cut(found: Checkpointing) -> n.Inlines:
    """How the layers become segments, and what that means for branches, if there are any."""
    told = say("checkpoint.cut", layers=found.layers, k=K)
    if all(len(node.takes) < 2 for node in found.case.graph.nodes):  # a chain
        return told
    return (*told, n.Words(" "), *say("checkpoint.cut_branches"))


def _rule(found: Checkpointing, seen: Seen) -> list[n.Block]:
    """Why √n, and which whole number that is."""
    formula = rule.formulas_for(None)["layers_kept"]
    step = step_of(formula, {"k": found.rule.segments, "n": found.layers}, [])
    return [
        n.Heading(4, say("checkpoint.goal_rule")),
        n.Paragraph(_equal_layers()),
        full(step, 1, seen),
        n.Paragraph(_nearest(found)),
    ]


def _equal_layers() -> n.Inlines:
    return say(
        "checkpoint.equal_layers", sum=n.Maths(values_of_equal_layers()), k=K, n=N, a=n.Var("a")
    )


def _nearest(found: Checkpointing) -> n.Inlines:
    """The root, where it is a whole number; else the two whole numbers around it."""
    low, k, layers = candidates(found.layers)[0], found.rule.segments, found.layers
    if low * low == layers:
        square = n.Maths(t.Power(t.Number(low), t.Number(2)))
        return say("checkpoint.rule_square", k=k, square=square, layers=layers, symbol=K, n=N)
    squares = {
        "low_square": n.Maths(t.Power(t.Number(low), t.Number(2))),
        "high_square": n.Maths(t.Power(t.Number(low + 1), t.Number(2))),
    }
    tie = layers == low * (low + 1)
    key = "checkpoint.rule_tie" if tie else "checkpoint.rule_between"
    return say(key, k=k, layers=layers, symbol=K, n=N, **squares)


def _textbook(found: Checkpointing, seen: Seen) -> list[n.Block]:
    """The segments, and the formulas with their numbers."""
    k, plan = found.textbook.segments, found.case.plan
    if k == 1:
        return [
            n.Heading(4, say("checkpoint.goal_textbook", k=k)),
            n.Paragraph(say("checkpoint.one", values=found.textbook.values)),
        ]
    cut = found.cut()
    values = found.values
    blocks: list[n.Block] = [n.Heading(4, say("checkpoint.goal_textbook", k=k)), _segments(cut)]
    blocks += _anew(cut)
    letters = "checkpoint.letters" if k <= TERMS else "checkpoint.letters_by_kind"
    blocks.append(n.Paragraph(say(letters, E=n.Var("E"), S=n.Var("S"))))
    for step in steps_of(checkpointing, values):
        blocks += [full(step, plan.bytes_per_value, seen), *slip_blocks(step, seen, every=True)]
        if step.name == "values_kept":
            blocks.append(n.Paragraph(say("checkpoint.bound"), "note"))
    plain = values["activations"] * plan.batch * plan.bytes_per_value
    share = share_text(values["values_kept"], values["activations"])
    blocks.append(n.Paragraph(say("checkpoint.saves", plain=plain, k=k, share=share)))
    if values["macs"]:
        share = share_text(values["macs_again"], values["macs"])
        blocks.append(n.Paragraph(say("checkpoint.costs", macs=values["macs"], share=share)))
    return blocks


def _segments(cut: TextbookCut) -> n.Table:
    """One row a segment: its layers, what is kept for it, what it stores."""
    columns = (
        n.Column(say("checkpoint.segment")), n.Column(say("checkpoint.layers_of")),
        n.Column(say("checkpoint.begins")), n.Column(say("checkpoint.new_border"), "number"),
        n.Column(say("checkpoint.stored"), "number"),
    )  # fmt: skip
    nodes = cut.graph.nodes
    rows = []
    for i, segment in enumerate(cut.segments):
        first, last = nodes[segment.first].name, nodes[segment.last].name
        layers = say("checkpoint.from_to", first=n.User(first), last=n.User(last))
        borders: list[n.Inlines] = [(n.User(node.name),) for node in cut.border_nodes[i]]
        rows.append(
            n.Row((
                (n.Num(i + 1),),
                layers if first != last else (n.User(first),),
                joined(borders) if borders else say("checkpoint.nothing_new"),
                (n.Num(cut.border_values[i]),),
                (n.Num(cut.segment_values[i]),),
            ))
        )  # fmt: skip
    caption = say("checkpoint.table", name=n.User(cut.graph.name), k=len(cut.segments))
    return n.Table(caption, columns, tuple(rows))


def _anew(cut: TextbookCut) -> list[n.Block]:
    """The layers that can't be in place, because a segment runs again from what they read."""
    names: list[n.Inlines] = [(n.User(node.name),) for node in cut.stored_anew()]
    if not names:
        return []
    told = say("checkpoint.anew", layers=joined(names), count=len(names))
    return [n.Paragraph(told, "note")]
