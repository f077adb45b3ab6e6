"""Options of the whole suite."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

# There are as many workers as cores: torch's own threads beside them took seven times as long.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Without a clock: a slow machine is no fault of a formula.
settings.register_profile("explain", deadline=None, max_examples=200)
settings.load_profile("explain")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the expected reports anew, to be read in review."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


# How many objects have to be new before Python looks for circles among them; 700 at first.
MANY = 50_000


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: nobody looks for garbage in it after each test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(MANY, 20, 10)


# Folders without a quick test: where those alone are asked for, nothing of these is loaded.
SLOW = {"against_torch", "browser", "fuzz", "solving"}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """`-m quick` doesn't load what tests need that are not quick, such as torch and a browser."""
    slow = config.getoption("markexpr") == "quick" and collection_path.name in SLOW
    return slow or None
