"""What the options of several commands take, and how a word that is not known is refused."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn, Self

from explainer.command.help_language import USAGE, translate
from explainer.errors import UsageError, named, nearest
from explainer.language import SOURCE, current, sentence, translated
from explainer.library.options import every_option
from explainer.options.language import LANGUAGE
from explainer.options.option import Option
from explainer.readers.given_inputs import with_inputs
from explainer.render.formats import Paper, every_format

WRITTEN = "what to write (without any of these: text on a terminal, else Markdown)"
LANGUAGE_OPTION = f"--{LANGUAGE.name}"


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None
    ) -> None:
        """The usage behind its name in the language that is spoken, its lines below each other."""
        name = f"{translated(USAGE)} "
        indented = (usage or "").replace(f"\n{' ' * len(f'{USAGE} ')}", f"\n{' ' * len(name)}")
        super().add_usage(indented, actions, groups, prefix or name)


class Parser(argparse.ArgumentParser):
    """Raises UsageError, and offers the nearest option for one that isn't known.

    Its texts are English; `speak` puts them into the language that is spoken.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            prog="explain",
            formatter_class=_HelpFormatter,
            allow_abbrev=False,
            add_help=False,
            conflict_handler="resolve",  # the report lists `--language`, which all take
            **settings,
        )
        self.spoken = False
        self.add_argument(LANGUAGE_OPTION, metavar="NAME", help=argparse.SUPPRESS)
        self.add_argument("-h", "--help", action="help", help=argparse.SUPPRESS)

    def speak(self) -> Self:
        """Put its texts into the language that is spoken, once for each parser."""
        if current() != SOURCE and not self.spoken:
            translate(self)
            self.spoken = True
        return self

    def format_help(self) -> str:
        """The help, in the language that is spoken."""
        return super(Parser, self.speak()).format_help()

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """The arguments; UsageError where a word is left over."""
        found, left = self.parse_known_args(words)
        if left:
            self.refuse_word(left[0])
        return found

    def refuse_word(self, word: str) -> NoReturn:
        """Stop at a word that nothing takes."""
        if not word.startswith("-") or word == "-":
            raise UsageError(sentence("word.nothing", word=named(word)), sentence("hint.help"))
        option = word.partition("=")[0]
        near = nearest(option, self._option_string_actions)
        hint = sentence("hint.meant", name=near) if near else sentence("hint.help")
        raise UsageError(sentence("option.unknown", option=option), hint)

    def error(self, message: str) -> NoReturn:
        """Stop with what argparse found wrong, as a sentence."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", sentence("hint.help"))


def language_said(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """The language that the line asks for, which even its help is in, and all other words."""
    found, others, left = None, [], iter(words)
    for word in left:
        name, said, value = word.partition("=")
        if name != LANGUAGE_OPTION:
            others.append(word)
        elif (value := value if said else next(left, "")) in ("", "-h", "--help"):
            raise UsageError(sentence("which.language", option=f"`{LANGUAGE_OPTION} en`"))
        else:
            found = value
    return found, others


def options_of(arguments: argparse.Namespace) -> Any:
    """What `explain()` takes by name, of the options that were read."""
    said = vars(arguments)
    return {each.name: said[each.name] for each in every_option() if each.name in said}


def model_of(arguments: argparse.Namespace) -> Any:
    """The model on the line, and beside it the sizes of its inputs where they are said."""
    return with_inputs(arguments.model, arguments.input)


def outputs_usage() -> str:
    """What a usage line says of them."""
    return " ".join((*(f"[{each.option}]" for each in every_format()), "[-o PATH]"))


def add_outputs(group: Any) -> None:
    """The options that say what is written, and where."""
    for each in every_format():
        group.add_argument(each.option, action="store_true", help=each.help)
    group.add_argument(
        "-o",
        "--output",
        metavar="PATH",
        help="a file for one format, a folder for several, - for standard output",
    )
    group.add_argument("--paper", metavar="A4|letter", type=paper, default="A4", help="of the PDF")


def add_options(group: Any, options: Iterable[Option]) -> None:
    """What a caller may say beside the model, as far as this command takes it."""
    for each in options:
        each.add_to(group)


def paper(text: str) -> Paper:
    """A4 or letter, in any case."""
    names: dict[str, Paper] = {"a4": "A4", "letter": "letter"}
    if text.casefold() not in names:
        raise UsageError(
            sentence("paper.unknown", name=named(text)),
            sentence("hint.known_are", names=", ".join(names.values())),
        )
    return names[text.casefold()]
