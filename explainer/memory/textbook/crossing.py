"""From which batch on the values outweigh the parameters, both with all that goes with them."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.memory.textbook.account import training_of
from explainer.network.case import Case
from explainer.once import once


@dataclass(frozen=True)
class Crossing:
    """Two lines over the batch: one is level, and one rises from nothing.

    kept: bytes kept for the parameters, with their gradients and the optimizer's state.
    grows: bytes of one image's values and their gradients.
    """

    kept: int
    grows: int

    @property
    def batch(self) -> int | None:
        """The smallest whole batch with batch · grows > kept; None where nothing grows."""
        return self.kept // self.grows + 1 if self.grows else None


@once
def crossing_of(case: Case) -> Crossing:
    """The two lines of a network."""
    book = training_of(case)
    kept = book.parameters + book.gradients + book.optimizer
    return Crossing(kept, (book.activations + book.activation_gradients) // case.plan.batch)
