"""What the command line takes: one parser for reports, a small one for each command."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

from explainer import __version__
from explainer.errors import UsageError, named, shown
from explainer.memory.whole import LARGEST, counted
from explainer.pipeline import Options
from explainer.render.formats import Paper, every_format

COMMANDS = (
    "examples", "layers", "schema", "completion", "verify", "compare", "reconcile",
    "diagnose", "mistakes", "handout", "site",
)  # fmt: skip
SHELLS = ("bash", "zsh", "fish")

USAGE = """explain MODEL [--md] [--html] [--pdf] [--json] [-o PATH] [options]
       explain examples | layers [KIND ...] | schema | completion SHELL
       explain compare MODEL MODEL [-o PATH] [options]
       explain verify MODEL [--batch N] [--dtype TYPE] [--optimizer NAME] …
       explain reconcile MODEL [--batch N] [--dtype TYPE] [--optimizer NAME] …
       explain diagnose MODEL QUANTITY VALUE [UNIT] … [options]
       explain mistakes [NAME ...]
       explain handout MODEL [--questions N] [--variants N] [--seed N] …
       explain site -o DIR [MODEL ...] [--serve]"""
ABOUT = """Works out, step by step, how much memory a convolutional network takes: formula,
numbers, arithmetic, value, and beside them the mistakes people make there.

MODEL is a model file (YAML), - for standard input, or example:NAME."""
EPILOG = """examples:
  explain example:vgg16 | less             read the report here, as Markdown
  explain example:vgg16 --pdf              write vgg16.pdf into this folder
  explain model.yaml --html --pdf -o out/  write out/model.html, out/model.pdf
  explain model.yaml --batch 32 --optimizer adam --json
  explain example:vgg16 --layer conv1_1    one layer only
  cat model.yaml | explain - --pdf -o report.pdf

commands:
  explain examples              the networks that come with explain
  explain layers [KIND ...]     the kinds of layers, with their settings
  explain schema                a JSON Schema of the model file, for editors
  explain completion SHELL      completion for bash, zsh or fish
  explain compare MODEL MODEL   two networks side by side, in every format
  explain verify MODEL          compare with a training step in PyTorch
  explain reconcile MODEL       what other tools print for it, and why
  explain diagnose MODEL QUANTITY VALUE   which slip gives this number
  explain mistakes [NAME ...]   the mistakes that people make, with examples
  explain handout MODEL         exercises with keys, drawn by a seed
  explain site -o DIR [MODEL ...]   the static site of worked examples

exit codes: 0 done, 2 the model or the usage is wrong, 1 anything else"""
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


def command_of(words: Sequence[str]) -> tuple[str, list[str]]:
    """The command, empty for a report, and the words that are left for it."""
    if words and words[0] in COMMANDS:
        return words[0], list(words[1:])
    return "", list(words)


def options_of(arguments: argparse.Namespace) -> Any:
    """What `explain()` takes by name, of the options that were read."""
    return {k: v for k, v in vars(arguments).items() if k in Options.__annotations__}


def parser_for(command: str) -> Parser:
    """The parser of a command; without one, that of a report."""
    if command in ("diagnose", "mistakes", "handout", "site"):
        words = import_module(f"explainer.command.{command}_words")
        parser: Parser = getattr(words, f"{command}_parser")()
        return parser
    makers = {
        "examples": _examples,
        "layers": _layers,
        "schema": _schema,
        "completion": _completion,
        "verify": _verify,
        "compare": _compare,
        "reconcile": _reconcile,
    }
    return makers.get(command, _report)()


def _report() -> Parser:
    parser = Parser(usage=USAGE, description=ABOUT, epilog=EPILOG)
    parser.add_argument("model", metavar="MODEL", nargs="?", help=argparse.SUPPRESS)
    add_outputs(parser.add_argument_group("what to write (without any of these: Markdown)"))
    _add_options(parser.add_argument_group("options"))
    return parser


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


def _add_options(group: Any) -> None:
    add = group.add_argument
    _add_run(group)
    add("--device", metavar="NAME", help="cpu, or cuda, which is not measured (cpu)")
    add("--fits", metavar="SIZE", help="the largest batch that trains in 8GB, 512MiB, …")
    add(
        "--set",
        metavar="NAME.SETTING=VALUE",
        action="append",
        help="change a value and compare, as in conv1.kernel_size=11 or input=64x64x3",
    )
    add("--verify", action="store_true", help="run it in PyTorch, and put that into the checks")
    sensitivity = "how the memory grows with the batch, the image, the width"
    add("--sensitivity", action="store_true", help=sensitivity)
    add("--devices", metavar="N", type=devices, help="what each of N devices takes")
    add("--threads", metavar="N", type=threads, help="images that convolutions unfold at once (1)")
    _add_checkpoint(group)
    add("--detail", metavar="HOW", default="first", help="full, first or brief (first)")
    add("--layer", metavar="NAME", help="report this layer only")
    version = f"explain {__version__}"
    add("--version", action="version", version=version, help="say which explain this is")


def _add_run(group: Any) -> None:
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


def _add_checkpoint(group: Any) -> None:
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


def _examples() -> Parser:
    return Parser(
        usage="explain examples",
        description="Lists the networks that come with explain, as in `explain example:vgg16`.",
    )


def _schema() -> Parser:
    return Parser(
        usage="explain schema",
        description="Prints a JSON Schema (draft 2020-12) of the model file, for editors.",
        epilog="""example:
  explain schema > model.schema.json
  and, as the first line of a model file, for editors with a YAML language server:
  # yaml-language-server: $schema=model.schema.json""",
    )


