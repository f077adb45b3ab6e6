"""One variant's files: drawn, written up, rendered, and written whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from explainer.exercises import Rejection, Variant
from explainer.exercises.draw import Drawing
from explainer.exercises.pages.handout import key_page, sheet_page
from explainer.files.whole_file import write
from explainer.language import current, speaking
from explainer.render.formats import Format, Paper, Surface, formats_of_sheets

# What the names of files begin with until they are complete.
BY = "explain-handout"


@dataclass(frozen=True)
class Job:
    """What is to be made; it goes to every worker as it is.

    formats: names of those that sheets and keys are written in.
    students: the name on each sheet, in the order of the variants; empty for none.
    language: in which sheets and keys are written.
    figures: whether each variant's exercises are wanted as JSON, for exports.
    """

    drawing: Drawing
    variants: int
    formats: tuple[str, ...]
    folder: str
    paper: Paper
    students: tuple[str, ...] = ()
    figures: bool = False
    language: str = field(default_factory=current)

    def digest(self, version: str) -> str:
        """What tells this job from another in the same folder."""
        drawing = self.drawing
        told = (drawing.spec, drawing.plan, drawing.questions, drawing.seed, self.paper)
        text = repr((version, told, self.variants, self.formats, self.students, self.language))
        return hashlib.sha256(text.encode()).hexdigest()

    def student(self, number: int) -> str:
        """Whose sheet the variant of that number is."""
        return self.students[number - 1] if self.students else ""

    @property
    def written(self) -> tuple[Format, ...]:
        """The formats themselves."""
        return tuple(each for each in formats_of_sheets() if each.name in self.formats)

    def path(self, number: int, wanted: Format, *, key: bool) -> Path:
        """Where a sheet or a key goes."""
        code = f"{number:0{self.drawing.digits}}"
        name = f"{self.drawing.stem}-{code}{'-key' if key else ''}{wanted.suffix}"
        return Path(self.folder) / name

    def paths(self, number: int) -> list[Path]:
        """All the files of a variant."""
        return [self.path(number, f, key=key) for f in self.written for key in (False, True)]


@dataclass(frozen=True)
class Made:
    """What became of a variant. figures: its exercises, where they are wanted."""

    number: int
    code: str
    rejected: tuple[Rejection, ...]
    figures: Mapping[str, Any] | None


def make(job: Job, number: int, *, files: bool) -> Made:
    """Draw a variant and write its files; without `files` only its exercises are drawn."""
    with speaking(job.language):
        return _made(job, number, files=files)


def _made(job: Job, number: int, *, files: bool) -> Made:
    variant = job.drawing.variant(number)
    if files:
        pages = {False: sheet_page, True: key_page}
        for key, page_of in pages.items():
            page = page_of(variant, job.student(number))
            surface = Surface(job.paper)
            for each in job.written:
                assert each.of_page
                write(job.path(number, each, key=key), each.of_page(page, surface), by=BY)
    return Made(number, variant.code, variant.rejected, _figures(variant) if job.figures else None)


def _figures(variant: Variant) -> dict[str, Any]:
    from explainer.exercises.figures.exercises import variant_figures

    return variant_figures(variant)


def write_json(path: Path, content: object) -> None:
    """A JSON file, whole or not at all."""
    write(path, (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode(), by=BY)
