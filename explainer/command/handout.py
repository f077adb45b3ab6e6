"""`explain handout`."""

from __future__ import annotations

import argparse

from explainer.errors import UsageError


def handout(arguments: argparse.Namespace) -> None:
    """Not built yet."""
    raise UsageError("`explain handout` is not built yet.")
