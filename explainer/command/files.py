"""The files that a command writes: all of them whole, or none."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path

from explainer.files.interrupts import check
from explainer.files.whole_file import speaking_of, write_all


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """Write files; what a link leads to is written, and a device or a pipe is written to."""
    special = {path for path in contents if is_special(path)}
    write_all({p: content for p, content in contents.items() if p not in special})
    for path in special:
        check()
        with speaking_of(path):
            path.write_bytes(contents[path])


def is_special(path: Path) -> bool:
    """Whether it is a device or a pipe, which is written to and not replaced."""
    mode = mode_of(path)
    return bool(mode) and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def is_folder(path: Path) -> bool:
    """Whether it is a folder; a path that leads nowhere is none."""
    return stat.S_ISDIR(mode_of(path))


def is_file(path: Path) -> bool:
    """Whether it is a file of the common sort."""
    return stat.S_ISREG(mode_of(path))


def is_there(path: Path) -> bool:
    """Whether it leads to anything."""
    return bool(mode_of(path))


def mode_of(path: Path) -> int:
    """What the path leads to, as the `st_mode` of `os.stat`; 0 where it leads to nothing.

    Path.is_dir and Path.exists raise OSError for a name that is too long.
    """
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0
