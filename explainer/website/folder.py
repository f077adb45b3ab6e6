"""The folder that the site lies in: nothing in it is touched but what a build of ours made."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from explainer.errors import UsageError, seen
from explainer.files.interrupts import held
from explainer.files.whole_file import write
from explainer.language import sentence
from explainer.website.part import OURS, Entry, Part

Entries: TypeAlias = dict[str, Entry]


def manifest_of(root: Path) -> Entries:
    """What the folder holds of an earlier build; UsageError where it holds anything else."""
    if root.exists() and not root.is_dir():
        raise UsageError(sentence("folder.of_site", file=seen(root)))
    inside = {path.name for path in root.iterdir()} if root.is_dir() else set()
    if inside <= {OURS} and not _manifest(root).exists():
        return {}
    found = _read(_manifest(root))
    if found is None:
        raise UsageError(sentence("folder.strange", folder=seen(root)))
    return found


def put_in_place(root: Path, old: Entries, new: Entries, parts: Mapping[str, Part]) -> None:
    """Let the site consist of the new entries: those parts come, and what no entry names goes.

    The manifest names old and new files before the first is moved, so that a build that is
    broken off here leaves no file that nobody knows. A Ctrl-C waits until all are moved.
    """
    before, after = _files_of(old), _files_of(new)
    _check_the_way(root, before, after)
    with held():
        _move(root, old, new, parts)


def _move(root: Path, old: Entries, new: Entries, parts: Mapping[str, Part]) -> None:
    before, after = _files_of(old), _files_of(new)
    kept = {name: entry for name, entry in new.items() if name not in parts}
    moving = Entry(needs="", files=sorted(before | after), pages=[], content="")
    _write_manifest(root, kept | {"": moving})
    for part in parts.values():
        for file in new[part.name]["files"]:
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (part.files / file).replace(root / file)
    _remove(root, before - after)
    _write_manifest(root, new)


def built_files(root: Path) -> frozenset[str]:
    """The paths of the files that builds of ours made there."""
    return frozenset(_files_of(_read(_manifest(root)) or {}))


def _files_of(entries: Entries) -> set[str]:
    return {file for entry in entries.values() for file in entry["files"]}


def prepare(root: Path) -> None:
    """Make the folder, before the work begins: it may be that nothing can be written there."""
    (root / OURS / "new").mkdir(parents=True, exist_ok=True)


def clear(root: Path) -> None:
    """Forget the parts that are made and that no site needs."""
    shutil.rmtree(root / OURS / "new", ignore_errors=True)


def _manifest(root: Path) -> Path:
    return root / OURS / "manifest.json"


def _read(path: Path) -> Entries | None:
    try:
        loaded: Any = json.loads(path.read_text(encoding="utf-8"))
        ours = all(_is_inside(file) for entry in loaded.values() for file in entry["files"])
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return None
    return loaded if ours else None


def _is_inside(file: str) -> bool:
    path = PurePosixPath(file)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in file


def _write_manifest(root: Path, entries: Entries) -> None:
    write(_manifest(root), json.dumps(entries, sort_keys=True).encode())


def _check_the_way(root: Path, before: set[str], after: set[str]) -> None:
    """Stop at a file of somebody else, and at a folder that leads elsewhere."""
    for parent in sorted({root / up for file in before | after for up in _above(file)}):
        if parent.is_symlink() or (parent.exists() and not parent.is_dir()):
            _refuse(parent)
    for file in sorted(before | after):
        if (root / file).is_dir() and not (root / file).is_symlink():
            _refuse(root / file)
    for file in sorted(after - before):
        if (root / file).exists() or (root / file).is_symlink():
            _refuse(root / file)


def _refuse(path: Path) -> None:
    raise UsageError(sentence("folder.in_the_way", file=seen(path)))


def _above(file: str) -> list[PurePosixPath]:
    """The folders that a file lies in, from the nearest on."""
    return list(PurePosixPath(file).parents)[:-1]


def _remove(root: Path, files: Iterable[str]) -> None:
    """Remove files, and the folders that are empty then."""
    gone = sorted(files)
    for file in gone:
        (root / file).unlink(missing_ok=True)
    folders = {root / up for file in gone for up in _above(file)}
    for folder in sorted(folders, key=lambda path: len(path.parts), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
