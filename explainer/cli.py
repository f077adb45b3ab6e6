"""The command `explain`: arguments in, files out, and the exit code.

0 done, 2 bad input or usage, 1 anything else, a `verify` that fails too; after a signal 128
and its number, as a shell says it: 130 after Ctrl-C, 143 after `kill`.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

from explainer.command.arguments import language_said
from explainer.command.commands import command_of
from explainer.command.printing import prepare_streams, print_note, print_text
from explainer.errors import ExplainError
from explainer.files.interrupts import ENDING, listening
from explainer.maths.formula import expect_docstrings
from explainer.options.language import speaking_in

DONE, FAULT, MISUSE, STOPPED = 0, 1, 2, 128
TRACEBACK = "EXPLAIN_TRACEBACK"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the result is its exit code, and whatever goes wrong one clear text."""
    prepare_streams()
    if argv is None:  # the process is short: looking for cycles took a fifth of its time
        gc.disable()
        atexit.register(gc.freeze)
    with listening() as came:
        try:
            code = _code_of(sys.argv[1:] if argv is None else argv)
        except KeyboardInterrupt:
            code = STOPPED + signal.SIGINT
        except Exception as error:  # noqa: BLE001  whatever it is, the user gets a clear text
            code = FAULT if came else _told(error)
        if argv is None:  # the code is settled: nothing comes between it and the shell
            for number in ENDING:
                signal.signal(number, signal.SIG_IGN)
        return STOPPED + came[0] if came else code


def _code_of(words: Sequence[str]) -> int:
    code = DONE
    with suppress(SystemExit):  # by which argparse ends after --help and --version
        code = run(words)
    print_text("")  # all that was printed has to arrive, or the code is not 0
    return code


def run(words: Sequence[str]) -> int:
    """Do what the words of the command line ask for; the exit code."""
    expect_docstrings()
    if "_ARGCOMPLETE" in os.environ:
        from explainer.command.completion import complete

        complete()
    language, words = language_said(words)
    with speaking_in(language):
        command, rest = command_of(words)
        return command.run(command.parser().read(rest))


def _told(error: Exception) -> int:
    """Say what has stopped the work; the exit code."""
    if isinstance(error, BrokenPipeError):  # the reader has gone, as `| head` does
        return FAULT
    if isinstance(error, ExplainError):
        print_note(str(error))
        return error.code
    if os.environ.get(TRACEBACK):
        import traceback

        traceback.print_exc()
    if isinstance(error, OSError):
        about = f"{error.filename}: " if error.filename else ""
        print_note(f"The system refuses something: {about}{error.strerror or error}.")
        return FAULT
    print_note(
        f"explain has a fault of its own: {type(error).__name__}: {error}\n"
        f"Please report it, with the model file and what it prints under {TRACEBACK}=1."
    )
    return FAULT
