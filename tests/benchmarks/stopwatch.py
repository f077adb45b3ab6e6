"""Times of whole commands, processes of their own."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
Command = Sequence[str]


def explain(*words: str) -> Command:
    """The command `explain`."""
    return (sys.executable, "-m", "explainer", *words)


def environment() -> dict[str, str]:
    """That of this process; modules are compiled once, as they are where they were installed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT)}


def seconds(command: Command) -> float:
    """How long a command takes, once."""
    start = time.perf_counter()
    subprocess.run(
        command,
        cwd=ROOT,
        env=environment(),
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    return time.perf_counter() - start


def processor_seconds(command: Command) -> float:
    """How long the processor works at a command, and at what that starts and waits for."""
    before = _of_children()
    seconds(command)
    return _of_children() - before


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def shortest(*commands: Command, turns: int) -> list[float]:
    """The least that the processor needs for each command, run in turns.

    On a machine that others work on as well it is the one time that means something.
    """
    times = [[processor_seconds(command) for command in commands] for _ in range(turns)]
    return [min(column) for column in zip(*times, strict=True)]
