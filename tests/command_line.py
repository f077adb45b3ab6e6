"""Runs the command `explain` as a user does, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-m", "explainer")


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """What it printed, as text."""
        return self.out.decode()


def environment(**changes: str) -> dict[str, str]:
    """The environment of a user who works in a checkout."""
    return os.environ | {"PYTHONPATH": str(ROOT)} | changes


def explain(
    *words: str, cwd: Path = ROOT, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> Ran:
    """Run `explain` with these words; where the environment changes, in a process from nothing."""
    if env:
        return explain_afresh(*words, cwd=cwd, stdin=stdin, env=env)
    from tests.warm_process import run_warm

    code, out, err = run_warm(words, cwd, stdin)
    return Ran(code, out, err.decode())


def explain_afresh(
    *words: str, cwd: Path = ROOT, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> Ran:
    """Run `explain` in a process that loads all its modules, as a shell starts it."""
    done = subprocess.run(
        [*COMMAND, *words],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(**(env or {})),
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr.decode())
