"""`explain site`: what is built, kept, gone on with and removed, and what is never touched."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

import explainer
from explainer.website import build
from explainer.website.part import OURS
from tests.command_line import explain
from tests.promises.sites import built, contents, refused, write_model


@pytest.fixture
def model(tmp_path: Path) -> str:
    return write_model(tmp_path / "net.yaml")


# ---- what is built ---------------------------------------------------------------------


def test_the_command_builds_the_same_site_on_one_core_and_on_two(tmp_path):
    words = ("site", "--no-pdf", "example:small-cnn-50", "example:totals-recipe")
    for jobs in "12":
        ran = explain(*words, "-o", jobs, "--jobs", jobs, cwd=tmp_path)
        assert (ran.code, ran.out) == (0, b""), ran.err
        assert ran.err.startswith(f"{jobs}/ has ")
        assert ran.err.count("\n") == 1
    one, two = contents(tmp_path / "1"), contents(tmp_path / "2")
    assert one == two
    assert {"index.html", "search.html", "networks/small-cnn-50/pool2.html"} <= set(one)
    assert {"networks/totals-recipe/index.html", "assets/search-index.js"} <= set(one)
    figures = json.loads(explainer.explain("example:small-cnn-50").json())
    right = f"{figures['totals']['parameters']:,}"
    assert right in one["networks/small-cnn-50/index.html"].decode()


def test_bare_totals_alone_make_a_site(tmp_path):
    built(tmp_path / "out", "example:totals-recipe")
    assert (tmp_path / "out" / "networks/totals-recipe/index.html").is_file()
    assert (tmp_path / "out" / "own.html").is_file()


def test_a_pdf_is_offered_where_there_is_one(tmp_path, model):
    page = "networks/net/index.html"
    built(tmp_path / "out", model)
    assert "net.pdf" not in (tmp_path / "out" / page).read_text()
    assert built(tmp_path / "out", model, pdf=True)[0] >= 2
    assert 'href="net.pdf"' in (tmp_path / "out" / page).read_text()
    assert (tmp_path / "out" / "networks/net/net.pdf").read_bytes().startswith(b"%PDF-")
    assert 'href="net-handout.pdf"' in (tmp_path / "out" / page).read_text()
    handout = tmp_path / "out" / "networks/net/net-handout.pdf"
    assert handout.read_bytes().startswith(b"%PDF-")
    built(tmp_path / "out", model)
    assert not (tmp_path / "out" / "networks/net/net.pdf").exists()
    assert "net.pdf" not in (tmp_path / "out" / page).read_text()


# ---- what is kept ----------------------------------------------------------------------


def test_nothing_is_built_where_nothing_has_changed(tmp_path, model):
    made, _ = built(tmp_path / "out", model)
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*")}
    os.utime(model, (1, 1))
    assert built(tmp_path / "out", model) == (0, made)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*")} == before


def test_a_changed_model_changes_its_own_parts_and_the_pages_about_all(tmp_path, model):
    other = write_model(tmp_path / "other.yaml", k=5)
    made, _ = built(tmp_path / "out", model, other)
    kept = ("networks/other/index.html", "networks/other/other.json", "assets/live.js")
    before = {name: (tmp_path / "out" / name).stat().st_mtime_ns for name in kept}
    write_model(tmp_path / "net.yaml", name="Renamed")
    again, left = built(tmp_path / "out", model, other)
    assert (again, again + left) == (6, made)  # pages, report; kinds, formulas, lessons, others
    assert {name: (tmp_path / "out" / name).stat().st_mtime_ns for name in kept} == before
    for page in ("networks/net/index.html", "networks/index.html", "assets/search-index.js"):
        assert "Renamed" in (tmp_path / "out" / page).read_text()


def test_a_file_that_is_missing_is_built_again(tmp_path, model):
    built(tmp_path / "out", model)
    whole = contents(tmp_path / "out")
    (tmp_path / "out" / "networks/net/index.html").unlink()
    assert built(tmp_path / "out", model)[0] == 1
    assert contents(tmp_path / "out") == whole


def test_a_build_that_was_broken_off_goes_on(tmp_path, model, monkeypatch):
    whole = built(tmp_path / "whole", model)[0]
    made: list[str] = []
    real = build._make

    def broken(part: Any, job: Any) -> Any:
        if len(made) == 3:
            raise KeyboardInterrupt
        made.append(part.name)
        return real(part, job)

    monkeypatch.setattr(build, "_make", broken)
    with pytest.raises(KeyboardInterrupt):
        built(tmp_path / "out", model)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [OURS]
    monkeypatch.setattr(build, "_make", real)
    assert built(tmp_path / "out", model) == (whole - 3, 3)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert [path.name for path in (tmp_path / "out" / OURS).iterdir()] == ["manifest.json"]


def test_a_build_that_was_broken_off_while_files_move_leaves_none_behind(
    tmp_path, model, monkeypatch
):
    other = write_model(tmp_path / "other.yaml", k=5)
    built(tmp_path / "whole", other)
    real, moved = Path.replace, []

    def broken(path: Path, target: Any) -> Any:
        if "files" in path.parts and not path.name.endswith(".part"):
            moved.append(path)
            if len(moved) == 40:
                raise KeyboardInterrupt
        return real(path, target)

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(KeyboardInterrupt):
        built(tmp_path / "out", model)
    monkeypatch.setattr(Path, "replace", real)
    assert len(contents(tmp_path / "out")) == 39
    built(tmp_path / "out", other)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


# ---- what is removed, and what is not --------------------------------------------------


def test_what_is_no_longer_part_goes_with_its_empty_folders(tmp_path, model):
    out = tmp_path / "out"
    built(out, model, write_model(tmp_path / "other.yaml"))
    (out / "networks" / "other" / "mine.txt").write_text("mine")
    (out / "CNAME").write_text("mine")
    third = write_model(tmp_path / "third.yaml")
    built(out, third)
    assert not (out / "networks" / "net").exists()
    assert not (out / "data" / "net.js").exists()
    assert [path.name for path in (out / "networks" / "other").iterdir()] == ["mine.txt"]
    assert (out / "CNAME").read_text() == "mine"


def test_a_folder_of_somebody_else_is_refused(tmp_path, model):
    for manifest in (None, "{}x", '{"a": {"files": ["../../x"], "needs": "", "pages": []}}'):
        out = tmp_path / str(len(manifest or ""))
        out.mkdir()
        (out / "mine.txt").write_text("mine")
        if manifest:
            (out / OURS).mkdir()
            (out / OURS / "manifest.json").write_text(manifest)
        message = refused("-o", str(out), "--no-pdf", model, cwd=tmp_path)
        assert message == (
            f"{out} holds files that are no site of explain. Name an empty or new folder.\n"
        )
        assert contents(out) == {"mine.txt": b"mine"}


@pytest.mark.parametrize("link", [False, True])
def test_a_file_of_somebody_else_is_not_overwritten(tmp_path, model, link):
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    built(out, model)
    elsewhere.mkdir()
    (elsewhere / "index.html").write_text("mine")
    if link:
        (out / "networks" / "other").symlink_to(elsewhere)
    else:
        elsewhere.replace(out / "networks" / "other")
    before = contents(out)
    message = refused("-o", "out", "--no-pdf", write_model(tmp_path / "other.yaml"), cwd=tmp_path)
    assert message.startswith("out/networks/other")
    assert message.count("\n") == 1
    assert contents(out) == before
