"""The site on a web server, under a path of its own: all that it needs lies in its folder."""

from __future__ import annotations

import functools
import http.server
import threading

from tests.browser.test_pages import set_field


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def test_it_works_under_a_path(browser, site):
    handler = functools.partial(Quiet, directory=str(site.parent))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_port}/{site.name}/"
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda told: failed.append(told.url) if told.status >= 400 else None)
    page.goto(f"{root}networks/vgg16/index.html")
    set_field(page, "images in a batch", "2")
    assert page.locator("[data-fact=training]").inner_text() == "1,904,092,256"
    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").fill("138M")
    page.locator(".results a").first.click()
    page.wait_for_url(f"{root}networks/**")
    context.close()
    server.shutdown()
    server.server_close()
    # A browser asks for an icon by itself, at the root of the server.
    assert [url for url in asked if not url.startswith(root) and "favicon" not in url] == []
    assert [url for url in failed if "favicon" not in url] == []
