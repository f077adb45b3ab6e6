"""Every error that `explain` raises on purpose.

    ExplainError                 anything that stops the work, and that a sentence can name
    ├── ModelFileError           the model file: its text, its layers, its shapes
    ├── UsageError               the command line or an argument of the library
    ├── MissingPackageError      an extra or a system package has to be installed
    ├── CannotWriteError         a file, or standard output, has no room or can't be written
    ├── FolderBusyError          another process is at work in the same folder
    ├── BrokenFileError          a file that was made before is no longer whole
    ├── LostWorkerError          a process that worked along was ended from outside
    └── NoSentencesError         Python runs without docstrings, which hold what is to be said

Each is shown as it is, without a traceback. The command ends with code 2 for the first three,
which are about what the user gave, and with code 1 for the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from explainer.language import sentence

if TYPE_CHECKING:
    from explainer.spec import Place

__all__ = [
    "BrokenFileError",
    "CannotWriteError",
    "ExplainError",
    "FolderBusyError",
    "LostWorkerError",
    "MissingPackageError",
    "ModelFileError",
    "NoSentencesError",
    "UsageError",
]


class ExplainError(Exception):
    """Something the user can put right; `str()` of it is the whole message.

    code: the exit code of a command that it ends.
    sentences: what is wrong, and where it can be said what to try.
    """

    code = 2

    def __init__(self, *sentences: str) -> None:
        self.sentences = tuple(filter(None, sentences))
        super().__init__(" ".join(self.sentences))


class UsageError(ExplainError):
    """The command line, or an argument of the library, is not usable."""


class MissingPackageError(ExplainError):
    """A package is missing; the message names the command that installs it, on a line below."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n  ".join(lines))


class CannotWriteError(ExplainError):
    """The output has no room, is closed, or its disk fails."""

    code = 1


class FolderBusyError(ExplainError):
    """Another process is at work in the folder; its lock ends with it."""

    code = 1


class BrokenFileError(ExplainError):
    """A file that was made before, and is needed again, is no longer whole."""

    code = 1


class LostWorkerError(ExplainError):
    """A process that worked along was ended from outside, often for lack of memory."""

    code = 1


class NoSentencesError(ExplainError):
    """Python runs with -OO, which drops docstrings."""

    code = 1


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


LONGEST = 60  # characters of a value in a message


def shown(value: object) -> str:
    """A value of the caller's in a message, whatever it is: short, on one line, `empty` for none.

    >>> shown("much"), shown(""), shown(10**80)
    ('much', 'empty', '100000000000000000000000000000000000000000000000000000000...')
    """
    return (
        _short(visible(value.strip()) or sentence("value.nothing"))
        if isinstance(value, str)
        else named(value)
    )


def named(value: object) -> str:
    """A value as Python writes it, a text in its quotation marks, short and on one line.

    >>> named("gb"), named(2)
    ("'gb'", '2')
    """
    try:
        return _short(visible(repr(value)))
    except ValueError:  # Python writes no number of more than 4,300 digits
        return sentence("value.thousands_of_digits")


def seen(text: object) -> str:
    """A text or a path of the caller's in a message; quoted where nothing of it would be seen.

    >>> seen("much"), seen(" ")
    ('much', "' '")
    """
    return str(text) if str(text).strip() else repr(str(text))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def visible(line: str) -> str:
    """A line whose control characters, from a file that may be hostile, are spelled out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


def nearest(word: str, names: Iterable[str], least: float = 0.6) -> str:
    """The name that was most likely meant; empty where none is near.

    least: how alike they have to be, from 0 to 1, as `difflib` counts it.
    """
    import difflib

    found = difflib.get_close_matches(word, names, 1, least)
    return found[0] if found else ""
