"""`explain mistakes`: the list of mistakes, or entries of the catalogue in full."""

from __future__ import annotations

import argparse

from explainer.command.columns import paragraph
from explainer.command.outputs import formats_named
from explainer.command.printing import print_text
from explainer.command.report import write_report
from explainer.language import sentence, translated
from explainer.library.explain import Report
from explainer.library.mistakes import Catalogue, mistakes

STEM = "mistakes"


def print_mistakes(arguments: argparse.Namespace) -> None:
    """The list on standard output, or what is asked for in full, in every format."""
    found = mistakes(*arguments.names)
    if not formats_named(arguments) and not arguments.names and arguments.output is None:
        print_text(list_text(found))
        return

    def work_out() -> tuple[Report, str]:
        return found, STEM

    write_report(arguments, [], work_out)


def list_text(found: Catalogue) -> str:
    """Every mistake by its name, with the right idea, in parts by what it spoils."""
    lines: list[str] = []
    about = ""
    for entry in found.entries:
        if entry.about != about:
            about = entry.about
            lines += [*([""] if lines else []), f"{sentence(f'catalogue.about_{about}')}:", ""]
        lines += [f"  {entry.name}", paragraph(translated(entry.mistake.why), 6)]
    return "\n".join(lines) + "\n"
