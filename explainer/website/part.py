"""A part of the site that is made: its files beside the site, until all parts are there.

DIR/.explain-site/manifest.json         what the site in DIR consists of
DIR/.explain-site/new/DIGEST/files/…    a part that is made, and not yet in its place
DIR/.explain-site/new/DIGEST/entry.json written last: without it the part is not whole
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from explainer.files.whole_file import write
from explainer.website.sources import digest

OURS = ".explain-site"


class Entry(TypedDict):
    """What the manifest holds of a part: what it needed, its files, its pages in the index.

    content: a digest of all its files, by which a file that is broken is seen.
    """

    needs: str
    files: list[str]
    pages: list[list[Any]]
    content: str


@dataclass(frozen=True)
class Part:
    """A part's place. name: what the manifest calls it; needs: a digest of its sources."""

    root: Path
    name: str
    needs: str

    @property
    def folder(self) -> Path:
        """Where it is kept; other sources would have another folder."""
        return self.root / OURS / "new" / digest(self.name, self.needs)[:24]

    @property
    def files(self) -> Path:
        """Where its files lie, by their paths in the site."""
        return self.folder / "files"

    def entry(self) -> Entry | None:
        """Its entry, if a build that was broken off has left it whole."""
        try:
            found: Entry = json.loads((self.folder / "entry.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found if is_whole(self.files, found) else None

    def make(self, files: Iterable[tuple[str, str | bytes]]) -> Entry:
        """Write its files, and its entry when all of them are there."""
        from explainer.website.search_index import entry_of

        entry = Entry(needs=self.needs, files=[], pages=[], content="")
        for path, content in files:
            data = content.encode() if isinstance(content, str) else content
            write(self.files / path, data, said=self.root)
            entry["files"].append(path)
            if path.endswith(".html") and isinstance(content, str):
                found = entry_of(path, content)
                entry["pages"] += [found] if found else []
        entry["content"] = _digest_in(self.files, entry["files"])
        write(self.folder / "entry.json", json.dumps(entry).encode(), said=self.root)
        return entry


def is_whole(root: Path, entry: Entry) -> bool:
    """Whether all files of an entry are in their place, as they were made."""
    try:
        return entry.get("content") == _digest_in(root, entry["files"])
    except OSError:
        return False


def _digest_in(root: Path, files: Iterable[str]) -> str:
    return digest(*((root / file).read_bytes() for file in files))
