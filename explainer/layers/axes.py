"""The letters of a shape's axes."""

from __future__ import annotations

# By how many axes it has; channels come last.
AXES: dict[int, tuple[str, ...]] = {
    1: ("n",),
    2: ("L", "c"),
    3: ("H", "W", "c"),
    4: ("D", "H", "W", "c"),
}
# The symbol of an input's size along each axis, with that of the output's.
PASSED_ON = {f"{axis}_in": f"{axis}_out" for axes in AXES.values() for axis in axes}
