"""Model files that are nearly right, or not at all: a right one with something done to it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2, 3, 7, 10**18, 10**18 + 1, 10**40, 1.5, -0.5, 1e-9, 1e300, "",
    " ", "same", "valid", "x", "0", "3x3", "1e5", ".inf", ".nan", "yes", "null", "$size", "input",
    "$", "repeat", "conv2d", "relu", "best", "\u202e", "\0", "\x1b[31m", "a\nb", "x" * 300, [], {},
    [1], [1, 2], [0, 0], [1, 2, 3, 4, 5], [None, 3], [[1]], [True, 2], {"top": 1}, {"x": 1},
    {"top": -1, "left": 2}, ["l1", "l2"], "l1", ["input", "input"], "int8", "adafactor", "1x1x1",
    "3x224x224", "1x1", [3, 8, 8], "10^3", 12345678901234567890, "١٢", "é", "2,000", "-3", "+3",
)  # fmt: skip
KEYS = (
    "name", "from", "kernel_size", "stride", "padding", "dilation", "groups", "out_channels",
    "filters", "bias", "units", "layers", "times", "input", "batch", "freeze", "claims", "totals",
    "blocks", "arguments", "quantity", "value", "unit", "with", "source", "dtype", "optimizer",
    "ceil_mode", "output_size", "size", "scale_factor", "mode", "dim", "inplace", "p", "momentum",
    "eps", "num_groups", "normalized_shape", "Kernel_size", "xyz", "", "about", "output_padding",
    "padding_mode", "num_channels", "divisor_override", "alpha", "layout", "activations",
)  # fmt: skip
CHARACTERS = "{}[]:,-#&*!|>'\"%@`$ \t\n\\0123456789xe.\u00e9\u2028\ufeff\x07\x85~?=<"


def broken_tree(chance: Random, tree: dict[str, Any]) -> dict[str, Any]:
    """The tree with one to three things changed; now and then it is still right."""
    found = copy.deepcopy(tree)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        places = list(_places(found))
        if places:
            _break(chance, *chance.choice(places))
    return found


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every mapping or list with each of its keys."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


def _break(chance: Random, holder: Any, key: Any) -> None:
    way = chance.randint(0, 7)
    if way == 0:
        del holder[key]
    elif way == 1 and isinstance(holder, dict):
        holder[chance.choice(KEYS)] = holder.pop(key)
    elif way == 2 and isinstance(holder, dict):
        holder[chance.choice(KEYS)] = copy.deepcopy(chance.choice(VALUES))
    elif way == 3 and isinstance(holder, list):
        holder.insert(key, copy.deepcopy(chance.choice(holder)))
    elif way == 4 and isinstance(holder, list):
        other = chance.randrange(len(holder))
        holder[key], holder[other] = holder[other], holder[key]
    elif way == 5 and type(holder[key]) is int:
        holder[key] = max(0, holder[key] + chance.choice((-2, -1, 1, 2, 100, 10**6, 10**17)))
    else:
        holder[key] = copy.deepcopy(chance.choice(VALUES))


def broken_text(chance: Random, text: str) -> str:
    """The text with characters, lines or a part of it gone, doubled, moved or put in."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((1, 1, 2, 5, 20)))
        way = chance.randint(0, 6)
        if way == 0:
            text = text[:start] + text[end:]
        elif way == 1:
            text = text[:start] + chance.choice(CHARACTERS) + text[start:]
        elif way == 2:
            text = text[:start] + chance.choice(CHARACTERS) + text[end:]
        elif way == 3:
            text = text[:end] + text[start:]
        elif way == 4:
            text = text[:start]
        else:
            text = _lines_moved(chance, text)
    return text


def _lines_moved(chance: Random, text: str) -> str:
    lines = text.split("\n")
    one, other = (chance.randrange(len(lines)) for _ in range(2))
    way = chance.randint(0, 3)
    if way == 0:
        lines[one], lines[other] = lines[other], lines[one]
    elif way == 1:
        lines.insert(other, lines[one])
    elif way == 2:
        lines[one] = "  " + lines[one]
    else:
        lines[one] = lines[one].removeprefix(" ")
    return "\n".join(lines)
