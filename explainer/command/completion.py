"""What the Tab key offers: options, examples, files, the layers of the model named so far."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

import argcomplete
from argcomplete.completers import FilesCompleter

from explainer.command.arguments import Parser
from explainer.command.commands import command_names, command_of
from explainer.command.lists_words import SHELLS
from explainer.errors import UsageError
from explainer.language import sentence
from explainer.library.options import every_option
from explainer.options.option import Option, layers_of

# Where a shell reads the answer, if it names no file.
ANSWERS = 8
LONGEST_POINT = 10
Completer = Callable[..., Iterable[str]]


def complete() -> None:
    """Answer the shell's question, which stands in the environment, and end the program.

    Raises UsageError where that is no question that a shell would ask.
    """
    _check_question()
    command, _ = command_of(_complete_words())
    if command.name:
        os.environ["_ARGCOMPLETE"] = "2"  # the arguments begin after two words
    argcomplete.autocomplete(
        with_completers(command.parser().speak()), always_complete_options="long"
    )


def _check_question() -> None:
    """Refuse variables that argcomplete would stumble over."""
    line, point = os.environ.get("COMP_LINE"), os.environ.get("COMP_POINT", "")
    if os.environ["_ARGCOMPLETE"] not in ("1", "2", "3"):
        _refuse_variable("_ARGCOMPLETE", "completion.number")
    if line is None:
        _refuse_variable("COMP_LINE", "completion.line")
    if not (point.isascii() and point.isdigit() and len(point) < LONGEST_POINT):
        _refuse_variable("COMP_POINT", "completion.place")
    for name in ("_ARGCOMPLETE_IFS", "_ARGCOMPLETE_DFS"):
        if len(os.environ.get(name) or "1") != 1:
            _refuse_variable(name, "completion.character")
    to = os.environ.get("_ARGCOMPLETE_STDOUT_FILENAME")
    try:
        if to is None:
            os.fstat(ANSWERS)
        else:
            Path(to).open("w").close()
    except (OSError, ValueError):
        raise UsageError(sentence("completion.nowhere")) from None


def _refuse_variable(name: str, needs: str) -> NoReturn:
    found = os.environ.get(name)
    needed = sentence(needs)
    raise UsageError(
        sentence("completion.missing", name=name, needed=needed)
        if found is None
        else sentence("completion.wrong", name=name, needed=needed, given=repr(found)),
        sentence("completion.try"),
    )


def with_completers(parser: Parser) -> Parser:
    """The parser, each of its arguments knowing what may stand there."""
    completers: dict[str, Completer] = {
        **{each.name: _offered_by(each) for each in every_option()},
        "model": models,
        "second": models,
        "models": models,
        "paper": lambda **_: ("A4", "letter"),
        "output": FilesCompleter(),
        "kinds": kinds,
        "names": lambda **_: _mistakes(),
        "answers": FilesCompleter(("csv",)),
        "class_list": FilesCompleter(("csv",)),
        "export": lambda **_: _exports(),
        "backend": lambda **_: ("loky", "threading", "multiprocessing", "dask"),
        "figures": quantities,
        "given": lambda **given: [f"{name}.output=" for name in layers(**given)[1:]],
        "questions": lambda **_: (),
        "variants": lambda **_: (),
        "seed": lambda **_: (),
        "jobs": lambda **_: (),
        "port": lambda **_: (),
        "shell": lambda **_: SHELLS,
    }
    for action in parser._actions:  # noqa: SLF001  argparse has no public list of them
        if action.dest in completers:
            action.completer = completers[action.dest]  # type: ignore[attr-defined]
    return parser


def models(prefix: str, **_: object) -> list[str]:
    """Commands, examples and model files."""
    from explainer.readers import EXAMPLE, example_names

    words = [*command_names(), *(EXAMPLE + name for name in example_names())]
    files: list[str] = FilesCompleter(("yaml", "yml"))(prefix)
    return [word for word in words if word.startswith(prefix)] + files


def layers(parsed_args: argparse.Namespace, **_: object) -> list[str]:
    """The names of the layers of the model that stands on the line."""
    return layers_of(getattr(parsed_args, "model", None))


def _offered_by(option: Option) -> Completer:
    def offered(parsed_args: argparse.Namespace, **_: object) -> Iterable[str]:
        return option.offers(getattr(parsed_args, "model", None))

    return offered


def quantities(parsed_args: argparse.Namespace, **_: object) -> list[str]:
    """What can be asked about the model that stands on the line."""
    from explainer.layers.quantities import COUNTS
    from explainer.mistakes.engine.quantity import PARTS

    inside = [f"{layer}.{count}" for layer in layers(parsed_args) for count in COUNTS]
    return [*(f"totals.{count}" for count in COUNTS), *PARTS, *inside]


def _complete_words() -> list[str]:
    """The words behind `explain` that are complete."""
    line = os.environ.get("COMP_LINE", "")
    before = line[: int(os.environ.get("COMP_POINT", len(line)))]
    try:
        words = shlex.split(before)[1:]
    except ValueError:  # a quotation mark is still open
        return []
    return words if before.endswith(" ") else words[:-1]


def kinds(prefix: str, **_: object) -> Iterable[str]:
    """The kinds; and what begins so elsewhere, where something stands there already."""
    from explainer.layers import LAYERS, spellings

    return spellings() if prefix else LAYERS


def _mistakes() -> Iterable[str]:
    from explainer.mistakes.catalogue import catalogue

    return [entry.name for entry in catalogue()]


def _exports() -> Iterable[str]:
    from explainer.exercises.exports import EXPORTS

    return EXPORTS
