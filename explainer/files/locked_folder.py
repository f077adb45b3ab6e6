"""Only one process at a time works in a folder.

The lock is the operating system's, so that it ends with the process, however that ends. (The
package filelock was looked at: where a file system has no such locks it quietly takes files for
locks, and those are left behind.)
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from explainer.errors import FolderBusyError, seen
from explainer.files.whole_file import speaking_of
from explainer.language import sentence

NAME = ".explain-lock"


@contextmanager
def locked(folder: Path, lock: str = NAME) -> Iterator[None]:
    """Keep other processes out of the folder, which is made if it is missing.

    lock: the file in it that stands for the lock; it is gone at the end.
    Raises FolderBusyError where another process is at work there.
    """
    path = folder / lock
    with speaking_of(folder):
        path.parent.mkdir(parents=True, exist_ok=True)
        held = _take(path)
    if held is None:
        raise FolderBusyError(sentence("folder.busy", folder=seen(folder)))
    try:
        yield
    finally:
        with suppress(OSError):  # Windows removes no file that is open: there it stays, empty
            path.unlink()
        with suppress(OSError):
            _unlock(held)  # a process that was forked has it open too
        os.close(held)


def _take(path: Path) -> int | None:
    """The lock's open file; None where it is another's.

    One that was removed, and perhaps made anew, between opening and locking it locks nothing.
    """
    while True:
        opened = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            if not _lock(opened):
                os.close(opened)
                return None
            if _is_still(path, opened):
                return opened
        except BaseException:
            os.close(opened)
            raise
        os.close(opened)


def _is_still(path: Path, opened: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(opened))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(opened: int) -> bool:
        try:
            msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(opened: int) -> None:
        msvcrt.locking(opened, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(opened: int) -> bool:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(opened: int) -> None:
        fcntl.flock(opened, fcntl.LOCK_UN)
