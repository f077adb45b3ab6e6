"""The messages whose English source stays with its object: docstrings and sentences of formulas,
of mistakes, of kinds of layers and of their settings, and the help of options, formats and
commands, each keyed by the object.

    python -m explainer.messages > templates/language/en/objects.yaml

A translator finds there what the rest of templates/language/en lacks. A language's own catalogue
has the same keys; English is printed from the objects themselves, so the file is a copy of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from explainer.command.commands import COMMANDS, REPORT
from explainer.command.help_language import USAGE, texts_of
from explainer.layers import LAYERS
from explainer.layers.input import INPUT
from explainer.library.options import every_option
from explainer.maths.formula import Formula, Mistake
from explainer.mistakes.formularies import OVER_NETWORKS
from explainer.render.formats import every_format
from explainer.tools import TOOLS

HEAD = """\
# Made by `python -m explainer.messages`: what formulas, mistakes, kinds of layers, options,
# formats and commands say of themselves. The source of each sentence is its object; a test holds
# both to be the same.
"""


def messages() -> dict[str, dict[str, str]]:
    """Each part with its messages by key; a sentence that several objects share stands once."""
    found: dict[str, dict[str, str]] = {}
    known: set[str] = set()
    for part, key, text in _every_message():
        if text and text not in known:
            known.add(text)
            group = found.setdefault(part, {})
            group[_free(key, group)] = text
    return found


def written() -> str:
    """The messages as the catalogue's file."""
    return HEAD + yaml.safe_dump(messages(), allow_unicode=True, width=110, sort_keys=False)


def _every_message() -> Iterator[tuple[str, str, str]]:
    yield from _messages_of_the_command()
    for kind, layer in {INPUT.kind: INPUT, **LAYERS}.items():
        yield "kind", kind, layer.about
        for setting in layer.settings:
            yield "setting", f"{kind}.{setting.name}", setting.about
    for tool in TOOLS:
        yield "tool", tool.name, tool.title
    others = dict(sorted(OVER_NETWORKS.items()))  # a new one moves no other sentence
    for owner, formulary in {INPUT.kind: INPUT, **LAYERS, **others}.items():
        for each in (formulary, formulary.seldom):
            for case in (*each.formulas, *each.mistakes):
                yield _part(case.formula), f"{owner}.{case.formula.name}", case.formula.why


def _messages_of_the_command() -> Iterator[tuple[str, str, str]]:
    for option in every_option():
        yield "option", f"{option.name}.help", option.help
    for each in every_format():
        yield "format", f"{each.name}.help", each.help
        yield "format", f"{each.name}.doing", each.doing
    yield "command", "usage", USAGE
    for command in (REPORT, *COMMANDS):
        name = command.name or "report"
        yield "command", f"{name}.does", command.does
        for place, text in texts_of(command.parser()):
            yield "command", f"{name}.{place}", text


def _part(formula: Formula) -> str:
    return "idea" if isinstance(formula, Mistake) else "formula"


def _free(key: str, group: dict[str, str]) -> str:
    """The key, with a number where another sentence of the same object has it."""
    number, free = 1, key
    while free in group:
        number += 1
        free = f"{key}.{number}"
    return free


if __name__ == "__main__":
    print(written(), end="")
