"""What memory is taken for."""

from __future__ import annotations

from typing import Literal, TypeAlias

# The same look in every picture.
Use: TypeAlias = Literal["parameters", "optimizer", "gradients", "kept", "passing", "other"]
