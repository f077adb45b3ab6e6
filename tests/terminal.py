"""Runs the command `explain` as a person at a terminal does."""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import termios
from typing import Literal

from tests.command_line import COMMAND, environment

LINES = 24


def on_a_terminal(
    *words: str, shows: Literal["stdout", "stderr"] = "stdout", columns: int = 80, **env: str
) -> str:
    """What a command writes to the stream that is a terminal, while the other one is not."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, columns, 0, 0))
    settings = {"TERM": "xterm", "COLUMNS": ""} | env
    with subprocess.Popen(
        [*COMMAND, *words],
        stdout=theirs if shows == "stdout" else subprocess.DEVNULL,
        stderr=theirs if shows == "stderr" else subprocess.DEVNULL,
        env=environment(**settings),
    ) as running:
        os.close(theirs)
        written = b""
        try:
            while chunk := os.read(ours, 4096):
                written += chunk
        except OSError:  # a terminal that nobody holds open any more
            pass
        assert running.wait() == 0
    os.close(ours)
    return written.decode()