def _layers() -> Parser:
    parser = Parser(
        usage="explain layers [KIND ...]",
        description="Lists the kinds of layers with their settings, or the kinds named only.",
        epilog="example:\n  explain layers conv2d max_pool2d",
    )
    parser.add_argument("kinds", metavar="KIND", nargs="*", help="such as conv2d")
    return parser


def _completion() -> Parser:
    parser = Parser(
        usage="explain completion SHELL",
        description="Prints what makes the Tab key complete explain's options and examples.",
        epilog="""put into the file that your shell reads at its start:
  bash   eval "$(explain completion bash)"        in ~/.bashrc
  zsh    eval "$(explain completion zsh)"         in ~/.zshrc, after compinit
  fish   explain completion fish | source         in ~/.config/fish/config.fish""",
    )
    parser.add_argument("shell", metavar="SHELL", type=shell, help="bash, zsh or fish")
    return parser


def _verify() -> Parser:
    parser = Parser(
        usage="explain verify MODEL [options]",
        description="""Builds the network in PyTorch, runs a training step and an inference on
the CPU, and prints what was derived and what was measured side by side. The
exit code is 1 where shapes, parameters or the saved bytes differ at all, or a
peak by over 1 %.""",
        epilog="example:\n  explain verify example:lenet5 --batch 16 --optimizer adam",
    )
    parser.add_argument("model", metavar="MODEL", nargs="?", help=argparse.SUPPRESS)
    group = parser.add_argument_group("options")
    _add_run(group)
    _add_checkpoint(group)
    return parser


def _compare() -> Parser:
    parser = Parser(
        usage="explain compare MODEL MODEL [-o PATH] [options]",
        description="Puts two networks side by side: sums, memory, and the layers by name.",
        epilog="example:\n  explain compare example:vgg16 example:resnet18 --batch 32 --html",
    )
    for model in ("model", "second"):
        parser.add_argument(model, metavar="MODEL", nargs="?", help=argparse.SUPPRESS)
    add_outputs(parser.add_argument_group("what to write (without any of these: Markdown)"))
    _add_run(parser.add_argument_group("options"))
    return parser


def _reconcile() -> Parser:
    parser = Parser(
        usage="explain reconcile MODEL [--md] [--html] [--pdf] [--json] [-o PATH] [options]",
        description="""What other tools print for this network, and why: CS231n's table,
torchsummary, torchinfo, Keras, fvcore, Caffe, 4 × weights, autograd, nvidia-smi.
Each is worked out by a formula of its own, and put beside our figures.""",
        epilog="example:\n  explain reconcile example:vgg16 --html -o vgg16-tools.html",
    )
    parser.add_argument("model", metavar="MODEL", nargs="?", help=argparse.SUPPRESS)
    add_outputs(parser.add_argument_group("what to write (without any of these: Markdown)"))
    options = parser.add_argument_group("options")
    add_plan(options)
    return parser


def shell(text: str) -> str:
    """One of SHELLS."""
    if text not in SHELLS:
        raise UsageError(
            f"There is no completion for {named(text)}. Known are: {', '.join(SHELLS)}."
        )
    return text
