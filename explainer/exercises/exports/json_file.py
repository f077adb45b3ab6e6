"""The JSON itself: nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from explainer.exercises.exports import Export


def write(exercises: Mapping[str, Any]) -> Export:
    """The object as text."""
    text = json.dumps(exercises, indent=2, ensure_ascii=False) + "\n"
    return Export(text.encode())
