"""`explain site --serve`: pages follow their sources, faults are waited on, Ctrl-C is quiet.

Whether SIGINT is ignored, as in a job that a shell runs in the background, is set here and not
inherited from whoever runs the tests.
"""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.command_line import COMMAND, environment
from tests.promises.sites import refused, write_model

PATIENCE = 60


class Served:
    """The command while it serves a model; what it says goes to a file."""

    def __init__(self, folder: Path, *words: str, sigint: Any = signal.SIG_DFL) -> None:
        self.said = folder / "said.txt"
        before = signal.signal(signal.SIGINT, sigint)  # a child begins with what its parent has
        try:
            with self.said.open("wb") as said:
                self.running = subprocess.Popen(
                    [*COMMAND, "site", "--serve", "--no-pdf", "--port", "0", *words],
                    cwd=folder, stderr=said, env=environment(TMPDIR=str(folder)),
                )  # fmt: skip
        finally:
            signal.signal(signal.SIGINT, before)
        self.wait_for(lambda: "until Ctrl-C" in self.said.read_text())
        found = re.search(r"http://localhost:\d+/", self.said.read_text())
        assert found is not None
        self.address = found[0]

    def page(self, path: str) -> str:
        """A page, or nothing where there is none."""
        try:
            with urllib.request.urlopen(self.address + path) as answer:
                text: str = answer.read().decode()
                return text
        except HTTPError:
            return ""

    def answer(self, path: str, host: str | None = None, method: str = "GET") -> tuple[int, bytes]:
        """The status and the body, for any path and any Host."""
        port = self.address.rpartition(":")[2].rstrip("/")
        connection = HTTPConnection("127.0.0.1", int(port), timeout=PATIENCE)
        connection.putrequest(method, path, skip_host=True)
        if host is not None:
            connection.putheader("Host", host)
        connection.endheaders()
        got = connection.getresponse()
        found = got.status, got.read()
        connection.close()
        return found

    def wait_for(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, self.said.read_text()
            assert self.running.poll() is None, self.said.read_text()
            time.sleep(0.1)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    write_model(tmp_path / "net.yaml", name="First")
    found = Served(tmp_path, "net.yaml")
    yield found
    found.running.kill()
    found.running.wait()


def test_a_page_follows_its_model_and_a_fault_is_waited_on(served, tmp_path):
    page = "networks/net/index.html"
    assert "First" in served.page(page)
    assert len(list(tmp_path.glob("explain-site-*"))) == 1
    write_model(tmp_path / "net.yaml", name="Second", k=9)
    served.wait_for(lambda: "The kernel does not fit" in served.said.read_text())
    assert "First" in served.page(page)
    write_model(tmp_path / "net.yaml", name="Third")
    served.wait_for(lambda: "Third" in served.page(page))
    served.running.send_signal(signal.SIGINT)
    assert served.running.wait(PATIENCE) == 0
    assert list(tmp_path.glob("explain-site-*")) == []
    assert "Interrupt" not in served.said.read_text()
    assert served.said.read_text().splitlines()[-1].startswith(f"{tmp_path}/explain-site-")


def test_only_what_was_built_is_served_and_only_to_this_computer(tmp_path):
    write_model(tmp_path / "net.yaml")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.txt").write_text("secret")
    served = Served(tmp_path, "-o", "out", "net.yaml", sigint=signal.SIG_IGN)
    out, here = tmp_path / "out", "localhost"
    try:
        (out / "mine.txt").write_text("secret")
        (out / "leads.txt").symlink_to(tmp_path / "secret" / "key.txt")
        (out / "way").symlink_to(tmp_path / "secret")
        (out / "glossary.html").unlink()
        (out / "glossary.html").symlink_to(tmp_path / "secret" / "key.txt")
        home = (out / "index.html").read_bytes()
        for host in ("localhost", "LocalHost:80", "127.0.0.1", "127.0.0.1:9"):
            assert served.answer("/", host) == (200, home)
        assert served.answer("/index.html?q=1", here) == (200, home)
        assert served.answer("/", here, "HEAD") == (200, b"")
        assert served.answer("/networks/net", here)[0] == 301
        assert served.answer("/networks/net/", here)[0] == 200
        for other in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", None):
            status, body = served.answer("/", other)
            assert status == 421
            assert home not in body
        gone = (
            "/mine.txt", "/leads.txt", "/way/key.txt", "/way/", "/glossary.html", "/assets",
            "/assets/", "/assets/fonts/", "/data/", "/.explain-site/", "/.explain-site",
            "/.explain-site/manifest.json", "/../secret/key.txt", "/%2e%2e/secret/key.txt",
            "//etc/passwd", "/index.html/", "/%00", "/net.yaml",
        )  # fmt: skip
        for path in gone:
            status, body = served.answer(path, here)
            assert status == 404, path
            assert b"secret" not in body
        served.running.send_signal(signal.SIGINT)  # which is ignored, as in a background job
        assert served.answer("/", here)[0] == 200
        served.running.send_signal(signal.SIGTERM)
        assert served.running.wait(PATIENCE) == 0
    finally:
        served.running.kill()
        served.running.wait()


def test_a_taken_port_is_one_clear_text(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        message = refused("--serve", "--port", port, cwd=tmp_path)
    assert message == (
        f"Port {port} can't be used: Address already in use. Try another with --port.\n"
    )


def test_a_model_that_is_wrong_from_the_start_is_not_served(tmp_path):
    write_model(tmp_path / "net.yaml", k=9)
    words = ("--serve", "--port", "0", "--no-pdf", "-o", "out", "net.yaml")
    assert refused(*words, cwd=tmp_path).startswith("net.yaml:4  layer ")
    assert [path.name for path in tmp_path.iterdir()] == ["net.yaml"]
