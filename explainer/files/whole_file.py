"""Files that appear whole or not at all.

A file is written under a name that nobody can foresee, beside the one it is to have, and gets
that one when it is complete. The name is made new: a link that somebody has laid there is not
followed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from explainer.errors import CannotWriteError, UsageError, seen
from explainer.files.interrupts import held
from explainer.language import sentence

OURS = "explain"
# What can't be put right by naming another place.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG}


@dataclass(frozen=True)
class _File:
    """A file on its way. said: what errors call it; beside: its name until it is complete."""

    said: Path
    place: Path
    beside: Path


def write(path: Path, content: bytes, *, by: str = OURS, said: Path | None = None) -> None:
    """Write a file, its folder too where that is missing; a link there is replaced.

    by: what the name begins with that it has until it is complete.
    said: what errors name in its place, where the user knows nothing of it.
    Raises UsageError where it can't be there, CannotWriteError where it has no room.
    """
    _write([(_File(said or path, path, _beside(path, by)), content)])


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write files; they get their names only when all of them lie complete beside them.

    A link stays, and what it leads to is written. Errors are those of `write`.
    """
    files = []
    for path, content in contents.items():
        with speaking_of(path):
            place = _led_to(path)
        files.append((_File(path, place, _beside(place, OURS)), content))
    _write(files)


def _write(files: Sequence[tuple[_File, bytes]]) -> None:
    made: list[Path] = []
    try:
        for file, content in files:
            with speaking_of(file.said):
                _refuse_folder(file.place)
                made += _missing(file.place.parent)
                file.place.parent.mkdir(parents=True, exist_ok=True)
                with file.beside.open("xb") as opened:
                    opened.write(content)
        with held():
            for file, _ in files:
                with speaking_of(file.said):
                    file.beside.replace(file.place)
    finally:
        for file, _ in files:
            with suppress(OSError):
                file.beside.unlink(missing_ok=True)
        for folder in reversed(made):
            with suppress(OSError):  # one that something lies in is not removed
                folder.rmdir()


def _missing(folder: Path) -> list[Path]:
    """The folders that have to be made, from the outermost on."""
    return [path for path in (*reversed(folder.parents), folder) if not path.exists()]


def _beside(path: Path, by: str) -> Path:
    import secrets

    return path.with_name(f".{by}-{secrets.token_hex(8)}.part")


def sweep(folder: Path, by: str) -> None:
    """Remove what processes that were killed have left of the files they had begun."""
    for left in folder.glob(f".{by}-*.part"):
        with suppress(OSError):
            left.unlink(missing_ok=True)


def _led_to(path: Path) -> Path:
    """Where a path leads to; OSError where its links go round in a circle."""
    with suppress(FileNotFoundError):
        path.stat()
    return path.resolve()


def _refuse_folder(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


@contextmanager
def speaking_of(path: Path) -> Iterator[None]:
    """Name the file in errors about it."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        fault = sentence("file.not_written", file=seen(path), reason=seen(error.strerror or error))
        if error.errno in NO_ROOM:
            raise CannotWriteError(fault) from None
        raise UsageError(fault) from None
