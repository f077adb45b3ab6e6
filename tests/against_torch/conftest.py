"""These tests need torch. Where it is missing they are skipped, but CI has to have it."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

if find_spec("torch") is None and os.environ.get("CI"):
    raise pytest.UsageError("CI is set and torch is missing: pip install '.[torch,dev]'")
