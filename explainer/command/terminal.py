"""What standard output is: how wide, and whether it shows colours."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from explainer.command.outputs import Output
from explainer.render.formats import Paper, Surface

COLUMNS = 80
# Less than this is no terminal that a table could be read on.
FEWEST = 20


def surface_of(output: Output, paper: Paper) -> Surface:
    """What an output is written on; a file is as wide as where no terminal tells."""
    if output.path is not None:
        return Surface(paper)
    return Surface(paper, columns(), colours())


def columns() -> int:
    """The terminal's width in characters; what COLUMNS says comes first, without both 80."""
    said = os.environ.get("COLUMNS", "")
    found = int(said) if said.isascii() and said.isdigit() else 0
    with suppress(OSError, ValueError):
        found = found or os.get_terminal_size(sys.stdout.fileno()).columns
    return max(found or COLUMNS, FEWEST)


def colours() -> bool:
    """Whether colours are wanted: on a terminal that has them, where NO_COLOR isn't set."""
    unwanted = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not unwanted
