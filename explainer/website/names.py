"""Names of files and folders, made of what a model's author called things."""

from __future__ import annotations

import re
from itertools import chain, count

# Whatever means something in an address, in a path or to a shell; dots end names of files only.
STRANGE = re.compile(r"[^A-Za-z0-9_.-]+")
LONGEST = 60
# Windows takes none of these, whatever ending they have.
RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789"),
}


def free_name(wanted: str, instead: str, taken: set[str]) -> str:
    """A name like the one wanted that is safe everywhere and that no other has, in any case.

    instead: for a name of which nothing safe is left. The name is added to those taken.
    """
    safe = STRANGE.sub("-", wanted)[:LONGEST].strip("._-")
    if not safe or safe.partition(".")[0].lower() in RESERVED:
        safe = instead
    tries = chain([safe], (f"{safe}-{number}" for number in count(2)))
    name = next(one for one in tries if one.lower() not in taken)
    taken.add(name.lower())
    return name
