"""Options of the whole suite."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the expected reports anew, to be read in review."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")
