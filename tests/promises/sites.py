"""Small sites of small models, for the tests of `explain site`."""

from __future__ import annotations

import json
from pathlib import Path

from explainer.website.build import build_site
from explainer.website.part import OURS
from tests.command_line import explain

TINY = "name: {name}\ninput: 8x8x3\nlayers:\n  - conv2d: {{out_channels: 4, kernel_size: {k}}}\n"


def write_model(path: Path, *, name: str = "Tiny", k: int = 3) -> str:
    path.write_text(TINY.format(name=json.dumps(name), k=k))
    return str(path)


def built(folder: Path, *models: str, pdf: bool = False, jobs: int = 1) -> tuple[int, int]:
    """How many parts were made, and how many kept."""
    done = build_site(folder, models, pdf=pdf, jobs=jobs, told=lambda *_: None)
    return done.made, done.kept


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a site, but for what we remember of it."""
    paths = (path for path in folder.rglob("*") if path.is_file() and OURS not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def refused(*words: str, cwd: Path) -> str:
    ran = explain("site", *words, cwd=cwd)
    assert (ran.code, ran.out) == (2, b"")
    assert "Traceback" not in ran.err
    return ran.err
