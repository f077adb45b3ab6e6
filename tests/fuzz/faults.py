"""What went wrong, each fault once, with the smallest model file that shows it."""

from __future__ import annotations

import copy
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from tests.fuzz.cases import Case
from tests.fuzz.networks import text_of

Check = Callable[[Case], object]
SECONDS_TO_SHRINK = 6


@dataclass
class Fault:
    """One kind of fault: how often it came, first where, and what Python said."""

    signature: str
    case: Case
    told: str
    times: int = 1


class Faults:
    """Faults by where in the program they happen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: dict[str, Fault] = {}

    def add(self, case: Case, error: BaseException, check: Check) -> Fault | None:
        """Note a fault; the Fault where it is new, its model file made small and kept."""
        signature = signature_of(error)
        if signature in self.found:
            self.found[signature].times += 1
            return None
        told = "".join(traceback.format_exception(error))
        small = shrunk(case, signature, check)
        fault = self.found[signature] = Fault(signature, small, told)
        self.folder.mkdir(parents=True, exist_ok=True)
        head = f"# seed {case.seed}, number {case.number}: {signature}\n"
        text = (head + small.text).encode("utf-8", "surrogatepass")
        (self.folder / f"fault-{case.seed}-{case.number}.yaml").write_bytes(text)
        return fault


def signature_of(error: BaseException) -> str:
    """The error's type and the last places in our own code that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if "/explainer/" in f.filename or "/fuzz/" in f.filename]
    places = [f"{Path(f.filename).name}:{f.name}:{f.lineno}" for f in own[-3:]]
    said = str(error)[:60] if isinstance(error, AssertionError) and not places else ""
    return f"{type(error).__name__} {' > '.join(places)} {said}".rstrip()


def shrunk(case: Case, signature: str, check: Check) -> Case:
    """The smallest case found in a while that has the same fault."""
    end = time.monotonic() + SECONDS_TO_SHRINK
    smaller = True
    while smaller and time.monotonic() < end:
        smaller = False
        for other in _smaller(case):
            if time.monotonic() > end:
                break
            if _has(other, signature, check):
                case, smaller = other, True
                break
    return case


def _has(case: Case, signature: str, check: Check) -> bool:
    try:
        check(case)
    except Exception as error:  # noqa: BLE001  whatever it is, it is compared
        return signature_of(error) == signature
    return False


def _smaller(case: Case) -> Iterator[Case]:
    """The case without one line of its text, or without one value of its tree."""
    if case.tree is None:
        lines = case.text.split("\n")
        for index in range(len(lines)):
            yield replace(case, text="\n".join(lines[:index] + lines[index + 1 :]))
        return
    for path in _paths(case.tree):
        tree = copy.deepcopy(case.tree)
        holder: Any = tree
        for key in path[:-1]:
            holder = holder[key]
        del holder[path[-1]]
        model = case.model and replace(case.model, tree=tree, output=None, named=_named(tree))
        yield replace(case, tree=tree, text=text_of(tree, Random(1)), model=model)


def _named(tree: Any) -> dict[str, Any]:
    entries = [e for e in tree.get("layers", ()) if isinstance(e, dict)]
    settings = [(e, next(iter(e.values()), None)) for e in entries]
    return {s["name"]: e for e, s in settings if isinstance(s, dict) and "name" in s}


def _paths(value: Any) -> Iterator[tuple[Any, ...]]:
    keys = value if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield (key,)
        if isinstance(value[key], dict | list):
            yield from ((key, *path) for path in _paths(value[key]))
