"""The whole site: which parts have changed, making those, and putting them in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from explainer.files.locked_folder import locked
from explainer.files.whole_file import speaking_of
from explainer.website.folder import Entries, clear, manifest_of, prepare, put_in_place
from explainer.website.jobs import Job, jobs_of
from explainer.website.networks import Network, networks_of
from explainer.website.part import OURS, Entry, Part, is_whole
from explainer.website.search_index import index_script
from explainer.website.sources import digest
from explainer.workers import results

INDEX = "assets/search-index.js"
SEARCH = "search-index"
# So many parts are made in less time than it takes to start other processes.
FEW = 8
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Built:
    """How many files the site has, and how many of its parts were made now or found made."""

    files: int
    made: int
    kept: int


def build_site(folder: Path, models: Sequence[str], *, pdf: bool, jobs: int, told: Told) -> Built:
    """Build the site of these models (all examples without any) into the folder.

    pdf: whether networks offer their reports as PDF. jobs: how many at once, -1 for all cores.
    told: is called with how many parts are made and how many have to be. What was built before
    from the same content is kept; files of an earlier build that are no longer part go. The
    folder changes only when all parts are made; if that is broken off, the next build goes on
    with those that are. A process builds once: it keeps the templates that it has read.
    Raises FolderBusyError where another process builds into the folder.
    """
    with speaking_of(folder):
        old = manifest_of(folder)
        networks = networks_of(models)
        every = {job.name: job for job in jobs_of(networks, pdf=pdf)}
        stale = [job for job in every.values() if not _is_current(folder, job, old)]
        if not stale and set(old) == {*every, SEARCH} and is_whole(folder, old[SEARCH]):
            return Built(_files_in(old), 0, len(every))  # without a lock: nothing is touched
        _check(networks, {job.key for job in stale})
        with locked(folder, f"{OURS}/lock"):
            return _build(folder, every, jobs, told)


def _build(folder: Path, every: dict[str, Job], jobs: int, told: Told) -> Built:
    """Build these parts into a folder that is ours alone."""
    old = manifest_of(folder)
    kept = {name: old[name] for name, job in every.items() if _is_current(folder, job, old)}
    parts = {name: _part(folder, job) for name, job in every.items() if name not in kept}
    if parts:
        prepare(folder)
    whole = {name: entry for name, part in parts.items() if (entry := part.entry())}
    left = [name for name in parts if name not in whole]
    found = kept | whole
    told(0, len(left))
    for number, (name, entry) in enumerate(_made(every, parts, left, jobs), 1):
        found[name] = entry
        told(number, len(left))
    _add_index(folder, old, found, parts)
    if parts or set(found) != set(old):
        put_in_place(folder, old, found, parts)
    clear(folder)
    return Built(_files_in(found), len(left), len(every) - len(left))


def _files_in(entries: Entries) -> int:
    return sum(len(entry["files"]) for entry in entries.values())


def _make(part: Part, job: Job) -> tuple[str, Entry]:
    """Make a part of the site, in any process."""
    from explainer.website.makers import files_of

    return part.name, part.make(files_of(job))


def _part(folder: Path, job: Job) -> Part:
    return Part(folder, job.name, job.needs)


def _is_current(folder: Path, job: Job, old: Entries) -> bool:
    entry = old.get(job.name)
    return entry is not None and entry["needs"] == job.needs and is_whole(folder, entry)


def _check(networks: Sequence[Network], keys: set[str]) -> None:
    """Meet the faults of models before the work begins."""
    for net in networks:
        if net.key in keys:
            _ = Network(net.key, net.model).graph  # of a copy, which doesn't stay in memory


def _made(
    every: dict[str, Job], parts: dict[str, Part], left: list[str], jobs: int
) -> Iterator[tuple[str, Entry]]:
    """The entries of the parts that are left, as they get ready."""
    few = len(left) <= FEW and all(every[name].kind != "pdf" for name in left)
    calls = [partial(_make, parts[name], every[name]) for name in left]
    return results(calls, jobs=1 if few else jobs)


def _add_index(folder: Path, old: Entries, found: Entries, parts: dict[str, Part]) -> None:
    """The search index, which is made from the entries of all other parts."""
    script = index_script([page for entry in found.values() for page in entry["pages"]])
    part = Part(folder, SEARCH, digest(script))
    entry = old.get(part.name)
    if entry and entry["needs"] == part.needs and is_whole(folder, entry):
        found[part.name] = entry
    else:
        found[part.name] = part.make([(INDEX, script)])
        parts[part.name] = part
