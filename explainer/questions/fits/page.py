"""Does it fit: the largest batch for a given memory, solved or searched, and put back in."""

from __future__ import annotations

from explainer.maths import Arguments
from explainer.maths.solve import at_most, form_with
from explainer.maths.tree import Floor, Tree, with_numbers
from explainer.memory.textbook.account import total_of_training
from explainer.page import nodes as n
from explainer.page.missing_text import missing_blocks
from explainer.page.sentences import say
from explainer.page.steps import Seen, worked_lines
from explainer.page.wording import binary_text, decimal_text
from explainer.questions.fits.answer import Fits
from explainer.questions.fits.batch import Fit
from explainer.questions.fits.input_page import input_blocks
from explainer.results.results import Results

BATCH, MEMORY = "batch", "memory"


def fits_blocks(work: Results, fits: Fits, seen: Seen) -> list[n.Block]:
    """Both accounts one after the other, then a table of what was put back in."""
    size, textbook, framework = fits.size, fits.textbook, fits.framework
    units = {"decimal": decimal_text(size), "binary": binary_text(size)}
    found = {"textbook": textbook, "framework": framework}
    return [
        n.Heading(2, say("part.fits"), "fits"),
        n.Paragraph(say("fits.intro", size=size, **units)),
        n.Heading(4, say("fits.goal_textbook")),
        *_textbook(work, size, textbook, seen),
        n.Heading(4, say("fits.goal_framework")),
        *_framework(work, framework, size),
        *_table({key: fit for key, fit in found.items() if fit is not None}, size),
        *input_blocks(work, fits),
    ]


def _textbook(work: Results, size: int, fit: Fit | None, seen: Seen) -> list[n.Block]:
    """The inequality, solved for the batch, and the largest whole number that keeps it."""
    formula, arguments = total_of_training(work.case)
    total = form_with(formula, arguments, BATCH)
    held = say("fits.inequality", total=n.Maths(total), memory=n.Var(MEMORY))
    if fit is None:
        return [n.Paragraph(held), n.Paragraph(say("fits.any_batch"))]
    bound = at_most(formula, arguments, BATCH, MEMORY)
    numbers = arguments | {MEMORY: size}
    seen.symbols |= {MEMORY: None}
    told = say("fits.solved", batch=n.Var(BATCH), bound=n.Maths(bound))
    blocks: list[n.Block] = [n.Paragraph(held), n.Paragraph(told)]
    if fit.largest:
        blocks.append(_step(Floor(bound), numbers, fit.largest))
    else:
        put_in = n.Maths(with_numbers(total, numbers | {BATCH: 1}))
        blocks.append(n.Paragraph(say("fits.one_put_in", total=put_in, taken=fit.next_taken)))
    return [*blocks, n.Paragraph(_verdict(fit, size))]


def _step(symbols: Tree, numbers: Arguments, largest: int) -> n.Step:
    return n.Step(
        why=say("fits.rounded_down"),
        symbol="largest_batch",
        lines=worked_lines(symbols, numbers, largest),
        unit=say("unit.images"),
    )


def _framework(work: Results, fit: Fit | None, size: int) -> list[n.Block]:
    if fit is None or work.framework is None:
        return [n.Paragraph(say("fits.no_framework"))]
    found = [n.Paragraph(say("fits.searched")), n.Paragraph(_verdict(fit, size))]
    lacks = missing_blocks(work.framework.missing)
    return [*found, *lacks, *([n.Paragraph(say("missing.fits"))] if lacks else [])]


def _verdict(fit: Fit, size: int) -> n.Inlines:
    """What the largest batch and the next one take, beside the memory."""
    over = fit.next_taken - size
    if not fit.largest:
        return say("fits.none", taken=fit.next_taken, over=over)
    return say(
        "fits.largest",
        largest=fit.largest,
        taken=fit.taken,
        left=size - fit.taken,
        next=fit.largest + 1,
        next_taken=fit.next_taken,
        over=over,
    )


def _table(found: dict[str, Fit], size: int) -> list[n.Block]:
    """Batch, bytes and verdict, for the largest batch and the next one in each account."""
    if not found:
        return []
    columns = (
        n.Column(say("fits.account")), n.Column(say("fits.batch"), "number"),
        n.Column(say("training.bytes"), "number"), n.Column(say("fits.verdict")),
    )  # fmt: skip
    rows = tuple(row for key, fit in found.items() for row in _rows(key, fit))
    return [n.Table(say("fits.caption", size=size), columns, rows)]


def _rows(account: str, fit: Fit) -> list[n.Row]:
    label = say(f"framework.{account}")
    tried = [(fit.largest, fit.taken, "fits.yes")] if fit.largest else []
    tried.append((fit.largest + 1, fit.next_taken, "fits.no"))
    return [
        n.Row((label, (n.Num(batch),), (n.Num(taken),), say(verdict)))
        for batch, taken, verdict in tried
    ]
