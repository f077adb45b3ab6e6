"""These tests need torch. Where it is missing they are skipped, but CI has to have it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

NEEDED = ("torch", "torchinfo", "numpy")

if os.environ.get("CI") and any(find_spec(name) is None for name in NEEDED):
    raise pytest.UsageError(
        "CI is set and torch or torchinfo is missing: pip install '.[torch,dev]'"
    )

# Of so many weights torch takes longer to draw the first numbers than to run the layer.
MANY = 10**6


@pytest.fixture(scope="session", autouse=True)
def nothing_is_drawn_for_large_layers() -> Iterator[None]:
    """Their weights begin as zeros: what memory they take doesn't depend on it.

    The smaller ones are drawn as ever, and the commands, which are processes, draw all.
    """
    if find_spec("torch") is None:
        yield
        return
    from torch.nn import init

    drawn = init.kaiming_uniform_

    def begun(tensor: Any, *words: Any, **named: Any) -> Any:
        if tensor.numel() < MANY:
            return drawn(tensor, *words, **named)
        return init.zeros_(tensor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(init, "kaiming_uniform_", begun)
        yield
