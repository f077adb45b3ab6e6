"""What other libraries call a kind: their classes, and what those take where nothing is said."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Library(enum.Enum):
    """A library whose classes people write, with what may stand before a class there."""

    TORCH = ("nn.", "torch.nn.")
    KERAS = ("layers.", "keras.layers.", "tf.keras.layers.")
    NONE = ()  # a word that people use, of no library in particular


@dataclass(frozen=True)
class ClassName:
    """A class of another library that is the kind that declares it.

    settings: names that mean another setting there than here, each with our name for it.
    defaults: what the class takes where nothing is said, by our names of the settings; only
        where that is not what the kind takes.
    bare: the setting that a bare value is there, where that is not the kind's own first.
    row: the settings in the order of its arguments, where that is not the kind's.
    differs: the key of a sentence that says what the class does otherwise, where it can't be read
        as the kind; else empty.
    one_bias: whether it adds one bias where torch's class adds two, one beside each matrix.
    """

    name: str
    library: Library
    settings: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    bare: str = ""
    row: tuple[str, ...] = ()
    differs: str = ""
    one_bias: bool = False

    @property
    def written(self) -> tuple[str, ...]:
        """Every way to write it: `Conv2d`, `nn.Conv2d`, `torch.nn.Conv2d`."""
        return (self.name, *(before + self.name for before in self.library.value))


# Keras calls the activation so that leaves everything as it is; in torch that is left out.
NO_ACTIVATION = "linear"


def keras(
    name: str,
    *,
    settings: Mapping[str, str] | None = None,
    row: tuple[str, ...] = (),
    differs: str = "",
    one_bias: bool = False,
    **defaults: Any,
) -> ClassName:
    """A class of keras.layers."""
    return ClassName(
        name,
        Library.KERAS,
        settings or {},
        defaults,
        row=row,
        differs=differs,
        one_bias=one_bias,
    )


def torch(name: str, bare: str = "") -> ClassName:
    """A class of torch.nn; bare: its first argument, where that is not the kind's."""
    return ClassName(name, Library.TORCH, bare=bare)


def word(name: str) -> ClassName:
    """A word that people use for the kind, of no library in particular: `swish`."""
    return ClassName(name, Library.NONE)
