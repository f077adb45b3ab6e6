"""The line of a caller's own code, and the module, in which another program's error arose."""

from __future__ import annotations

import linecache
import re
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path
from traceback import walk_tb
from types import FrameType

import torch
from torch import nn

from explainer.errors import shown
from explainer.language import sentence

# Torch, the standard library and this program are not the caller's own.
OTHERS = tuple(
    f"{path}/"
    for path in (
        sysconfig.get_path("stdlib"),
        Path(torch.__file__).parent,
        Path(__file__).parents[2],
    )
)


def line_of(error: BaseException) -> str:
    """`mynets.py, line 14: x = self.conv1(x)`; empty where it arose in no code of the caller's."""
    found = ""
    for frame, number in _frames(error):
        file = frame.f_code.co_filename
        if _is_own(file):
            text = shown(linecache.getline(file, number).strip())
            found = sentence("line.of_code", file=_near(file), line=str(number), text=text)
    return found


def _is_own(file: str) -> bool:
    installed = "/site-packages/" in file  # which may lie in the folder of the standard library
    return not file.startswith((*OTHERS, "<") if not installed else OTHERS[1:])


def path_in(error: BaseException, modules: Mapping[int, str]) -> str:
    """The path of the innermost module that was running; modules: the paths by `id`."""
    found = ""
    for frame, _ in _frames(error):
        owner = frame.f_locals.get("self")
        if isinstance(owner, nn.Module):
            found = modules.get(id(owner), found)
    return found


def first_line(error: BaseException) -> str:
    """What an error says, in its first line, without its colours and its full stop."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip()
    return text.splitlines()[0][:300].rstrip(" .:") if text else type(error).__name__


def _frames(error: BaseException) -> Iterator[tuple[FrameType, int]]:
    """From the outermost to the innermost."""
    return walk_tb(error.__traceback__)


def _near(file: str) -> str:
    """A path as it is written from the current folder, where it lies in it."""
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
