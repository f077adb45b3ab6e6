"""The rectifier, max(0, x) for each value: torch.nn.ReLU."""

from __future__ import annotations

from explainer.layers.elementwise import elementwise

relu = elementwise("relu", "Replaces every negative value by 0.", "ReLU")
