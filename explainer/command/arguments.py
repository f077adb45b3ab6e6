"""What the options of several commands take, and how a word that is not known is refused."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Sequence
from typing import Any, NoReturn

from explainer.errors import UsageError, named, shown
from explainer.memory.whole import LARGEST, counted
from explainer.pipeline import Options
from explainer.render.formats import Paper, every_format

HELP_HINT = "`explain --help` shows what there is."


class Parser(argparse.ArgumentParser):
    """Raises UsageError, and offers the nearest option for one that isn't known."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            prog="explain",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
            add_help=False,
            **settings,
        )
        self.add_argument("-h", "--help", action="help", help=argparse.SUPPRESS)

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """The arguments; UsageError where a word is left over."""
        found, left = self.parse_known_args(words)
        if left:
            self.refuse_word(left[0])
        return found

    def refuse_word(self, word: str) -> NoReturn:
        """Stop at a word that nothing takes."""
        if not word.startswith("-") or word == "-":
            raise UsageError(f"Nothing can be done with the word {named(word)} here. {HELP_HINT}")
        option = word.partition("=")[0]
        near = difflib.get_close_matches(option, self._option_string_actions, 1, 0.6)
        hint = f"Did you mean {near[0]}?" if near else HELP_HINT
        raise UsageError(f"There is no option {option}. {hint}")

    def error(self, message: str) -> NoReturn:
        """Stop with what argparse found wrong, as a sentence."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}. {HELP_HINT}")


def options_of(arguments: argparse.Namespace) -> Any:
    """What `explain()` takes by name, of the options that were read."""
    return {k: v for k, v in vars(arguments).items() if k in Options.__annotations__}


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


def add_run(group: Any) -> None:
    """The options that say how the network is run."""
    add = group.add_argument
    add_plan(group)
    add("--freeze", metavar="NAME", action="append", help="layers that don't learn; repeatable")
    add("--accumulate", metavar="N", type=micro_batches, help="batches for one step (1)")


def add_plan(group: Any) -> None:
    """The options that say how the network is run, in short."""
    add = group.add_argument
    add("--batch", metavar="N", type=batch, help="images at once (1)")
    add("--dtype", metavar="TYPE", help="of every value, or mixed_float16, … (float32)")
    add("--optimizer", metavar="NAME", help="sgd, momentum, adam, … (momentum)")
    add("--loss", metavar="NAME", help="cross_entropy or none (cross_entropy)")


def add_checkpoint(group: Any) -> None:
    """The option of gradient checkpointing."""
    group.add_argument(
        "--checkpoint", metavar="K|best", help="gradient checkpointing in K segments"
    )


def batch(text: str) -> int:
    """The number of images; UsageError for anything but a whole number from 1 on."""
    return _whole(text, "The batch has to be a whole number of images")


def micro_batches(text: str) -> int:
    """How many batches make one step; UsageError for anything but a whole number from 1 on."""
    return _whole(text, "The micro-batches of a step have to be a whole number")


def _whole(text: str, what: str) -> int:
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))
    if not digits or not 1 <= int(text) <= LARGEST:
        raise UsageError(f"{what} from 1 to 10^18, and it is {shown(text)}.")
    return int(text)


def devices(text: str) -> int:
    """The number of devices; UsageError for anything but a whole number from 1 on."""
    return counted("number of devices", text)


def threads(text: str) -> int:
    """The number of threads; UsageError for anything but a whole number from 1 on."""
    return counted("number of threads", text)


def paper(text: str) -> Paper:
    """A4 or letter, in any case."""
    names: dict[str, Paper] = {"a4": "A4", "letter": "letter"}
    if text.casefold() not in names:
        raise UsageError(f"There is no paper called {named(text)}. Known are: A4, letter.")
    return names[text.casefold()]
