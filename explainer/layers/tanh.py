"""The hyperbolic tangent of each value: torch.nn.Tanh."""

from __future__ import annotations

from explainer.layers.elementwise import elementwise

tanh = elementwise(
    "tanh", "Squeezes each value into the range from −1 to 1.", "Tanh", in_torch=False
)
