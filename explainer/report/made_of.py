"""What training is made of, by the textbook account: its parts in proportion."""

from __future__ import annotations

from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.scale import share
from explainer.page.sentences import say
from explainer.results.results import Results

# What each part of the account is for.
USES: tuple[tuple[str, d.Use], ...] = (
    ("parameters", "parameters"),
    ("gradients", "gradients"),
    ("optimizer", "optimizer"),
    ("activations", "kept"),
    ("activation_gradients", "passing"),
    ("miscellaneous", "other"),
)


def made_of(work: Results) -> list[n.Block]:
    """The parts as one bar; nothing where there is nothing to train, or where one is lacking."""
    book = work.textbook.training
    if book.lacks or not book.total:
        return []
    parts = tuple(
        d.Part(say(f"made_of.{part}"), getattr(book, part), use)
        for part, use in USES
        if getattr(book, part)
    )
    told = say(
        "made_of.sentence",
        total=book.total,
        batch=work.plan.batch,
        learnt=share(book.parameters + book.gradients + book.optimizer, book.total),
        values=share(book.activations + book.activation_gradients, book.total),
    )
    return [n.Figure(d.Parts(parts), say("made_of.caption"), told)]
