"""A Ctrl-C or a signal to end is heeded, even where a library swallows what it raises.

Python turns a signal into an exception wherever the program happens to be: inside an `except`
of a library, inside a callback from C. There it is lost, and the work goes on, with a result
that may be another one. So each signal is noted before it is raised, and asked for again
before a result is given away.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

# The signals that end a command: a Ctrl-C, `kill`, a terminal that is closed.
ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_CAME: list[int] = []
_HELD: list[None] = []
_LISTENING: list[None] = []


@contextmanager
def listening(signals: Sequence[int] = ENDING) -> Iterator[list[int]]:
    """Note these signals inside, and raise KeyboardInterrupt for each; gives those that came.

    One that the process was started to ignore stays ignored. Inside another `listening`, and
    in any thread but the main one, nothing is changed.
    """
    if _LISTENING or threading.current_thread() is not threading.main_thread():
        yield _CAME
        return
    before = {number: signal.getsignal(number) for number in signals}
    heard = {n: old for n, old in before.items() if old not in (signal.SIG_IGN, None)}
    ours = {number: _noting(old) for number, old in heard.items()}
    hook = sys.unraisablehook
    _LISTENING.append(None)
    try:
        sys.unraisablehook = _quiet(hook)
        for number, note in ours.items():
            signal.signal(number, note)
        yield _CAME
    finally:
        for number, old in heard.items():
            if signal.getsignal(number) is ours[number]:  # else somebody has set another inside
                signal.signal(number, old)
        sys.unraisablehook = hook
        _LISTENING.clear()
        forget()


@contextmanager
def heeded() -> Iterator[None]:
    """Raise KeyboardInterrupt at the end if a Ctrl-C came inside and was swallowed."""
    with listening((signal.SIGINT,)):
        yield
        check()


@contextmanager
def held() -> Iterator[None]:
    """Keep signals waiting inside: what belongs together happens whole, or not at all."""
    check()
    _HELD.append(None)
    try:
        yield
    finally:
        _HELD.pop()
    check()


def check() -> None:
    """KeyboardInterrupt if a signal to end has come."""
    if _CAME:
        raise KeyboardInterrupt


def forget() -> None:
    """Go on as if no signal had come: it was waited for, and has done its work."""
    _CAME.clear()


def _noting(old: Any) -> Callable[[int, FrameType | None], None]:
    """A handler that notes, and then does what the one before it did."""

    def note(number: int, frame: FrameType | None) -> None:
        _CAME.append(number)
        if _HELD:
            return
        if callable(old):
            old(number, frame)
            _CAME.remove(number)  # it raised nothing: somebody's own handler saw to it
        else:
            raise KeyboardInterrupt

    return note


def _quiet(hook: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Say nothing of an interrupt that nobody could catch: it is noted."""

    def told(lost: Any) -> None:
        if not (_CAME and issubclass(lost.exc_type, KeyboardInterrupt)):
            hook(lost)

    return told
