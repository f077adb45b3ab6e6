"""`explain site`: build the static site, or serve it and build again whenever something changes."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from explainer.command.printing import print_note
from explainer.command.progress import Progress
from explainer.errors import UsageError
from explainer.language import current, sentence, written

if TYPE_CHECKING:
    from explainer.website.build import Built

PORT = 8000


def site(arguments: argparse.Namespace) -> int:
    """Build; or build and serve, if that is asked. The result is the exit code."""
    _check(arguments)
    if not arguments.serve:
        _build(arguments)
        return 0
    from explainer.command.serve import serve

    with _folder(arguments.output) as folder:
        port = PORT if arguments.port is None else arguments.port
        return serve(folder, port, arguments.models, _words(arguments, folder))


def _check(arguments: argparse.Namespace) -> None:
    if arguments.output in ("", "-") or not (arguments.output or arguments.serve):
        raise UsageError(sentence("which.folder", command="`explain site -o public/`"))
    if arguments.jobs == 0 or arguments.jobs < -1:
        raise UsageError(sentence("jobs.whole"))
    if arguments.port is not None and not arguments.serve:
        raise UsageError(sentence("port.beside_serve"))
    if arguments.port is not None and not 0 <= arguments.port <= 65_535:
        raise UsageError(sentence("port.from", given=str(arguments.port)))


def _build(arguments: argparse.Namespace) -> None:
    from explainer.website.build import build_site

    folder, began = Path(arguments.output), time.monotonic()
    with Progress() as progress:
        progress.stage(partial(sentence, "command.site_reading"))
        built = build_site(
            folder,
            arguments.models,
            pdf=not arguments.no_pdf,
            jobs=arguments.jobs,
            told=lambda done, whole: progress.stage(
                partial(sentence, "command.site_building", done=done, whole=whole)
            ),
        )
    print_note(_told(built, folder, time.monotonic() - began))


def _told(built: Built, folder: Path, seconds: float) -> str:
    if not built.made:
        return sentence("command.site_kept", folder=str(folder), files=built.files)
    return sentence(
        "command.site_built",
        folder=str(folder),
        files=built.files,
        made=built.made,
        seconds=written(f"{seconds:.1f}"),
        kept=built.kept,
    )


@contextmanager
def _folder(output: str | None) -> Iterator[Path]:
    """The folder that is named, or one that is gone at the end."""
    if output:
        yield Path(output)
    else:
        with tempfile.TemporaryDirectory(prefix="explain-site-") as made:
            yield Path(made)


def _words(arguments: argparse.Namespace, folder: Path) -> list[str]:
    """The command that builds what is served."""
    words = ["site", "-o", str(folder), "--jobs", str(arguments.jobs), "--language", current()]
    return [*words, *(["--no-pdf"] if arguments.no_pdf else []), "--", *arguments.models]
