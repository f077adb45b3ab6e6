"""The site, built once for all workers, and Debian's Chromium to read it with.

Where there is no Chromium these tests are skipped, but CI has to have it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from explainer.website.build import build_site

CHROMIUM = shutil.which("chromium")

if os.environ.get("CI") and CHROMIUM is None:
    raise pytest.UsageError("CI is set and chromium is missing: apt-get install chromium")

# Without these, Chromium looks for Google's hosts at every start.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """A site of all examples, without the PDFs.

    The first worker that needs it builds it on all cores, while the others wait for it.
    """
    own: Path = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = shared / "site" / "built"
    folder.parent.mkdir(exist_ok=True)
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Where it stands already, this finds all parts as they are: nothing is built.
        build_site(folder, (), pdf=False, jobs=-1, told=lambda *_: None)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium: apt-get install chromium")
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield running
        running.close()


class Reader:
    """A page of the site in the browser, opened as a file; its console has to stay silent."""

    def __init__(self, page: Page, site: Path) -> None:
        self.page, self.site = page, site
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def open(self, path: str) -> Page:
        self.page.goto("about:blank")
        self.page.goto(f"file://{self.site}/{path}")
        return self.page

    def text(self, selector: str) -> str:
        return " ".join((self.page.locator(selector).first.inner_text() or "").split())


@pytest.fixture
def reader(browser, site) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1000, "height": 900})
    found = Reader(context.new_page(), site)
    yield found
    context.close()
    assert not found.said
