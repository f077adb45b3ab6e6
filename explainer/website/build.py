"""The whole site: which parts have changed, making those, and putting them in their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from explainer.website.folder import Entries, clear, is_there, manifest_of, put_in_place
from explainer.website.jobs import Job, jobs_of
from explainer.website.networks import Network, networks_of
from explainer.website.part import Entry, Part
from explainer.website.search_index import index_script
from explainer.website.sources import digest
from explainer.workers import results

INDEX = "assets/search-index.js"
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Built:
    """What a build did: how many files there are, how many parts were made and how many kept."""

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
    """
    old = manifest_of(folder)
    networks = networks_of(models)
    every = {job.name: job for job in jobs_of(networks, pdf=pdf)}
    kept = {name: old[name] for name, job in every.items() if _is_current(folder, job, old)}
    parts = {name: _part(folder, job) for name, job in every.items() if name not in kept}
    _check(networks, {every[name].key for name in parts})
    found = kept | _made(every, parts, jobs, told)
    made = len(parts)
    _add_index(folder, old, found, parts)
    if parts or set(found) != set(old):
        put_in_place(folder, old, found, parts)
    clear(folder)
    return Built(sum(len(entry["files"]) for entry in found.values()), made, len(kept))


def make(part: Part, job: Job) -> Entry:
    """Make a part of the site, in any process."""
    from explainer.website.makers import files_of

    return part.make(files_of(job))


def _part(folder: Path, job: Job) -> Part:
    return Part(folder, job.name, job.needs)


def _is_current(folder: Path, job: Job, old: Entries) -> bool:
    entry = old.get(job.name)
    return entry is not None and entry["needs"] == job.needs and is_there(folder, entry)


def _check(networks: Sequence[Network], keys: set[str]) -> None:
    """Meet the faults of models before the work begins."""
    for net in networks:
        if net.key in keys:
            _ = Network(net.key, net.model).graph  # of a copy, which doesn't stay in memory


def _made(every: dict[str, Job], parts: dict[str, Part], jobs: int, told: Told) -> Entries:
    """The entries of all parts: those that a build has left, and those that are made now."""
    left = {name: part.entry() for name, part in parts.items()}
    found = {name: entry for name, entry in left.items() if entry is not None}
    calls = [partial(_named, parts[name], every[name]) for name in parts if name not in found]
    told(len(found), len(parts))
    for name, entry in results(calls, jobs=jobs):
        found[name] = entry
        told(len(found), len(parts))
    return found


def _named(part: Part, job: Job) -> tuple[str, Entry]:
    return part.name, make(part, job)


def _add_index(folder: Path, old: Entries, found: Entries, parts: dict[str, Part]) -> None:
    """The search index, which is made from the entries of all other parts."""
    script = index_script([page for entry in found.values() for page in entry["pages"]])
    part = Part(folder, "search-index", digest(script))
    entry = old.get(part.name)
    if entry and entry["needs"] == part.needs and is_there(folder, entry):
        found[part.name] = entry
    else:
        found[part.name] = part.make([(INDEX, script)])
        parts[part.name] = part
