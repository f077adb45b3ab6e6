"""A tree of values with one of them spoiled, in many ways."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

ODD: tuple[Any, ...] = (
    *(None, True, False, -1, 0, 1, 7, 2.5, 1e300, float("nan"), 10**30, 10**400),
    *("", "x", "input", "same", "../../etc/passwd", "a\nb\u202e", "\ud800", "conv1"),
    *([], {}, [[]], [None], [0, 0], [1, 2, 3, 4, 5], ["conv1", 0, 0], {"a": 1}, {"class_name": 1}),
    [[[["conv1", 0, 0, {}]]]],
)


def spoiled(tree: Any, random: Random) -> Any:
    """A copy in which one value is another, is left out, or stands twice."""
    made = copy.deepcopy(tree)
    holder, key = random.choice(list(_places(made)))
    way = random.randrange(4)
    if way == 0:
        del holder[key]
    elif way == 1 and isinstance(holder, list):
        holder.insert(key, copy.deepcopy(holder[key]))
    else:
        holder[key] = copy.deepcopy(random.choice(ODD))
    return made


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every list and mapping, with every place in it."""
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in inside:
        yield tree, key
        if isinstance(value, dict | list):
            yield from _places(value)
