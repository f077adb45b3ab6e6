"""A layer as it stands in code, `nn.Conv2d(1, 32, 3, padding=1)`, and how a file writes it."""

from __future__ import annotations

import ast
import re
from typing import Any

from explainer.readers.spelled import arguments_of, kinds_meant

CALL = re.compile(r"(?P<name>[\w.]+)\((?P<arguments>.*)\)")
LONGEST = 200
WORDS = {"True": "true", "False": "false", "None": "null"}
NO_CODE = (SyntaxError, ValueError, RecursionError, MemoryError)


def as_in_a_file(written: str) -> str:
    """What a file says in its place, `nn.Conv2d: {…}`; empty where nothing is called so.

    Nothing of it is run: its arguments are read as numbers, words, lists and nothing else.
    """
    found = CALL.fullmatch(written.strip()) if len(written) <= LONGEST else None
    if not found or not kinds_meant(found["name"]):
        return ""
    try:
        call = ast.parse(f"f({found['arguments']})", mode="eval").body
        assert isinstance(call, ast.Call)
        values = [ast.literal_eval(each) for each in call.args]
        named = {each.arg: ast.literal_eval(each.value) for each in call.keywords if each.arg}
    except NO_CODE:
        return ""
    names = arguments_of(found["name"])
    if len(values) > len(names):
        return ""
    return _line(found["name"], dict(zip(names, values, strict=False)) | named)


def _line(name: str, settings: dict[str, Any]) -> str:
    if not settings:
        return name
    inside = ", ".join(f"{setting}: {_text(value)}" for setting, value in settings.items())
    return f"{name}: {{{inside}}}"


def _text(value: Any) -> str:
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_text, value))}]"
    return WORDS.get(str(value), str(value))
