"""Text on standard output and on standard error."""

from __future__ import annotations

import os
import sys


class CannotWriteError(Exception):
    """The output has no room, or its disk fails: neither the model nor the usage is wrong."""


def print_text(text: str) -> None:
    """Write to standard output."""
    print_bytes(text.encode("utf-8", "surrogateescape"))


def print_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _forget_the_rest()
        raise
    except OSError as error:
        _forget_the_rest()
        reason = error.strerror or str(error)
        raise CannotWriteError(f"Standard output can't be written: {reason}.") from None


def _forget_the_rest() -> None:
    """Let Python's own end find nothing that it would try, and fail, to write once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def print_note(text: str) -> None:
    """Say something on standard error, with what would steer a terminal as escapes."""
    from explainer.readers.wording import is_control

    safe = (c if c in "\n\t" or not is_control(c) else ascii(c)[1:-1] for c in text)
    print("".join(safe), file=sys.stderr)
