"""What was measured of a whole program, beside the sum of all parts that can be derived."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.memory.framework.workspace import unfolded
from explainer.memory.textbook.account import training_of
from explainer.mistakes.engine.claims import ClaimResult, claims_of
from explainer.mistakes.engine.verdict import Verdict
from explainer.network.case import Case
from explainer.network.units import UNITS_OF_MEMORY
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.sizes_table import sizes_table
from explainer.page.wording import binary_text, decimal_text
from explainer.results.results import Results

TRAINING = "training.total"


@dataclass(frozen=True)
class Derived:
    """What can be derived of a program that trains, in bytes.

    of_images: the values of the batch and their gradients, and of_parameters: what is kept for
    parameters. matrices: those of all convolutions, if each is written out and none is released.
    threads: how many the program ran on.
    """

    values: int
    gradients: int
    of_parameters: int
    miscellaneous: int
    matrices: int
    threads: int

    @property
    def of_images(self) -> int:
        """What a thread may have of its own."""
        return self.values + self.gradients + self.matrices

    @property
    def once(self) -> int:
        """All of it, each part once."""
        return self.of_images + self.of_parameters + self.miscellaneous

    @property
    def more_of_threads(self) -> int:
        """What the other threads add, if each keeps all that belongs to images."""
        return (self.threads - 1) * self.of_images

    @property
    def most(self) -> int:
        """All of it, what belongs to images once for each thread."""
        return self.once + self.more_of_threads


def derived_of(case: Case) -> Derived:
    """The parts of a case, as the textbook account counts them, and every matrix."""
    training = training_of(case)
    return Derived(
        values=training.activations,
        gradients=training.activation_gradients,
        of_parameters=training.parameters + training.gradients + training.optimizer,
        miscellaneous=training.miscellaneous,
        matrices=sum(layer.per_batch for layer in unfolded(case)),
        threads=case.plan.threads,
    )


def measured_blocks(work: Results) -> list[n.Block]:
    """For each figure that was measured of training: the parts, their sum, and what is left."""
    found = [
        result
        for result in claims_of(work.case)
        if result.verdict is Verdict.MEASURED and result.spec.quantity.endswith(TRAINING)
    ]
    blocks: list[n.Block] = []
    for place, result in enumerate(found):
        blocks += _blocks(result, derived_of(result.case), place)
    return blocks


def _blocks(result: ClaimResult, found: Derived, place: int) -> list[n.Block]:
    parts = [
        (say("measured.values"), found.values),
        (say("measured.gradients"), found.gradients),
        (say("measured.of_parameters"), found.of_parameters),
        (say("measured.miscellaneous"), found.miscellaneous),
        (say("measured.matrices"), found.matrices),
    ]
    if found.threads > 1:
        parts.append((say("measured.threads", others=found.threads - 1), found.more_of_threads))
    rows = [(label, size) for label, size in parts if size]
    size = int(result.printed.value * UNITS_OF_MEMORY[result.unit])
    printed = n.User(f"{result.spec.value} {result.spec.unit}")
    told = say("measured.intro")
    if found.matrices:
        told = (*told, n.Words(" "), *say("measured.unfolded"))
    return [
        n.Heading(3, say("measured.title", printed=printed), f"measured-{place + 1}"),
        *([] if place else [n.Paragraph(told)]),
        sizes_table([*rows, (say("measured.sum"), found.most)], say("measured.caption")),
        n.Paragraph(_rest(result, found, size)),
    ]


def _rest(result: ClaimResult, found: Derived, size: int) -> n.Inlines:
    """What the sum leaves of what was measured, and what that can be."""
    left = size - found.most
    printed = n.User(f"{result.spec.value} {result.spec.unit}")
    if left <= 0:
        return say("measured.nothing_left", printed=printed)
    given = {"decimal": decimal_text(left), "binary": binary_text(left)}
    told = say("measured.left", printed=printed, left=left, **given)
    if found.threads == 1:
        return told
    once = say(
        "measured.once", once=found.once, decimal=decimal_text(found.once), threads=found.threads
    )
    return (*once, n.Words(" "), *told)
