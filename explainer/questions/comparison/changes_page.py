"""What the values that were set have changed: totals and memory, layers, and the reasons."""

from __future__ import annotations

from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.factors import factor_text
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.page.wording import joined, shape_text
from explainer.questions.comparison.answer import Changed
from explainer.questions.comparison.beside import sums_table
from explainer.questions.comparison.figures import Figure
from explainer.questions.comparison.reasons import Pair
from explainer.questions.comparison.reasons_page import (
    likewise_blocks,
    reasons_blocks,
    training_reason,
)
from explainer.results.results import Results
from explainer.spec import Given


def comparison_blocks(work: Results, found: Changed, seen: Seen) -> list[n.Block]:
    """The sums beside each other, the layers that changed, and why."""
    beside = found.beside
    both, changed = beside.pairs, beside.changed
    set_in = {change.layer for change in work.asked.changes}
    changes = found.changes.items()
    targets = joined([(n.User(f"{name}={written_value(given)}"),) for name, given in changes])
    blocks: list[n.Block] = [
        n.Heading(2, say("part.comparison"), "comparison"),
        n.Paragraph(say("comparison.intro", targets=targets)),
        *sums_table(beside, (say("comparison.before"), say("comparison.after"))),
        *training_reason(beside.first, beside.second, seen),
    ]
    if beside.first.graph.spec.claims:
        blocks.append(n.Paragraph(say("comparison.no_claims"), "note"))
    if not both:
        return blocks
    for pair in both:
        if pair[1].name in set_in:
            blocks += reasons_blocks(pair, seen)
    blocks += likewise_blocks([pair for pair in changed if pair[1].name not in set_in])
    return [*blocks, *_layers(changed)]


def written_value(given: Given) -> str:
    """A value that is set, as it was written."""
    return given.text if given.text else _shown(given.value)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(part.text for part in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {part.text}' for key, part in value.items())}}}"
    return "null" if value is None else str(value)


def _layers(changed: list[Pair]) -> list[n.Block]:
    """The layers that changed, one a row; a word where none did."""
    if not changed:
        return [n.Paragraph(say("comparison.no_layer"))]
    columns = (
        n.Column(say("glance.layer")),
        n.Column(say("comparison.output")),
        n.Column(say("comparison.activations"), "number"),
        n.Column(say("comparison.parameters"), "number"),
    )
    rows = tuple(_row(*pair) for pair in changed)
    caption = say("comparison.layers", count=len(changed))
    return [n.Table(caption, columns, rows)]


def _row(first: Node, second: Node) -> n.Row:
    shapes = {"before": shape_text(first.output), "after": shape_text(second.output)}
    moved = first.output != second.output
    output = say("comparison.from_to", **shapes) if moved else shape_text(second.output)
    counts = [Figure(first.count(c), second.count(c)) for c in ("activations", "parameters")]
    quiet = not any(count.differs for count in counts)
    return n.Row(((n.User(second.name),), output, *map(_change, counts)), quiet)


def _change(figure: Figure) -> n.Inlines:
    """By which factor a layer's count has changed."""
    if not figure.differs:
        return say("comparison.same")
    return factor_text(figure.factor)
