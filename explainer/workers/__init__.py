"""Work that is shared out: to all cores, or to a cluster that is called by its name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

import joblib

from explainer.errors import LostWorkerError
from explainer.files.interrupts import check, listening
from explainer.language import current, sentence, speaking
from explainer.workers.cluster import cluster

R = TypeVar("R")
# The libraries below the press keep a quarter of a MB for every PDF: after so many calls a
# process is renewed.
A_WORKER = 100


def results(
    calls: Sequence[Callable[[], R]],
    *,
    jobs: int,
    backend: str = "loky",
    begin: Callable[[], None] = lambda: None,
) -> Iterator[R]:
    """What each call gives, as they get ready; a single one is made without any workers.

    jobs: how many at once, -1 for all cores. backend: joblib's, such as `loky` or `dask`.
    begin: what is done first, once it is known that there is such a backend.
    """
    if len(calls) <= 1 or jobs == 1:
        begin()
        yield from (call() for call in calls)
        return
    with cluster(backend, jobs):
        begin()
        size = A_WORKER * (jobs if jobs > 0 else os.cpu_count() or 1)
        for first in range(0, len(calls), size):
            parallel = joblib.Parallel(n_jobs=jobs, return_as="generator_unordered", batch_size=1)
            some = calls[first : first + size]
            with _no_lost_worker():
                yield from parallel(joblib.delayed(_heeded)(call, current()) for call in some)
            if first + size < len(calls):
                _renew_workers(backend)


@contextmanager
def _no_lost_worker() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool:
        raise LostWorkerError(sentence("workers.lost", option="--jobs 1")) from None


def _heeded(call: Callable[[], R], language: str) -> R:
    """A call in a process that has to hear of a Ctrl-C by itself, and of the language."""
    with listening(), speaking(language):
        result = call()
        check()
        return result


def _renew_workers(backend: str) -> None:
    """End loky's processes, so that new ones come with the memory of new ones."""
    if backend == "loky":
        from joblib.externals.loky import get_reusable_executor

        get_reusable_executor().shutdown(wait=True)
