"""What models and layers are called is text on every page, and safe names of files."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

from tests.promises.sites import built, write_model

NAMES = (
    "<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "<!--", "index", "INDEX",
    "con", "nul.x", "../../up", "/abs", "..", "a#b?c%20d", "\"'&", "layer-12", "§§", "Ü", "A", "a",
    "__proto__", "{{7*7}}", "a\\b", "x" * 190,
)  # fmt: skip


class Tags(HTMLParser):
    """What a page would run or load, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[Any] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("img", "iframe") or (tag == "script" and "src" not in given):
            self.wrong.append((tag, attrs))
        self.wrong += [name for name in given if name.startswith("on")]
        self.links += [given[name] for name in ("href", "src") if name in given]


def test_hostile_names_stay_text_and_stay_in_the_folder(tmp_path):
    layers = [{"conv2d": {"out_channels": 3 + i, "kernel_size": 3, "padding": 1, "name": name}}
              for i, name in enumerate(NAMES)]  # fmt: skip
    where = tmp_path / "in" / "models"
    where.mkdir(parents=True)
    hostile = where / "'<script>#?%20.yaml"
    text = {"name": "</title><script>alert(2)</script>", "source": "javascript:alert(1)"}
    hostile.write_text(json.dumps(text | {"input": "8x8x3", "layers": layers}))
    out = tmp_path / "in" / "out"
    built(out, str(hostile))
    assert sorted(path.name for path in tmp_path.rglob("*") if out not in path.parents) == sorted(
        ["in", "models", "out", hostile.name]
    )
    pages = list((out / "networks" / "script-20").glob("*.html"))
    assert len(pages) == len(NAMES) + 2  # the input's, and the network's
    assert len({path.name.lower() for path in pages}) == len(pages)
    for page in out.rglob("*.html"):
        tags = Tags()
        tags.feed(page.read_text())
        assert tags.wrong == []
        links = [link.partition("#")[0] for link in tags.links]
        assert all((page.parent / link).is_file() for link in links if link and ":" not in link)
    for script in out.rglob("*.js"):
        assert "</script" not in script.read_text()


def test_models_of_one_name_have_folders_of_their_own(tmp_path):
    names = ("a/net", "b/net", "NET", "index", "index.html", "con", "…", "__proto__")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
    models = [write_model(tmp_path / f"{name}.yaml", name=name) for name in names]
    out = tmp_path / "out"
    built(out, *models)
    folders = sorted(path.name for path in (out / "networks").iterdir() if path.is_dir())
    assert folders == ["NET-3", "index", "index-html", "net", "net-2", "network", "network-2",
                       "proto"]  # fmt: skip
    shown = {(out / "networks" / name / "index.html").read_text().count("<h1>") for name in folders}
    assert shown == {1}
