"""Imports go one way: network → memory → derivation → page → report → library → command."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.command_line import ROOT

pytestmark = pytest.mark.quick

# Each floor may import those above it in this list; the rooms of one floor don't know each other.
FLOORS = (
    ("once", "resources", "spec"),
    ("language",),
    ("errors",),
    ("files", "maths"),
    ("layers", "workers"),
    ("network",),
    ("readers", "memory.textbook", "memory.framework"),
    ("memory.bridge", "torch_network"),
    ("derivation",),
    ("mistakes.engine",),
    ("results", "mistakes.answers"),
    ("page",),
    ("render", "report", "tools", "options"),
    (
        *("questions.fits", "questions.checkpointing", "questions.devices"),
        *("questions.comparison", "questions.verify"),
    ),
    ("questions.growth", "questions.of_file", "exercises"),
    ("exercises.pages", "exercises.exports", "mistakes"),
    ("exercises.figures", "mistakes.pages", "mistakes.figures"),
    ("exercises.handouts", "library"),
    ("website",),
    ("command",),
    ("cli", "messages"),
    ("__main__",),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
# Folders of rooms, which hold nothing themselves.
HALLS = {"memory", "questions"}
# The only part that may use each library.
USED_IN = {
    "sympy": {"maths"},
    "yaml": {"readers", "language", "messages"},
    "babel": {"language"},
    "jinja2": {"render", "website"},
    "markupsafe": {"render", "website"},
    "markdown": {"website"},
    "weasyprint": {"render"},
    "rich": {"render"},
    "pyelk": {"render"},
    "argcomplete": {"command"},
    "torch": {"torch_network", "readers"},
    "torchvision": {"readers"},
    "onnx": {"readers"},
    "numpy": {"readers"},
    "google": {"readers"},
    "joblib": {"workers"},
    "distributed": {"workers"},
    "pikepdf": {"exercises"},
    "nbformat": {"exercises"},
}
FILES = sorted(ROOT.glob("explainer/**/*.py"))


def room_of(path: Path) -> str:
    """The room that a file lies in."""
    return room_named(path.relative_to(ROOT / "explainer").with_suffix("").parts)


def room_named(parts: Sequence[str]) -> str:
    """The room with a floor of its own: one inside another, where it has one."""
    inner = ".".join(parts[:2])
    return inner if inner in FLOOR else parts[0]


@cache
def imports_in(path: Path) -> set[str]:
    """The modules that a file imports when it runs; types may come from anywhere."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    nodes = list(ast.walk(tree))
    whole = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    return whole | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def module_of(path: Path) -> str:
    """The name under which a file is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


MODULES = {module_of(path): path for path in FILES}


@cache
def modules_read_by(path: Path) -> set[str]:
    """The modules of ours that a file imports, those for its types and within functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            whole = {f"{node.module}.{name.name}" for name in node.names}
            found |= {name if name in MODULES else node.module or "" for name in whole}
    return found & set(MODULES)


def test_no_modules_go_in_a_circle():
    """Not even for a type: of two modules one can be read, and understood, without the other."""
    imports = TopologicalSorter({name: modules_read_by(path) for name, path in MODULES.items()})
    try:
        imports.prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' → '.join(error.args[1])}")


def test_every_room_has_a_floor():
    assert {room_of(path) for path in FILES} - {"__init__", *HALLS} == set(FLOOR)


def test_contributing_has_a_map_of_the_rooms():
    told = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = {
        path.name for path in (ROOT / "explainer").iterdir() if (path / "__init__.py").exists()
    }
    assert set(re.findall(r"^\| `(\w+)/` \|", told, re.MULTILINE)) == rooms


def test_imports_go_with_the_stream():
    """Also those for types: who reads a class has to know the room it comes from."""
    assert not {name: up for name, path in MODULES.items() if (up := upstream(path))}


def upstream(path: Path) -> set[str]:
    """The rooms beside or below its own that a file imports from."""
    room = room_of(path)
    if room in {"__init__", *HALLS}:
        return set()
    modules = modules_read_by(path) - {"explainer"}
    rooms = {room_named(name.split(".")[1:]) for name in modules}
    return {each for each in rooms - {room, *HALLS} if FLOOR[each] >= FLOOR[room]}


def test_a_library_is_used_in_its_place_only():
    used = {
        (module_of(path), library)
        for path in FILES
        for library in {name.split(".")[0] for name in imports_in(path)} & set(USED_IN)
        if room_of(path).split(".")[0] not in USED_IN[library]
    }
    assert not used


def test_every_library_that_is_used_has_its_place():
    used = {name.split(".")[0] for path in FILES for name in imports_in(path)}
    assert used - sys.stdlib_module_names - {"explainer", ""} <= set(USED_IN)


RENDER = sorted(ROOT.glob("explainer/render/**/*.py"))
# What a page is made of, and the files that it is written to.
OF_A_PAGE = {"page", "errors", "files", "language", "maths", "render", "resources"}


@pytest.mark.parametrize("path", RENDER, ids=lambda path: path.name)
def test_render_knows_nothing_of_networks(path):
    modules = modules_read_by(path) - {"explainer"}
    assert {name.split(".")[1] for name in modules} <= OF_A_PAGE
