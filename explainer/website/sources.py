"""What the site is made from besides models, as digests: what has changed is made anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from explainer import __version__
from explainer.language import current, languages
from explainer.page.sentences import sentences
from explainer.resources import resource

PACKAGE = Path(__file__).resolve().parent.parent
# The code that no report is made by.
NOT_FOR_REPORTS = {"command", "exercises", "website", "workers"}
HAND_WRITTEN = ("assets", "lessons", "changelog.md", "errata.yaml", "glossary.md", "reference")


def digest(*parts: str | bytes) -> str:
    """One text that differs wherever any part does."""
    found = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


@cache
def for_reports() -> str:
    """What a report is made from: it knows nothing of the site."""
    code = (path for path in _code() if _part(path) not in NOT_FOR_REPORTS)
    templates = (path for path in _templates() if path.parent.parent.name != "language")
    own = (path for path in templates if path.parent.name != "site")
    said = (f"{key}={text}" for key, text in sentences().items() if not key.startswith("site."))
    return digest(__version__, current(), _contents(code), _contents(own), *said)


@cache
def for_networks() -> str:
    """What a network's pages are made from: the code, and every template."""
    return digest(__version__, current(), _contents(_code()), _contents(_templates()))


@cache
def for_shared_pages() -> str:
    """What all other pages are made from: what is written by hand, and examples that they show."""
    return digest(for_networks(), _contents([*_hand_written(), *_examples()]))


def watched() -> Iterator[Path]:
    """Every file that the site is made from, models apart."""
    yield from (*_code(), *_templates(), *_hand_written(), *_examples())


def _code() -> list[Path]:
    return list(PACKAGE.rglob("*.py"))


def _part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def _templates() -> list[Path]:
    return [path for path in resource("templates").rglob("*") if path.is_file()]


def _hand_written() -> list[Path]:
    own = [resource("site") / language for language in languages()]  # lessons in other languages
    places = [*own, *(resource("site") / name for name in HAND_WRITTEN)]
    inside = [path for place in places for path in place.rglob("*")]
    return [path for path in (*places, *inside) if path.is_file()]


def _examples() -> list[Path]:
    return list(resource("examples").glob("*.yaml"))


def _contents(paths: Iterator[Path] | list[Path]) -> str:
    """The names and the contents of files."""
    whole = sorted((str(path), path.read_bytes()) for path in paths)
    return digest(*(part for pair in whole for part in pair))
