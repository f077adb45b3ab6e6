"""The sigmoid, 1 / (1 + e⁻ˣ) for each value: torch.nn.Sigmoid."""

from __future__ import annotations

from explainer.layers.elementwise import elementwise

sigmoid = elementwise(
    "sigmoid", "Squeezes each value into the range from 0 to 1.", "Sigmoid", in_torch=False
)
