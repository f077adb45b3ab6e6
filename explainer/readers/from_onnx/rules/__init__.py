"""A rule for each operator: which layer of ours it is. One file a family; each adds its own."""

from __future__ import annotations

from explainer.readers.from_onnx.rules import activations, joins, norms, products, views, windows
from explainer.readers.from_onnx.rules.rule import RULES

__all__ = ["RULES", "activations", "joins", "norms", "products", "views", "windows"]
