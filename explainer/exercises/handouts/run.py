"""All variants of a job, on all cores or on a cluster; what is there already is not made anew."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from explainer.exercises.handouts.job import Job, Made, make, write_json
from explainer.render.formats import format_of
from explainer.workers import results

Told = Callable[[int, int], None]


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
    there = {n for n in _numbers(job) if begun and all(map(_is_whole, job.paths(n)))}
    left = [n for n in _numbers(job) if n not in there or job.figures]
    made: dict[int, Made] = {}
    calls = [partial(make, job, n, files=n not in there) for n in left]
    begin = partial(_begin, job, version)
    for one in results(calls, jobs=jobs, backend=backend, begin=begin):
        made[one.number] = one
        told(len(made), len(left))
    return Run(tuple(made[number] for number in sorted(made)), len(there))


def _is_whole(path: Path) -> bool:
    """Whether a file is there and ends as it should: one that was cut off is made anew."""
    wanted = format_of(path.name)
    assert wanted
    try:
        with path.open("rb") as file:
            file.seek(0, io.SEEK_END)
            file.seek(max(0, file.tell() - len(wanted.ends)))
            return file.read() == wanted.ends
    except OSError:
        return False


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
