"""All variants of a job, on all cores or on a cluster; what is there already is not made anew."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import joblib

from explainer.handouts.cluster import cluster
from explainer.handouts.job import Job, Made, make, write_json

Told = Callable[[int, int], None]
# The libraries below the press keep a quarter of a MB for every PDF: after so many variants
# a process is renewed.
A_WORKER = 100


@dataclass(frozen=True)
class Run:
    """A job that was run: every variant, and how many had been made before."""

    made: tuple[Made, ...]
    found: int


def run(job: Job, *, version: str, backend: str, jobs: int, told: Told) -> Run:
    """Make every variant's files.

    backend: joblib's, such as `loky`, `threading`, `dask`; jobs: how many at once, -1 for all
    cores. told: is called with how many are done and how many there are.
    A run that was broken off goes on where it stopped, if the same is asked for.
    """
    begun = _is_begun(job, version)
    there = {n for n in _numbers(job) if begun and all(p.exists() for p in job.paths(n))}
    left = [n for n in _numbers(job) if n not in there or job.figures]
    made: dict[int, Made] = {}
    for one in _results(job, left, there, version, backend, jobs):
        made[one.number] = one
        told(len(made), len(left))
    return Run(tuple(made[number] for number in sorted(made)), len(there))


def _results(
    job: Job, left: list[int], there: set[int], version: str, backend: str, jobs: int
) -> Iterator[Made]:
    """The variants as they get ready; a single one without any workers."""
    if len(left) <= 1 or jobs == 1:
        _begin(job, version)
        yield from (make(job, n, files=n not in there) for n in left)
        return
    with cluster(backend, jobs):
        _begin(job, version)
        size = A_WORKER * (jobs if jobs > 0 else os.cpu_count() or 1)
        for first in range(0, len(left), size):
            parallel = joblib.Parallel(n_jobs=jobs, return_as="generator_unordered", batch_size=1)
            some = left[first : first + size]
            yield from parallel(joblib.delayed(make)(job, n, files=n not in there) for n in some)
            _renew_workers(backend)


def _renew_workers(backend: str) -> None:
    """End loky's processes, so that new ones come with the memory of new ones."""
    if backend == "loky":
        from joblib.externals.loky import get_reusable_executor

        get_reusable_executor().shutdown(wait=True)


def _numbers(job: Job) -> range:
    return range(1, job.variants + 1)


def _manifest(job: Job) -> Path:
    return Path(job.folder) / f".{job.drawing.stem}-job.json"


def _is_begun(job: Job, version: str) -> bool:
    """Whether the folder holds files of this very job."""
    try:
        content = json.loads(_manifest(job).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(content == {"job": job.digest(version)})


def _begin(job: Job, version: str) -> None:
    if job.formats:
        write_json(_manifest(job), {"job": job.digest(version)})
