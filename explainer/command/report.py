"""The main job: one model, one derivation, every format that was asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from explainer.command.arguments import options_of
from explainer.command.files import is_folder, is_there, write_whole
from explainer.command.outputs import Output, Wanted, formats_named, refuse_overwriting, stem_of
from explainer.command.printing import print_bytes, print_written
from explainer.command.progress import Progress
from explainer.command.terminal import surface_of
from explainer.errors import UsageError, nearest, seen
from explainer.language import sentence, translated
from explainer.library.explain import Document, Report, explain
from explainer.render.formats import Paper


def report(arguments: argparse.Namespace, commands: Sequence[str]) -> None:
    """The report of one model; commands: what else the first word could have meant."""
    _check_model(arguments.model, commands)
    options = options_of(arguments)

    if arguments.save is not None:
        _save(arguments, options)
        if not formats_named(arguments) and arguments.output is None:
            return

    def work_out() -> tuple[Report, str]:
        document = explain(arguments.model, **options)
        return document, _stem(arguments.model, document)

    write_report(arguments, [arguments.model], work_out)


def _save(arguments: argparse.Namespace, options: Any) -> None:
    """Write the network as a model file, which is no report and needs no format."""
    path = Path(arguments.save)
    if path.suffix.casefold() not in (".yaml", ".yml") or is_folder(path):
        raise UsageError(sentence("save.no_yaml", file=seen(path)), sentence("save.no_yaml_try"))
    if is_there(path) and is_there(Path(arguments.model)) and path.samefile(arguments.model):
        raise UsageError(sentence("output.is_model", file=seen(path)))
    document = explain(arguments.model, **options)
    write_whole({path: document.model_file().encode()})
    print_written(path)


def _stem(model: str, document: Document) -> str:
    """What written files are called: a handout lies beside the longer report."""
    stem = stem_of(model, document.graph.name)
    return f"{stem}-handout" if document.asked.detail == "handout" else stem


def write_report(
    arguments: argparse.Namespace,
    models: Sequence[str],
    work_out: Callable[[], tuple[Report, str]],
) -> None:
    """Read the models, work them out, render every format, and only then write.

    work_out: gives the report, and the stem of the files that it is written to.
    """
    wanted = Wanted(formats_named(arguments), arguments.output, sys.stdout.isatty())
    wanted.check()
    with Progress() as progress:
        progress.stage(partial(_reading, models))
        found, stem = work_out()
        outputs = wanted.outputs(stem)
        for model in models:
            refuse_overwriting(model, outputs)
        rendered = _render(found, outputs, arguments.paper, progress)
    _write(rendered)


def _reading(models: Sequence[str]) -> str:
    if not models:
        return sentence("command.reading")
    if len(models) == 1:
        return sentence("command.reading_one", model=models[0])
    return sentence("command.reading_two", first=models[0], second=models[1])


def _check_model(model: str | None, commands: Sequence[str]) -> None:
    """Refuse no model, and a command that was mistyped."""
    if model is None:
        raise UsageError(
            sentence("which.model_or", command="`explain example:vgg16`"), sentence("hint.help")
        )
    if not model.isalpha() or is_there(Path(model)):
        return
    near = nearest(model, commands, 0.7)
    if near:
        raise UsageError(
            sentence("file.none", file=model), sentence("hint.meant", name=f"`explain {near}`")
        )


def _render(
    document: Report, outputs: tuple[Output, ...], paper: Paper, progress: Progress
) -> dict[Path | None, bytes]:
    """Every output as bytes, by the file it goes to; None is standard output."""
    rendered: dict[Path | None, bytes] = {}
    for output in outputs:
        shown = document.in_short() if output.format.brief else document
        if output.format.of_page is not None:
            progress.stage(partial(sentence, "command.working_out"))
            _ = shown.page
        progress.stage(partial(translated, output.format.doing))
        rendered[output.path] = output.format.content(shown, surface_of(output, paper))
    return rendered


def _write(rendered: dict[Path | None, bytes]) -> None:
    files = {path: content for path, content in rendered.items() if path is not None}
    write_whole(files)
    for path in files:
        print_written(path)
    if None in rendered:
        print_bytes(rendered[None])
