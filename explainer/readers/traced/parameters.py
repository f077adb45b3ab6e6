"""What of the graph is a parameter or a buffer and no value that is passed on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameter:
    """A parameter, a buffer or a constant of the module.

    name: its full name, such as `layer1.0.conv1.weight`; of a constant, what the graph calls it.
    learns: whether it is a parameter.
    """

    name: str
    shape: tuple[int, ...]
    learns: bool
