"""`explain diagnose`: one number, several from one source, or a file of answers."""

from __future__ import annotations

import argparse

from explainer.command.arguments import model_of, options_of
from explainer.command.outputs import stem_of
from explainer.command.report import write_report
from explainer.errors import UsageError, named, seen
from explainer.language import sentence
from explainer.library.answers import knobs_of
from explainer.library.diagnose import diagnose_all
from explainer.library.explain import Report
from explainer.mistakes.answers import Answer
from explainer.mistakes.answers.reading import is_unit

EXAMPLE = "`explain diagnose example:vgg16 conv1_1.weights 576`"


def diagnose(arguments: argparse.Namespace) -> None:
    """The diagnosis of what stands on the line, or in the file of answers."""
    if arguments.model is None:
        raise UsageError(sentence("which.model_first", command=EXAMPLE))
    options = knobs_of(options_of(arguments))
    given = dict(map(_given, arguments.given or ()))
    if arguments.answers is not None:
        from explainer.command.diagnose_answers import diagnose_file

        diagnose_file(arguments, given, options)
        return
    answers = answers_in(arguments.figures)

    def work_out() -> tuple[Report, str]:
        found = diagnose_all(model_of(arguments), answers, given=given, **options)
        name = found.found[0].case.graph.name
        return found, f"{stem_of(arguments.model, name)}-diagnosis"

    write_report(arguments, [arguments.model], work_out)


def answers_in(words: list[str]) -> list[Answer]:
    """The figures on the line: quantity, value, and a unit where the next word is one."""
    if not words:
        raise UsageError(sentence("which.number", command=EXAMPLE))
    found: list[Answer] = []
    rest = list(words)
    while rest:
        quantity = rest.pop(0)
        if not rest:
            raise UsageError(sentence("which.no_value", quantity=seen(quantity), command=EXAMPLE))
        value = rest.pop(0)
        lone = not rest or (len(rest) == 1) or is_unit(rest[0])
        unit = rest.pop(0) if rest and lone else ""
        found.append(Answer(quantity, value, unit))
    return found


def _given(text: str) -> tuple[str, str]:
    quantity, equals, sizes = text.partition("=")
    if not equals:
        raise UsageError(
            sentence("given.no_value", written="--given pool2.output=13x13x64", given=named(text))
        )
    return quantity.strip(), sizes.strip()
