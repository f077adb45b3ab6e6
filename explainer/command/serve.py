"""The site on localhost, built again when a model, a page, a template or the code changes."""

from __future__ import annotations

import functools
import http.server
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from explainer.command.printing import print_note
from explainer.command.site_files import SiteFiles
from explainer.errors import UsageError, seen
from explainer.files.interrupts import forget
from explainer.language import sentence
from explainer.website.sources import PACKAGE, watched

SECONDS = 0.5
Times = dict[Path, tuple[int, int]]


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Nothing: a browser that doesn't wait for an answer is no fault."""


def serve(folder: Path, port: int, models: Sequence[str], words: Sequence[str]) -> int:
    """Build with these words and serve the folder until it is broken off; the exit code.

    Each build is a process of its own: it sees every file as it is then, our code too.
    Raises UsageError where the port is taken.
    """
    with _server(folder, port) as server:
        seen = _times(models)
        if code := _build(words):
            return code
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://localhost:{server.server_port}/"
        print_note(sentence("command.site_serving", address=address))
        try:
            _watch(models, seen, words)
        except KeyboardInterrupt:
            forget()  # so it is meant to end: by Ctrl-C, by SIGTERM where a shell ignores that
            server.shutdown()
    return 0


@contextmanager
def _server(folder: Path, port: int) -> Iterator[_Server]:
    handler = functools.partial(SiteFiles, folder=folder)
    try:
        server = _Server(("127.0.0.1", port), handler)
    except OSError as error:
        raise UsageError(
            sentence("port.not_used", port=str(port), reason=seen(error.strerror or error))
        ) from None
    with server:
        yield server


def _watch(models: Sequence[str], seen: Times, words: Sequence[str]) -> None:
    """Build again whenever a file has changed; a fault is told by the build, and waited on."""
    while True:
        now = _times(models)
        if now != seen:
            seen = now
            _build(words)
        time.sleep(SECONDS)


def _build(words: Sequence[str]) -> int:
    """Run the command in a session of its own, where a Ctrl-C reaches it through us only."""
    path = os.pathsep.join(filter(None, (str(PACKAGE.parent), os.environ.get("PYTHONPATH"))))
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "explainer", *words],
        env=os.environ | {"PYTHONPATH": path},
        start_new_session=True,
    ) as running:
        try:
            return running.wait()
        except KeyboardInterrupt:
            running.send_signal(signal.SIGTERM)  # SIGINT may be ignored, and so in it too
            running.wait()
            raise


def _times(models: Sequence[str]) -> Times:
    """When each file was changed last, and how large it is."""
    found: Times = {}
    for path in (*map(Path, models), *watched()):
        try:
            about = path.stat()
        except OSError:  # it is gone, or about to be replaced
            continue
        found[path] = (about.st_mtime_ns, about.st_size)
    return found
