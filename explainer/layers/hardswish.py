"""Swish made of straight lines, x·min(max(0, x + 3), 6) / 6: torch.nn.Hardswish."""

from __future__ import annotations

from explainer.layers.elementwise import elementwise

hardswish = elementwise("hardswish", "Weighs each value by its own hard sigmoid.", "Hardswish")
