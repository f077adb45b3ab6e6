"""What `site --serve` answers: the files that were built, to a reader on this computer."""

from __future__ import annotations

import http.server
import io
import re
import urllib.parse
from http import HTTPStatus
from pathlib import Path
from typing import Any

from explainer.website.folder import built_files

# A page elsewhere can have its own name lead to this computer, and would then read along.
OURS = re.compile(r"(localhost|127\.0\.0\.1)(:[0-9]+)?", re.IGNORECASE)


class SiteFiles(http.server.SimpleHTTPRequestHandler):
    """Serves files as they are now, and keeps to itself who reads them."""

    def __init__(self, *words: Any, folder: Path) -> None:
        self.folder = folder
        super().__init__(*words, directory=str(folder))

    def log_message(self, *_: object) -> None:
        """Nothing: a reader's requests are nobody's business."""

    def end_headers(self) -> None:
        """Let no browser keep a page: it may be built anew."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_head(self) -> io.BytesIO | None:
        """The head of the answer, and the file that follows it; None where none does."""
        if not OURS.fullmatch(self.headers.get("Host", "")):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "Ask for localhost or 127.0.0.1.")
            return None
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path).lstrip("/")
        files = built_files(self.folder)
        if f"{path}/index.html" in files:
            self._send_elsewhere(f"/{urllib.parse.quote(path)}/")
            return None
        name = f"{path}index.html" if path.endswith("/") or not path else path
        content = _content(self.folder, name) if name in files else None
        if content is None:
            self.send_error(HTTPStatus.NOT_FOUND, "No build has made such a page.")
            return None
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(name))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def _send_elsewhere(self, address: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()


def _content(root: Path, name: str) -> bytes | None:
    """The file's content; None where it is not there, or a link leads elsewhere."""
    place = root.resolve()
    try:
        path = (place / name).resolve()
        return path.read_bytes() if path == place / name else None
    except (OSError, RuntimeError):
        return None
