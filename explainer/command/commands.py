"""The commands, each an object that says all about itself; what it needs is imported when it runs.

To add one: write its object, put it into COMMANDS, and give it a heading in
site/reference/commands.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from explainer.command.arguments import Parser
from explainer.command.printing import print_text

DONE, FAULT = 0, 1
INDENT = " " * len("usage: ")
WIDTH = 29


@dataclass(frozen=True)
class Command:
    """A command of `explain`.

    name: the first word; words: what has to follow it; more: what else may, in short.
    does: what it is for, in the list of commands.
    parser: makes what reads its options; run: does it, and gives the exit code.
    brief: whether it stands with others on one line of the usage.
    """

    name: str
    words: str
    more: str
    does: str
    parser: Callable[[], Parser]
    run: Callable[[argparse.Namespace], int]
    brief: bool = False

    @property
    def usage(self) -> str:
        """How it is called."""
        return " ".join(word for word in (self.name, self.words, self.more) if word)

    @property
    def listed(self) -> str:
        """Its line in the list of commands."""
        called = f"  explain {self.name} {self.words}".rstrip()
        return f"{called.ljust(WIDTH)}   {self.does}"


def command_names() -> tuple[str, ...]:
    """The first words that are commands."""
    return tuple(each.name for each in COMMANDS)


def command_of(words: Sequence[str]) -> tuple[Command, list[str]]:
    """The command, which may be the nameless one of a report, and the words left for it."""
    for each in COMMANDS:
        if words and words[0] == each.name:
            return each, list(words[1:])
    return REPORT, list(words)


def _usage() -> str:
    brief = " | ".join(each.usage for each in COMMANDS if each.brief)
    lines = [brief, *(each.usage for each in COMMANDS if not each.brief)]
    return "\n".join(f"{INDENT}explain {line}" for line in lines)


def _report_parser() -> Parser:
    from explainer.command.report_words import report_parser

    return report_parser(_usage(), "\n".join(each.listed for each in COMMANDS))


def _report(arguments: argparse.Namespace) -> int:
    from explainer.command.report import report

    report(arguments, command_names())
    return DONE


REPORT = Command("", "MODEL", "[options]", "the report of one model", _report_parser, _report)


def _examples_parser() -> Parser:
    from explainer.command.lists_words import examples_parser

    return examples_parser()


def _examples(_: argparse.Namespace) -> int:
    from explainer.command.examples import examples_text

    print_text(examples_text())
    return DONE


EXAMPLES = Command(
    name="examples",
    words="",
    more="",
    does="the networks that come with explain",
    parser=_examples_parser,
    run=_examples,
    brief=True,
)


def _layers_parser() -> Parser:
    from explainer.command.lists_words import layers_parser

    return layers_parser()


def _layers(arguments: argparse.Namespace) -> int:
    from explainer.command.kinds import kinds_text

    print_text(kinds_text(arguments.kinds))
    return DONE


LAYERS = Command(
    name="layers",
    words="[KIND ...]",
    more="",
    does="the kinds of layers, with their settings",
    parser=_layers_parser,
    run=_layers,
    brief=True,
)


def _schema_parser() -> Parser:
    from explainer.command.lists_words import schema_parser

    return schema_parser()


def _schema(_: argparse.Namespace) -> int:
    from explainer.readers.schema import schema_text

    print_text(schema_text())
    return DONE


SCHEMA = Command(
    name="schema",
    words="",
    more="",
    does="a JSON Schema of the model file, for editors",
    parser=_schema_parser,
    run=_schema,
    brief=True,
)


def _completion_parser() -> Parser:
    from explainer.command.lists_words import completion_parser

    return completion_parser()


def _completion(arguments: argparse.Namespace) -> int:
    from explainer.command.shell_script import script

    print_text(script(arguments.shell))
    return DONE


COMPLETION = Command(
    name="completion",
    words="SHELL",
    more="",
    does="completion for bash, zsh or fish",
    parser=_completion_parser,
    run=_completion,
    brief=True,
)


def _compare_parser() -> Parser:
    from explainer.command.compare_words import compare_parser

    return compare_parser()


def _compare(arguments: argparse.Namespace) -> int:
    from explainer.command.compare import compare_models

    compare_models(arguments)
    return DONE


COMPARE = Command(
    name="compare",
    words="MODEL MODEL",
    more="[-o PATH] [options]",
    does="two networks side by side, in every format",
    parser=_compare_parser,
    run=_compare,
)


def _verify_parser() -> Parser:
    from explainer.command.verify_words import verify_parser

    return verify_parser()


def _verify(arguments: argparse.Namespace) -> int:
    from explainer.command.verify import verify

    return DONE if verify(arguments) else FAULT


VERIFY = Command(
    name="verify",
    words="MODEL",
    more="[--batch N] [--dtype TYPE] [--optimizer NAME] …",
    does="compare with a training step in PyTorch",
    parser=_verify_parser,
    run=_verify,
)


def _reconcile_parser() -> Parser:
    from explainer.command.reconcile_words import reconcile_parser

    return reconcile_parser()


def _reconcile(arguments: argparse.Namespace) -> int:
    from explainer.command.reconcile import reconcile

    reconcile(arguments)
    return DONE


RECONCILE = Command(
    name="reconcile",
    words="MODEL",
    more="[--batch N] [--dtype TYPE] [--optimizer NAME] …",
    does="what other tools print for it, and why",
    parser=_reconcile_parser,
    run=_reconcile,
)


def _diagnose_parser() -> Parser:
    from explainer.command.diagnose_words import diagnose_parser

    return diagnose_parser()


def _diagnose(arguments: argparse.Namespace) -> int:
    from explainer.command.diagnose import diagnose

    diagnose(arguments)
    return DONE


DIAGNOSE = Command(
    name="diagnose",
    words="MODEL QUANTITY VALUE",
    more="[UNIT] … [options]",
    does="which slip gives this number",
    parser=_diagnose_parser,
    run=_diagnose,
)


def _mistakes_parser() -> Parser:
    from explainer.command.mistakes_words import mistakes_parser

    return mistakes_parser()


def _mistakes(arguments: argparse.Namespace) -> int:
    from explainer.command.mistakes import print_mistakes

    print_mistakes(arguments)
    return DONE


MISTAKES = Command(
    name="mistakes",
    words="[NAME ...]",
    more="",
    does="the mistakes that people make, with examples",
    parser=_mistakes_parser,
    run=_mistakes,
)


def _handout_parser() -> Parser:
    from explainer.command.handout_words import handout_parser

    return handout_parser()


def _handout(arguments: argparse.Namespace) -> int:
    from explainer.command.handout import handout

    handout(arguments)
    return DONE


HANDOUT = Command(
    name="handout",
    words="MODEL",
    more="[--questions N] [--variants N] [--seed N] …",
    does="exercises with keys, drawn by a seed",
    parser=_handout_parser,
    run=_handout,
)


def _site_parser() -> Parser:
    from explainer.command.site_words import site_parser

    return site_parser()


def _site(arguments: argparse.Namespace) -> int:
    from explainer.command.site import site

    return site(arguments)


SITE = Command(
    name="site",
    words="-o DIR [MODEL ...]",
    more="[--serve]",
    does="the static site of worked examples",
    parser=_site_parser,
    run=_site,
)

COMMANDS: tuple[Command, ...] = (
    *(EXAMPLES, LAYERS, SCHEMA, COMPLETION),
    *(COMPARE, VERIFY, RECONCILE),
    *(DIAGNOSE, MISTAKES, HANDOUT),
    SITE,
)
