"""How the name of a quantity falls into a base and a subscript.

    H_out          H with the subscript out
    k_h            k with the subscript h
    n_before_pool  n with the subscript "before pool"
    weights        a word

Single letters stand in italics, words and digits upright.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a quantity's name; the subscript may be empty or several words."""

    base: str
    subscript: str = ""


@cache
def split(name: str) -> Name:
    """The name's base, up to the first underscore, and the rest as its subscript."""
    base, _, rest = name.partition("_")
    return Name(base, rest.replace("_", " ")) if base else Name(name)


def is_letter(text: str) -> bool:
    """Whether the text is a single letter, printed in italics; anything else is upright."""
    return len(text) == 1 and text.isalpha()
