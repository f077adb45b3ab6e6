"""YAML in which no key stands twice.

It is imported when a catalogue is read: English help needs none, and the library takes its time.
"""

from __future__ import annotations

from typing import Any

import yaml

from explainer.language.sentence_error import SentenceError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT = "tag:yaml.org,2002:str"


def load(text: str) -> dict[str, dict[str, Any]]:
    """The mapping that a catalogue's file holds; SentenceError for a key that stands twice."""
    found: dict[str, dict[str, Any]] = _value(yaml.compose(text, Loader=_Loader))
    return found


def _value(node: Any) -> Any:
    """What a node holds. A catalogue is texts by their keys, and that takes no constructor."""
    if isinstance(node, yaml.MappingNode):
        return _mapping(node)
    if isinstance(node, yaml.ScalarNode) and node.tag == _TEXT:
        return node.value
    return yaml.constructor.SafeConstructor().construct_document(node)


def _mapping(node: yaml.MappingNode) -> dict[str, Any]:
    """A mapping whose keys are texts, each there once."""
    found: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for name, held in node.value:
        line = name.start_mark.line + 1
        if name.tag != _TEXT:
            raise SentenceError(name.value, f"(line {line}) has a key that is no text.")
        if name.value in found:
            fault = f"stands twice, in line {lines[name.value]} and in line {line}."
            raise SentenceError(name.value, fault)
        lines[name.value] = line
        found[name.value] = _value(held)
    return found
