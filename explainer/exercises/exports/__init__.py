"""Exercises for learning platforms, each written from the one JSON object alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Export:
    """A file for a platform, and what it could not carry: whole sentences."""

    content: bytes
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class Platform:
    """A format: the ending of its file, and the module that writes it."""

    suffix: str
    module: str


EXPORTS: Mapping[str, Platform] = {
    "moodle": Platform(".xml", "moodle"),
    "gift": Platform(".gift", "gift"),
    "qti": Platform(".zip", "qti"),
    "ipynb": Platform(".ipynb", "notebook"),
    "csv": Platform(".csv", "csv_file"),
    "json": Platform(".json", "json_file"),
}


def export(name: str, exercises: Mapping[str, Any]) -> Export:
    """The exercises in the format of that name."""
    found = import_module(f"explainer.exercises.exports.{EXPORTS[name].module}").write(exercises)
    assert isinstance(found, Export)
    return found
