"""Text on standard output and on standard error."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from explainer.errors import CannotWriteError, seen
from explainer.files.interrupts import check
from explainer.language import sentence


def prepare_streams() -> None:
    """Let all three streams be there, and text go out as UTF-8 whatever the locale.

    One that is closed gets its number back, open the wrong way: else the next file to be opened
    would have it, and a library's warning would go into that. Half characters, as in broken
    file names, are written as escapes.
    """
    _fill_closed()
    if sys.stdout is None:
        sys.stdout = _text(io.FileIO(1, "w", closefd=False))
    if sys.stderr is None:
        sys.stderr = _text(io.FileIO(2, "w", closefd=False), line_buffering=True)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if isinstance(sys.stdout, io.TextIOWrapper) and isinstance(sys.stdout.buffer, io.RawIOBase):
        sys.stdout = _text(sys.stdout.detach())  # unbuffered, it forgets what has no room


def _fill_closed() -> None:
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            wrong = os.O_RDONLY if number == 1 else os.O_WRONLY
            opened = os.open(os.devnull, wrong)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            os.set_inheritable(number, True)  # the other processes have streams as well


def _text(raw: Any, *, line_buffering: bool = False) -> TextIO:
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding="utf-8",
        errors="backslashreplace",
        newline="\n",
        line_buffering=line_buffering,
    )


def print_text(text: str) -> None:
    """Write to standard output."""
    print_bytes(text.encode("utf-8", "surrogateescape"))


def print_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are."""
    check()
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _forget_the_rest()
        raise
    except OSError as error:
        _forget_the_rest()
        if error.errno == errno.EBADF:
            raise CannotWriteError(sentence("output.closed")) from None
        reason = seen(error.strerror or error)
        raise CannotWriteError(sentence("output.not_written", reason=reason)) from None


def _forget_the_rest() -> None:
    """Let Python's own end find nothing that it would try, and fail, to write once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def print_written(path: Path) -> None:
    """Say which file was written."""
    from explainer.language import sentence

    print_note(sentence("command.wrote", path=str(path) if str(path).strip() else repr(str(path))))


def print_note(text: str) -> None:
    """Say something on standard error, with what would steer a terminal as escapes.

    Where that can't be written there is nobody to be told, and the exit code says the rest.
    """
    from explainer.readers.wording import is_control

    safe = (c if c in "\n\t" or not is_control(c) else ascii(c)[1:-1] for c in text)
    with suppress(OSError):
        print("".join(safe), file=sys.stderr, flush=True)
