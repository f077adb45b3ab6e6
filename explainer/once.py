"""What is worked out about a thing once, and remembered with it for as long as it lives."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Subject = TypeVar("Subject")
Result = TypeVar("Result")


def once(work: Callable[[Subject], Result]) -> Callable[[Subject], Result]:
    """A function of an object that doesn't change: it runs once for each, and then is read.

    The result lies with the object as a cached property would, so that rooms which the object
    knows nothing of can work things out about it. Nobody may change it. Errors are raised anew.
    """
    place = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def remembered(subject: Subject) -> Result:
        known: dict[str, Any] = vars(subject)
        if place not in known:
            known[place] = work(subject)
        result: Result = known[place]
        return result

    return remembered
