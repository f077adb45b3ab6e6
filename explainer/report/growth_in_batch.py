"""Growth with the batch: what is kept for the parameters stays, the values with theirs rise."""

from __future__ import annotations

from explainer.page import drawings as d
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import decimal_text
from explainer.results.results import Results

# A crossing before this is none: with one image already the values outweigh the parameters.
LEAST = 2


def outweighing_batch(work: Results) -> int | None:
    """The first batch whose values, with their gradients, outweigh all kept for the parameters.

    Solved in the textbook account: batch · bytes of an image > bytes kept. None where nothing
    grows with the batch.
    """
    kept, image = kept_for_parameters(work), of_an_image(work)
    return None if not image else kept // image + 1


def growth_in_batch(work: Results) -> list[n.Block]:
    """Both lines and their crossing; nothing where they don't cross at a batch of 2 or later.

    Nor is there any where the totals lack the one or the other.
    """
    if work.textbook.training.lacks:
        return []
    first = outweighing_batch(work)
    if first is None or first < LEAST:
        return []
    kept, image = kept_for_parameters(work), of_an_image(work)
    drawing = d.Crossing(
        level=kept,
        slope=image,
        first=first,
        level_label=say("growing.kept", total=decimal_text(kept)),
        slope_label=say("growing.values"),
        across=say("growing.batch"),
    )
    told = say("growing.sentence", batch=first, kept=kept, image=image)
    return [n.Figure(drawing, say("growing.caption"), told)]


def kept_for_parameters(work: Results) -> int:
    """Bytes that stay as they are: the parameters, their gradients, the optimizer's state."""
    book = work.textbook.training
    return book.parameters + book.gradients + book.optimizer


def of_an_image(work: Results) -> int:
    """Bytes that each image of the batch adds: its values and their gradients."""
    book = work.textbook.training
    return (book.activations + book.activation_gradients) // work.plan.batch
