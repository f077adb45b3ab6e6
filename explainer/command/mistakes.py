"""`explain mistakes`."""

from __future__ import annotations

import argparse

from explainer.errors import UsageError


def mistakes(arguments: argparse.Namespace) -> None:
    """Not built yet."""
    raise UsageError("`explain mistakes` is not built yet.")
