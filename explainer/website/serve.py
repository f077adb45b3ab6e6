"""The site on localhost, built again when a model or a hand-written page changes."""

from __future__ import annotations

import functools
import http.server
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from explainer.command.printing import print_note
from explainer.errors import ExplainError, UsageError
from explainer.resources import resource
from explainer.website.build import program

SECONDS = 1.0


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files, and keeps what it serves to itself."""

    def log_message(self, *_: object) -> None:
        """Nothing: a reader's requests are nobody's business."""


def serve(folder: Path, port: int, models: Sequence[str], build: Callable[[], object]) -> None:
    """Serve until it is broken off. Raises UsageError where the port is taken."""
    handler = functools.partial(_Quiet, directory=str(folder))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise UsageError(
            f"Port {port} can't be used: {error.strerror}. Try another with --port."
        ) from None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print_note(f"Serving on http://localhost:{server.server_port}/ until Ctrl-C.")
    try:
        watch(models, build)
    except KeyboardInterrupt:
        server.shutdown()


def watch(models: Sequence[str], build: Callable[[], object]) -> None:
    """Build again whenever a file has changed; a fault in one is told, and waited on."""
    seen = _times(models)
    while True:
        time.sleep(SECONDS)
        now = _times(models)
        if now == seen:
            continue
        seen = now
        program.cache_clear()
        try:
            build()
        except ExplainError as error:
            print_note(str(error))


def _times(models: Sequence[str]) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in _watched(models) if path.is_file()}


def _watched(models: Sequence[str]) -> Iterator[Path]:
    for model in models:
        if not model.startswith("example:"):
            yield Path(model)
    for kind in ("site", "templates", "examples"):
        yield from resource(kind).rglob("*")
