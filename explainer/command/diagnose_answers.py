"""`explain diagnose MODEL --answers FILE`: a class at once, as a CSV and a page."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from explainer.command.arguments import model_of
from explainer.command.files import is_file, write_whole
from explainer.command.outputs import STANDARD, formats_named, stem_of
from explainer.command.printing import print_text, print_written
from explainer.command.progress import Progress
from explainer.errors import UsageError, seen
from explainer.files.spreadsheet import csv_bytes
from explainer.language import sentence, translated
from explainer.library.diagnose import ClassAnswers, diagnose_class
from explainer.mistakes.answers.class_file import read_answers
from explainer.render.formats import HTML, Surface, every_format


def diagnose_file(
    arguments: argparse.Namespace, given: Mapping[str, str], options: dict[str, Any]
) -> None:
    """Diagnose the file; a CSV, and the page as HTML or as the formats that are named."""
    if arguments.figures:
        raise UsageError(sentence("answers.beside_line"))
    answers = read_answers(_content(arguments.answers), arguments.answers)
    with Progress() as progress:
        progress.stage(partial(sentence, "command.diagnosing", count=len(answers)))
        found = diagnose_class(model_of(arguments), answers, given=given, **options)
        if arguments.output is None and not formats_named(arguments):
            rendered = None
        else:
            rendered = _rendered(found, arguments, progress)
    if rendered is None:
        print_text(found.csv())
        return
    write_whole(rendered)
    for path in rendered:
        print_written(path)


def _rendered(
    found: ClassAnswers, arguments: argparse.Namespace, progress: Progress
) -> dict[Path, bytes]:
    folder = Path(arguments.output or ".")
    if folder.suffix in (".csv", *(each.suffix for each in every_format())) or is_file(folder):
        raise UsageError(sentence("folder.of_answers", file=seen(folder)))
    stem = f"{stem_of(arguments.model, found.name)}-answers"
    files = {folder / f"{stem}.csv": found.csv().encode()}
    for each in formats_named(arguments) or (HTML,):
        progress.stage(partial(translated, each.doing))
        files[folder / f"{stem}{each.suffix}"] = each.content(found, Surface(arguments.paper))
    return files


def _content(file: str) -> bytes:
    """The file's bytes; UsageError where it can't be read or is far too large."""
    if file == STANDARD:
        raise UsageError(sentence("answers.no_file", written="--answers answers.csv"))
    return csv_bytes(file)
