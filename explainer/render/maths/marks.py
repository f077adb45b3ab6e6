"""The CSS classes that a formula's parts are printed with, in MathML and on paper alike."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from typing import TypeAlias

from explainer.maths import Tree
from explainer.maths import tree as t

# From a symbol's name to the class of that symbol and of the number in its place.
Marks: TypeAlias = Mapping[str, str]
UNMARKED: Marks = MappingProxyType({})


def class_of(symbol: str, marks: Marks) -> str:
    """The class attribute of a symbol or of its number; empty if it isn't marked."""
    mark = marks.get(symbol)
    return f' class="{escape(mark)}"' if mark else ""


def class_of_result(tree: Tree, wrong: bool) -> str:
    """The class attribute of the last formula of a line: `v` for a value, `wrong` if so."""
    classes = ["v"] * isinstance(tree, t.Number) + ["wrong"] * wrong
    return f' class="{" ".join(classes)}"' if classes else ""
