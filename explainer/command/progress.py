"""What is being done, on a terminal, once the work takes longer than a moment."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextvars import copy_context
from types import TracebackType
from typing import Self

PATIENCE = 0.5  # seconds before anything is said
CLEAR = "\r\x1b[K"


class Progress:
    """One line on standard error that names the stage; it is gone at the end."""

    def __init__(self) -> None:
        self._seen = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._late = False
        self._stage: Callable[[], str] = str
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE, copy_context().run, (self._begin,))
        self._timer.daemon = True

    def __enter__(self) -> Self:
        if self._seen:
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            if self._late:
                self._write(CLEAR)
            self._seen = self._late = False

    def stage(self, said: Callable[[], str]) -> None:
        """What comes now, such as `laying out the PDF`; it is asked for where it is shown."""
        with self._lock:
            self._stage = said
            self._show()

    def _begin(self) -> None:
        with self._lock:
            self._late = self._seen
            self._show()

    def _show(self) -> None:
        if self._late:
            self._write(f"{CLEAR}{self._stage()} …")

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
