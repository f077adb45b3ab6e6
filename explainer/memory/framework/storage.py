"""A piece of memory that is taken and released as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.maths import Arguments, Formula

# What lies in a storage: an output of a layer, or a tensor that it makes inside. The textbook
# counts these; whatever else a layer makes has a name of its own.
OUTPUT, INSIDE = "output", "inside"
VALUES = frozenset({OUTPUT, INSIDE})


@dataclass(eq=False, slots=True)
class Storage:
    """Memory that is taken and released as a whole.

    part: the line of the account that it belongs to; layer: whose it is; what: its content.
    phase: the one that it is made in, `forward`, `loss`, `backward` or `optimizer`.
    formula: gives its size, where it isn't simply that of a value; arguments: its numbers.
    alike: how many storages it stands for, of which each has the same part of its size.
    holders: how many still need it; keepers: those of them that keep it for the backward pass.
    """

    size: int
    part: str
    layer: str
    what: str
    formula: Formula | None = None
    arguments: Arguments | None = None
    phase: str = "forward"
    holders: int = 1
    keepers: int = 0
    alike: int = 1
