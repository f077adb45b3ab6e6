"""Work that is shared out: to all cores, or to a cluster that is called by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import joblib

from explainer.workers.cluster import cluster

R = TypeVar("R")


def results(calls: Sequence[Callable[[], R]], *, jobs: int, backend: str = "loky") -> Iterator[R]:
    """What each call gives, as they get ready; a single one is made without any workers.

    jobs: how many at once, -1 for all cores. backend: joblib's, such as `loky` or `dask`.
    """
    if len(calls) <= 1 or jobs == 1:
        yield from (call() for call in calls)
        return
    with cluster(backend, jobs):
        parallel = joblib.Parallel(n_jobs=jobs, return_as="generator_unordered", batch_size=1)
        yield from parallel(joblib.delayed(call)() for call in calls)
