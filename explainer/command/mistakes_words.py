"""What `explain mistakes` takes."""

from __future__ import annotations

import argparse

from explainer.command.arguments import Parser


def mistakes_parser() -> Parser:
    """The parser of `explain mistakes`."""
    parser = Parser(
        usage="explain mistakes [NAME ...]",
        description="Lists the mistakes that explain knows, each with a small worked example.",
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help=argparse.SUPPRESS)
    return parser
