"""What each part of the site is made from, and that `--serve` looks at all of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from explainer.language import catalogue as catalogues
from explainer.website import sources
from tests.command_line import ROOT

DIGESTS = (sources.for_reports, sources.for_networks, sources.for_shared_pages)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of all that the site is made from, to change something in."""
    for name in ("explainer", "templates", "examples", "site"):
        ignored = shutil.ignore_patterns("__pycache__", "_build", "fonts")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    (tmp_path / "site" / "lessons").mkdir(exist_ok=True)
    (tmp_path / "site" / "lessons" / "99-one.md").write_text("# One")
    monkeypatch.setattr(sources, "PACKAGE", tmp_path / "explainer")
    for module in (sources, catalogues):
        monkeypatch.setattr(module, "resource", lambda kind: tmp_path / kind)
    return tmp_path


def digests() -> list[str]:
    """Those of reports, of networks' pages, of the other pages, as a new process has them."""
    cached: tuple[Callable[[], object], ...] = (*DIGESTS, catalogues.catalogue)
    for function in cached:
        function.cache_clear()  # type: ignore[attr-defined]
    return [digest() for digest in DIGESTS]


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("site/lessons/99-one.md", (False, False, True)),
        ("site/assets/live.js", (False, False, True)),
        ("site/changelog.md", (False, False, True)),
        ("site/reference/json.md", (False, False, True)),
        ("site/errata.yaml", (False, False, True)),
        ("examples/vgg16.yaml", (False, False, True)),
        ("templates/site/network.html", (False, True, True)),
        ("templates/site/site.css", (False, True, True)),
        ("explainer/website/page.py", (False, True, True)),
        ("explainer/command/site.py", (False, True, True)),
        ("templates/page.css", (True, True, True)),
        ("explainer/layers/conv2d.py", (True, True, True)),
    ],
)
def test_what_a_change_makes_anew(program, file, changes):
    before = digests()
    assert digests() == before
    with (program / file).open("a") as opened:
        opened.write("\n")
    assert tuple(a != b for a, b in zip(before, digests(), strict=True)) == changes


@pytest.mark.parametrize(("part", "report"), [("site", False), ("part", True)])
def test_a_sentence_of_the_site_is_in_no_report(program, part, report):
    before = digests()
    path = program / "templates" / "language" / "en" / "pages.yaml"
    text = path.read_text()
    assert f"\n{part}:\n" in text
    path.write_text(text.replace(f"\n{part}:\n", f"\n{part}:\n  new_one: New.\n"))
    changed = [a != b for a, b in zip(before, digests(), strict=True)]
    assert changed == [report, True, True]


def test_everything_that_the_site_is_made_from_is_watched(program):
    folders = ("explainer", "templates", "examples", "site")
    files = {path for name in folders for path in (program / name).rglob("*.*") if path.is_file()}
    assert {path for path in files if path.suffix != ".typed"} == set(sources.watched())
