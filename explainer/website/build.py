"""The whole site: which jobs there are, what each depends on, and running those that changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, TypedDict

import joblib

from explainer import __version__
from explainer.errors import UsageError
from explainer.resources import resource
from explainer.website.networks import Network, networks_of
from explainer.website.search_index import entry_of, index_script

MANIFEST = ".explain-site.json"
Told = Callable[[int, int], None]


class Entry(TypedDict):
    """What the manifest holds of a job: what it needed, its files, its pages in the index."""

    needs: str
    files: list[str]
    pages: list[list[Any]]


Entries: TypeAlias = dict[str, Entry]


@dataclass(frozen=True)
class Job:
    """A part of the site. kind: which maker; key: the network, if it is about one.

    needs: what it depends on besides the program, as a digest.
    """

    kind: str
    key: str
    model: str
    models: tuple[str, ...]
    needs: str

    @property
    def name(self) -> str:
        """What the manifest calls it."""
        return f"{self.kind}:{self.key}" if self.key else self.kind


@dataclass(frozen=True)
class Built:
    """What a build did: how many files there are, how many jobs were run and how many kept."""

    files: int
    made: int
    kept: int


def build_site(folder: Path, models: Sequence[str], *, pdf: bool, jobs: int, told: Told) -> Built:
    """Build the site of these models (all examples without any) into the folder.

    pdf: whether networks offer their reports as PDF. jobs: how many at once, -1 for all cores.
    told: is called with how many jobs are done and how many there are. What was built before
    from the same content is kept; files of an earlier build that are no longer part go.
    """
    _check(folder)
    networks = networks_of(models)
    every = list(_jobs(networks, pdf))
    old = _manifest(folder)
    kept = {job.name: old[job.name] for job in every if _is_current(folder, job, old)}
    left = [job for job in every if job.name not in kept]
    found = dict(kept)
    for number, (name, entry) in enumerate(_run(folder, left, jobs), 1):
        found[name] = entry
        told(number, len(left))
    _remove_old(folder, old, found)
    files = [file for entry in found.values() for file in entry["files"]]
    _write(folder / "assets" / "search-index.js", _index(found))
    _write(folder / MANIFEST, json.dumps(found, sort_keys=True))
    return Built(len(files) + 1, len(left), len(kept))


def _check(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, and the site needs a folder. Name another with -o.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).exists():
        raise UsageError(
            f"{folder} holds files that are no site of explain. Name an empty or new folder."
        )


def _jobs(networks: Sequence[Network], pdf: bool) -> Iterator[Job]:
    models = tuple(net.model for net in networks)
    every = _digest([_content(net) for net in networks])
    for net in networks:
        needs = _digest([_content(net)])
        yield Job("network", net.key, net.model, models, needs)
        yield Job("report", net.key, net.model, models, needs)
        if pdf:
            yield Job("pdf", net.key, net.model, models, needs)
    for kind in ("assets", "mistakes", "kinds", "formulas", "lessons", "pages"):
        yield Job(kind, "", "", models, f"{every}{pdf}")


def _content(net: Network) -> str:
    """The model as its file gives it."""
    return f"{net.key}\0{net.spec!r}"


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join([program(), *parts]).encode()).hexdigest()


@cache
def program() -> str:
    """A digest of the program itself: code, templates, the hand-written pages."""
    found = hashlib.sha256(__version__.encode())
    code = Path(__file__).resolve().parent.parent
    for root in dict.fromkeys((code, resource("templates"), resource("site"))):
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and "_build" not in path.parts:
                found.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return found.hexdigest()


def _manifest(folder: Path) -> Entries:
    try:
        loaded = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def _is_current(folder: Path, job: Job, old: Entries) -> bool:
    entry = old.get(job.name)
    if not entry or entry.get("needs") != job.needs:
        return False
    return all((folder / file).exists() for file in entry["files"])


def _run(folder: Path, left: Sequence[Job], jobs: int) -> Iterator[tuple[str, Entry]]:
    if len(left) < 2 or jobs == 1:
        yield from (make(folder, job) for job in left)
        return
    # The slowest first, so that none is left over at the end.
    ordered = sorted(left, key=lambda job: ("pdf", "network", "report").index(job.kind)
                     if job.kind in ("pdf", "network", "report") else 3)  # fmt: skip
    parallel = joblib.Parallel(n_jobs=jobs, return_as="generator_unordered", batch_size=1)
    yield from parallel(joblib.delayed(make)(folder, job) for job in ordered)


def make(folder: Path, job: Job) -> tuple[str, Entry]:
    """Write a job's files; its entry for the manifest."""
    from explainer.website.makers import files_of

    written, pages = [], []
    for path, content in files_of(job):
        _write(folder / path, content)
        written.append(path)
        if path.endswith(".html") and isinstance(content, str):
            pages.append(entry_of(path, content))
    found = [page for page in pages if page is not None]
    return job.name, {"needs": job.needs, "files": written, "pages": found}


def _write(path: Path, content: str | bytes) -> None:
    """The file whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(data)
    new.replace(path)


def _remove_old(folder: Path, old: Entries, found: Entries) -> None:
    now = {file for entry in found.values() for file in entry["files"]}
    for file in {file for entry in old.values() for file in entry["files"]} - now:
        (folder / file).unlink(missing_ok=True)


def _index(found: Entries) -> str:
    return index_script([page for entry in found.values() for page in entry["pages"]])
