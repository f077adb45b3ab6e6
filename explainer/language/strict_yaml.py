"""YAML in which no key stands twice.

It is imported when a catalogue is read: English help needs none, and the library takes its time.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

from explainer.language.sentence_error import SentenceError


def load(text: str) -> dict[str, dict[str, Any]]:
    """The mapping that a catalogue's file holds; SentenceError for a key that stands twice."""
    found: dict[str, dict[str, Any]] = yaml.load(text, Loader=_Loader)
    return found


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, for which a key that stands twice is a fault."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """A mapping whose keys are texts, each there once."""
        lines: dict[str, int] = {}
        for name, _ in node.value:
            line = name.start_mark.line + 1
            if name.tag != "tag:yaml.org,2002:str":
                raise SentenceError(name.value, f"(line {line}) has a key that is no text.")
            if name.value in lines:
                fault = f"stands twice, in line {lines[name.value]} and in line {line}."
                raise SentenceError(name.value, fault)
            lines[name.value] = line
        whole: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return whole
