"""What a rule is, and the table of them by the names of operations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from explainer.readers.from_torch.trace import Call, Trace

# Adds the layers of one call and gives what it stands for.
Rule: TypeAlias = Callable[[Trace, Call], Any]
RULES: dict[str, Rule] = {}


class NoSuchUseError(Exception):
    """An operation that none of our kinds is, or not in this way."""


class NoKindError(Exception):
    """What none of our kinds is, with the path of the module that calls it."""

    def __init__(self, operation: str, path: str) -> None:
        super().__init__(operation)
        self.operation, self.path = operation, path


def rule(*operations: str) -> Callable[[Rule], Rule]:
    """Register a rule for operations, such as `aten.conv2d`."""

    def register(made: Rule) -> Rule:
        RULES.update(dict.fromkeys(operations, made))
        return made

    return register


def unlike(defaults: dict[str, Any], **settings: Any) -> dict[str, Any]:
    """The settings that differ from their defaults, each list of equal sizes as one size."""
    found = {name: one_or_all(value) for name, value in settings.items()}
    return {name: value for name, value in found.items() if value != defaults.get(name, ())}


def one_or_all(value: Any) -> Any:
    """`[3, 3]` as 3, anything else as it is."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        sizes = list(value)
        return sizes[0] if sizes and len(set(sizes)) == 1 else sizes
    return value
