"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from explainer.command.printing import CannotWriteError
from explainer.errors import UsageError

# What the user can't put right by naming another place.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG}


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """Write files; they get their names only when all of them lie complete beside them."""
    complete: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            if not is_special(path):
                with speaking_of(path):
                    complete[path] = _write_beside(path.resolve(), content)
        for path, content in contents.items():
            with speaking_of(path):
                if path in complete:
                    complete[path].replace(path.resolve())
                else:
                    path.write_bytes(content)
    finally:
        for left in complete.values():
            with suppress(OSError):
                left.unlink(missing_ok=True)


def is_special(path: Path) -> bool:
    """Whether it is a device or a pipe, which is written to and not replaced."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _write_beside(path: Path, content: bytes) -> Path:
    """Write the content under another name in the same folder."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".explain-{secrets.token_hex(8)}.part")
    try:
        with beside.open("xb") as file:
            file.write(content)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


@contextmanager
def speaking_of(path: Path) -> Iterator[None]:
    """Name the file in errors about it."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        sentence = f"{path} can't be written: {error.strerror or error}."
        if error.errno in NO_ROOM:
            raise CannotWriteError(sentence) from None
        raise UsageError(sentence) from None
