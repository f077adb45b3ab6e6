"""Options of the whole suite."""

from __future__ import annotations

import pytest
from hypothesis import settings

# Without a clock: a slow machine is no fault of a formula.
settings.register_profile("explain", deadline=None, max_examples=200)
settings.load_profile("explain")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the expected reports anew, to be read in review."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")
