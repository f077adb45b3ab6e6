"""What is read from a file that the user names: all of it, and not more than is allowed."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

from explainer.errors import UsageError, seen
from explainer.language import sentence


def file_bytes(path: Path, most: int) -> bytes:
    """The content of a file, of which one byte more than `most` shows that it is too large.

    A device may go on for ever. Raises UsageError where the file can't be read, and
    FileNotFoundError, about which each caller has something else to say.
    """
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a byte of zero in the name
        raise UsageError(
            sentence("file.not_read", file=seen(path), reason=_reason(error))
        ) from None


def stdin_bytes(most: int) -> bytes:
    """The content of standard input, cut off like that of a file.

    Raises UsageError where it is closed, or can't be read.
    """
    try:
        if sys.stdin is None:
            raise OSError(errno.EBADF, "")
        return sys.stdin.buffer.read(most + 1)
    except OSError as error:
        if error.errno == errno.EBADF:
            raise UsageError(sentence("input.closed")) from None
        raise UsageError(sentence("input.not_read", reason=_reason(error))) from None


def _reason(error: Exception) -> str:
    return seen(getattr(error, "strerror", None) or error)
