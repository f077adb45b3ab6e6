"""The main job: one model, one derivation, every format that was asked for."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable
from pathlib import Path

from explainer.command.arguments import COMMANDS, options_of
from explainer.command.files import write_whole
from explainer.command.outputs import FORMATS, Format, Output, Wanted, refuse_overwriting, stem_of
from explainer.command.printing import print_bytes, print_note
from explainer.command.progress import Progress
from explainer.errors import UsageError
from explainer.pipeline import Document, Paper, explain

STAGES: dict[Format, str] = {
    "md": "writing Markdown",
    "html": "writing HTML",
    "pdf": "laying out the PDF",
    "json": "writing JSON",
}


def report(arguments: argparse.Namespace) -> None:
    """Read the model, work it out, render every format, and only then write."""
    _check_model(arguments.model)
    wanted = Wanted(tuple(f for f in FORMATS if getattr(arguments, f)), arguments.output)
    wanted.check(sys.stdout.isatty())
    with Progress() as progress:
        progress.stage(f"reading {arguments.model}")
        document = _document(arguments)
        outputs = wanted.outputs(stem_of(arguments.model, document.graph.name))
        refuse_overwriting(arguments.model, outputs)
        rendered = _render(document, outputs, arguments.paper, progress)
    _write(rendered)


def _check_model(model: str | None) -> None:
    """Refuse no model, and a command that was mistyped."""
    if model is None:
        raise UsageError(
            "Which model? Name a model file, or try `explain example:vgg16`. "
            "`explain --help` shows what there is."
        )
    near = difflib.get_close_matches(model, COMMANDS, 1, 0.7)
    if near and model.isalpha() and not Path(model).exists():
        raise UsageError(f"There is no file called {model}. Did you mean `explain {near[0]}`?")


def _document(arguments: argparse.Namespace) -> Document:
    return explain(arguments.model, **options_of(arguments))


def _render(
    document: Document, outputs: tuple[Output, ...], paper: Paper, progress: Progress
) -> dict[Path | None, bytes]:
    """Every output as bytes, by the file it goes to; None is standard output."""
    renderers: dict[Format, Callable[[], bytes]] = {
        "md": lambda: document.markdown().encode(),
        "html": lambda: document.html().encode(),
        "pdf": lambda: document.pdf(paper),
        "json": lambda: document.json().encode(),
    }
    rendered: dict[Path | None, bytes] = {}
    for output in outputs:
        if output.format != "json":
            progress.stage("working it out")
            _ = document.page
        progress.stage(STAGES[output.format])
        rendered[output.path] = renderers[output.format]()
    return rendered


def _write(rendered: dict[Path | None, bytes]) -> None:
    files = {path: content for path, content in rendered.items() if path is not None}
    write_whole(files)
    for path in files:
        print_note(f"Wrote {path}")
    if None in rendered:
        print_bytes(rendered[None])
