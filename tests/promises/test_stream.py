"""Imports go one way: reader → graph → derivation → document → renderer → command."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.command_line import ROOT

# Each stage may import those above it, and itself.
STAGES = (
    ("resources", "language"),
    (
        *("errors", "once", "spec", "spreadsheet"),
        *("interrupts", "json_text", "whole_file", "locked_folder", "whole_input"),
    ),
    ("maths",),
    ("layers",),
    ("readers", "graph", "memory", "network", "checks", "asked"),
    ("torch_network",),
    ("derive",),
    ("mistakes.engine",),
    ("mistakes.claims",),
    ("comparison", "growth"),
    ("results",),
    ("mistakes.answers", "exercises", "mistakes"),
    ("document",),
    ("render",),
    ("exports",),
    ("questions",),
    ("pipeline",),
    ("side_by_side",),
    ("diagnosed", "catalogued"),
    ("workers",),
    ("handouts",),
    ("website",),
    ("schema",),
    ("command",),
    ("messages",),
    ("cli",),
    ("__main__",),
)
STAGE = {name: number for number, names in enumerate(STAGES) for name in names}
# The only part that may use each library.
USED_IN = {
    "sympy": {"maths"},
    "yaml": {"readers", "language", "messages"},
    "babel": {"language"},
    "jinja2": {"render", "website"},
    "markupsafe": {"render", "website"},
    "markdown": {"website"},
    "weasyprint": {"render"},
    "argcomplete": {"command"},
    "torch": {"torch_network"},
    "joblib": {"workers"},
    "distributed": {"workers"},
    "pikepdf": {"handouts"},
    "nbformat": {"exports"},
}
FILES = sorted(ROOT.glob("explainer/**/*.py"))


def part_of(path: Path) -> str:
    """The part of the program that a file belongs to."""
    return part_named(path.relative_to(ROOT / "explainer").with_suffix("").parts)


def part_named(parts: Sequence[str]) -> str:
    """The part with a stage of its own: a room inside another, where it has one."""
    inner = ".".join(parts[:2])
    return inner if inner in STAGE else parts[0]


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


def test_every_part_has_a_stage():
    assert {part_of(path) for path in FILES} - {"__init__"} == set(STAGE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_with_the_stream(path):
    part = part_of(path)
    if part == "__init__":
        return
    modules = {name for name in imports_in(path) if name.startswith("explainer.")}
    ours = {part_named(name.split(".")[1:]) for name in modules}
    assert not {name for name in ours if STAGE[name] > STAGE[part]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_library_is_used_in_its_place_only(path):
    part = part_of(path)
    for library in {name.split(".")[0] for name in imports_in(path)} & set(USED_IN):
        assert part in USED_IN[library]


def test_every_library_that_is_used_has_its_place():
    used = {name.split(".")[0] for path in FILES for name in imports_in(path)}
    assert used - sys.stdlib_module_names - {"explainer", ""} <= set(USED_IN)


# What a figures file of render/ may name from below: a class of results, or a constant.
OF_A_PAGE = {"document", "errors", "interrupts", "json_text", "language", "maths", "render"} | {
    *("resources", "spreadsheet")
}
RENDER = sorted(ROOT.glob("explainer/render/**/*.py"))


def names_from_below(path: Path) -> set[str]:
    """What a file of render/ imports, when it runs, that is of networks and not of pages.

    Other files of figures may be: they compute no more than those here.
    """
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    return {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("explainer.")
        if (node.module or "").split(".")[1] not in OF_A_PAGE
        if (node.module or "").split(".")[-1] != "figures"
        for name in node.names
    }


@pytest.mark.parametrize("path", RENDER, ids=lambda path: path.name)
def test_render_computes_nothing(path):
    """It imports no function that works something out, but what was worked out."""
    assert not {name for name in names_from_below(path) if name.islower()}


@pytest.mark.parametrize("path", RENDER, ids=lambda path: path.name)
def test_the_printers_know_nothing_of_networks(path):
    if not path.name.endswith(("_figures.py", "_json.py", "_csv.py")):
        assert not names_from_below(path)
