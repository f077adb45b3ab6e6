"""Times of whole commands, processes of their own."""

from __future__ import annotations

import os
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


def seconds(command: Command) -> float:
    """How long a command takes, once."""
    start = time.perf_counter()
    subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    return time.perf_counter() - start


def shortest(*commands: Command, turns: int) -> list[float]:
    """The shortest time of each command, run in turns."""
    times = [[seconds(command) for command in commands] for _ in range(turns)]
    return [min(column) for column in zip(*times, strict=True)]
