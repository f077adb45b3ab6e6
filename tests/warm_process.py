"""A process that has loaded `explain` once, and is copied for each command line that a test runs.

A command takes half a second to a second to load its modules, and the tests run hundreds of them.
A fork of this process has them loaded and is else what a user starts: a process with its own
folder, standard input, output, error, signals and end.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from tests.command_line import ROOT, environment

PATIENCE = 120  # seconds
LOADED = ("sympy", "weasyprint", "jinja2", "markdown", "explainer.cli", "explainer.report.write_up")
ONE_AT_A_TIME = threading.Lock()


def run_warm(words: tuple[str, ...], cwd: Path, stdin: bytes) -> tuple[int, bytes, bytes]:
    """The exit code, what was printed and what was noted."""
    with tempfile.TemporaryDirectory() as folder, ONE_AT_A_TIME:
        files = [str(Path(folder, name)) for name in ("in", "out", "err")]
        Path(files[0]).write_bytes(stdin)
        asked = {"words": words, "cwd": str(cwd), "files": files, "environment": dict(os.environ)}
        code = _ask(asked)
        return code, Path(files[1]).read_bytes(), Path(files[2]).read_bytes()


def _ask(asked: Mapping[str, object]) -> int:
    line = _process()
    line.sendall(json.dumps(asked).encode() + b"\n")
    answer = line.recv(64)
    if not answer:
        raise RuntimeError("The process that runs commands for the tests has ended.")
    return int(answer)


@functools.cache
def _process() -> socket.socket:
    """The line to the process, which lives as long as this one."""
    ours, theirs = socket.socketpair()
    ours.settimeout(PATIENCE)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.warm_process", str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment(),
    )
    theirs.close()
    atexit.register(_end, process, ours)
    return ours


def _end(process: subprocess.Popen[bytes], line: socket.socket) -> None:
    line.close()
    process.wait()


def serve(number: int) -> int:
    """Run what is asked, each in a copy of this process; the result is the copy's exit code."""
    for name in LOADED:
        import_module(name)
    line = socket.socket(fileno=number)
    for asked in line.makefile():
        copy = os.fork()
        if copy == 0:
            line.close()
            return _run(**json.loads(asked))
        _, status = os.waitpid(copy, 0)
        line.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    return 0


def _run(words: list[str], cwd: str, files: list[str], environment: dict[str, str]) -> int:
    from explainer.cli import main

    flags = (os.O_RDONLY, os.O_WRONLY | os.O_CREAT, os.O_WRONLY | os.O_CREAT)
    for number, (path, flag) in enumerate(zip(files, flags, strict=True)):
        os.dup2(os.open(path, flag), number)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [str(ROOT / "explainer" / "__main__.py"), *words]
    return main()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(serve(int(sys.argv[1])))
