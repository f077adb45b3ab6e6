"""These tests need torch. Where it is missing they are skipped, but CI has to have it."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

NEEDED = ("torch", "torchinfo", "numpy")

if os.environ.get("CI") and any(find_spec(name) is None for name in NEEDED):
    raise pytest.UsageError(
        "CI is set and torch or torchinfo is missing: pip install '.[torch,dev]'"
    )
