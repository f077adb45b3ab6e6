"""What a rule is, and the table of them by the names of operators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from explainer.readers.from_onnx.file import Node
from explainer.readers.from_onnx.nodes import Nodes

# Adds the layers of a node and gives what its outputs stand for.
Rule: TypeAlias = Callable[[Nodes, Node], Any]
RULES: dict[str, Rule] = {}


def rule(*operators: str) -> Callable[[Rule], Rule]:
    """Register a rule for operators."""

    def register(made: Rule) -> Rule:
        RULES.update(dict.fromkeys(operators, made))
        return made

    return register


def one_or_all(sizes: Any) -> Any:
    """`[3, 3]` as 3, anything else as it is."""
    return sizes[0] if isinstance(sizes, list) and len(set(sizes)) == 1 else sizes


def number(value: float) -> Any:
    """As it was written before it became a float of 32 bits: 0.00001, and not 0.0000099999997."""
    short = float(f"{value:.7g}")
    return int(short) if short.is_integer() else short
