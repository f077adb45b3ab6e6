"""YAML in which a key that stands twice is a fault; imported only where a catalogue is read."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

from explainer.language.sentence_error import SentenceError


def read_strictly(text: str) -> Any:
    """What the text holds; SentenceError for a key that stands twice, or is no text."""
    return yaml.load(text, Loader=_Loader)


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
