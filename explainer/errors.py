"""Every error that `explain` raises on purpose.

    ExplainError                 anything that is wrong with what the user gave
    ├── ModelFileError           the model file: its text, its layers, its shapes
    ├── UsageError               the command line or an argument of the library
    └── MissingPackageError      an extra or a system package has to be installed

Each is shown as it is, without a traceback, and the command ends with code 2.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explainer.spec import Place

__all__ = ["ExplainError", "MissingPackageError", "ModelFileError", "UsageError"]


class ExplainError(Exception):
    """Something the user can put right; `str()` of it is the whole message."""


class UsageError(ExplainError):
    """The command line, or an argument of the library, is not usable."""


class MissingPackageError(ExplainError):
    """A package is missing; the message names the command that installs it."""


class ModelFileError(ExplainError):
    """A fault in a model file.

    place: file, line and column of the fault.
    fault: what is wrong, in a whole sentence.
    layer: the layer's name and kind, where it is known, as `layer "conv3" (conv2d)`.
    sum: the arithmetic that shows it, one line each.
    advice: what to try, in a whole sentence.
    """

    def __init__(
        self,
        place: Place,
        fault: str,
        *,
        layer: str = "",
        sum: tuple[str, ...] = (),  # noqa: A002  the word a reader of the message uses
        advice: str = "",
    ) -> None:
        self.place, self.fault, self.layer, self.sum, self.advice = place, fault, layer, sum, advice
        lines = [f"{place}  {layer}".rstrip(), f"  {fault}"]
        lines += [f"    {line}" for line in sum]
        lines += [f"  {advice}"] if advice else []
        super().__init__("\n".join(map(visible, lines)))

    def __reduce__(self) -> tuple[Any, ...]:
        """So that it comes back whole from a process that found it."""
        whole = partial(ModelFileError, layer=self.layer, sum=self.sum, advice=self.advice)
        return whole, (self.place, self.fault)


def visible(line: str) -> str:
    """A line whose control characters, from a file that may be hostile, are spelled out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
