"""Imports go one way: reader → graph → derivation → document → renderer → command."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.command_line import ROOT

# Each stage may import those above it, and itself.
STAGES = (
    ("errors", "spec", "resources"),
    ("maths",),
    ("layers",),
    ("readers", "graph", "memory", "checks"),
    ("torch_network",),
    ("derive",),
    ("claims",),
    ("document",),
    ("render",),
    ("pipeline",),
    ("schema",),
    ("command",),
    ("cli",),
    ("__main__",),
)
STAGE = {name: number for number, names in enumerate(STAGES) for name in names}
FILES = sorted(ROOT.glob("explainer/**/*.py"))


def part_of(path: Path) -> str:
    """The part of the program that a file belongs to."""
    return path.relative_to(ROOT / "explainer").parts[0].removesuffix(".py")


def imports_in(path: Path) -> set[str]:
    """The parts of the program that a file imports when it runs; types may come from anywhere."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    found = {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
    }
    return {name.split(".")[1] for name in found if name.startswith("explainer.")}


def test_every_part_has_a_stage():
    assert {part_of(path) for path in FILES} - {"__init__"} == set(STAGE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_with_the_stream(path):
    part = part_of(path)
    if part == "__init__":
        return
    against = {name for name in imports_in(path) if STAGE[name] > STAGE[part]}
    assert not against
