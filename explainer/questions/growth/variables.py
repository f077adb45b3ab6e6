"""What grows: the batch, the size of an input, the width; each with what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from explainer.network.input_size import InputSize
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.questions.growth.polynomials import Growth, Growths

Key: TypeAlias = Literal["batch", "image", "length", "width"]
SYMBOLS: dict[Key, str] = {"batch": "batch", "image": "n", "length": "n", "width": "w"}


@dataclass(frozen=True)
class Variable:
    """One of them. size: that of the input, where it is one's."""

    key: Key
    size: InputSize | None = None

    @property
    def symbol(self) -> str:
        """What it is called in the formulas."""
        return SYMBOLS[self.key]

    @property
    def named(self) -> n.Inlines:
        """The name of the input, where there are several; else nothing."""
        return (n.User(self.size.name),) if self.size is not None and self.size.name else ()

    def told(self, part: str) -> n.Inlines:
        """A sentence of it, which names the input where there are several."""
        if self.named:
            return say(f"growth_of.{part}_{self.key}", input=self.named)
        return say(f"growth.{part}_{self.key}")


BATCH, WIDTH = Variable("batch"), Variable("width")


def by_variable(growths: Growths) -> dict[Variable, Growth | None]:
    """The growth with each, in the order in which they are told."""
    inputs = {Variable(size.measure, size): found for size, found in growths.inputs.items()}
    return {BATCH: growths.batch, **inputs, WIDTH: growths.width}
