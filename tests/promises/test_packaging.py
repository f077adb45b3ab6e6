"""What is packed: the wheel carries all that the program needs, and works from where it lies."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from explainer.readers import example_names
from tests.command_line import ROOT, environment

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the wheel and the sdist."""
    clone, folder = tmp_path_factory.mktemp("clone"), tmp_path_factory.mktemp("dist")
    shutil.copytree(ROOT, clone, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".venv", ".git"))
    built_page = clone / "site" / "_build" / "index.html"
    built_page.parent.mkdir(exist_ok=True)
    built_page.write_text("made by a build of the site")
    words = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(words, cwd=clone, check=True, capture_output=True)
    return folder


def test_the_wheel_carries_templates_examples_and_the_site(built):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    assert {f"explainer/examples/{name}.yaml" for name in example_names()} <= names
    for folder in ("templates", "site"):
        files = [p for p in (ROOT / folder).rglob("*") if p.is_file() and "_build" not in p.parts]
        assert {f"explainer/{path.relative_to(ROOT)}" for path in files} <= names
    assert "explainer/py.typed" in names
    assert not [name for name in names if "_build" in name or name.startswith("tests")]


def test_the_sdist_carries_the_tests_too(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    for needed in ("README.md", "LICENSE", "pyproject.toml", "tests/conftest.py", ".ci/run"):
        assert needed in names
    assert {"templates/page.html", "examples/vgg16.yaml", "site/changelog.md"} <= names
    assert not [name for name in names if name.startswith("site/_build")]


def test_it_works_from_the_wheel_alone(built, tmp_path):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path)
    words = [sys.executable, "-m", "explainer", "example:lenet5", "--html", "-o", "-"]
    env = environment(PYTHONPATH=str(tmp_path))
    done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, check=True)
    assert b"LeNet-5" in done.stdout
    words = [*words[:3], "site", "-o", "site", "--no-pdf", "example:totals-recipe"]
    subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, check=True)
    assert (tmp_path / "site" / "assets" / "live.js").exists()
    assert (tmp_path / "site" / "networks" / "totals-recipe" / "index.html").exists()


def test_only_frameworks_and_clusters_are_extras():
    extras = {"torch", "onnx", "keras", "dask", "dev"}
    assert set(PROJECT["optional-dependencies"]) == extras
    needed = {dependency.split(">")[0] for dependency in PROJECT["dependencies"]}
    assert {"sympy", "jinja2", "pyyaml", "weasyprint"} <= needed
    assert all(">=" in d and ",<" in d for d in PROJECT["dependencies"])
