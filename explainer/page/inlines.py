"""What a line of a page is made of: the parts within a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from explainer.maths.tree import Exact, Tree


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Prose of ours."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Strong:
    """Parts that are set in bold."""

    parts: Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Struck:
    """A wrong result, struck through."""

    parts: Inlines


@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """Something typed: a setting, a command, a kind."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class User:
    """Text from the user's file, shown literally."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Var:
    """A symbol within a sentence, such as c_out."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Num:
    """An exact number within a sentence, its digits grouped."""

    value: Exact


@dataclass(frozen=True, slots=True, eq=False)
class Maths:
    """A short formula within a sentence."""

    tree: Tree


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """Parts that lead to an anchor of this page (`#conv1`) or to an address of ours."""

    parts: Inlines
    target: str


Inline: TypeAlias = Words | Strong | Struck | Code | User | Var | Num | Maths | Link
Inlines: TypeAlias = tuple[Inline, ...]
