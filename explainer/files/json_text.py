"""Figures as the text of a JSON file."""

from __future__ import annotations

import json
from typing import Any


def as_text(found: dict[str, Any]) -> str:
    """An object of figures as JSON text, with a line end."""
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
