"""What `explain handout` takes."""

from __future__ import annotations

import argparse

from explainer.command.arguments import Parser


def handout_parser() -> Parser:
    """The parser of `explain handout`."""
    parser = Parser(
        usage="explain handout MODEL [--questions N] [--variants N] [--seed N] [options]",
        description="Draws exercises from a network: sheets, keys, learning platforms' files.",
    )
    parser.add_argument("model", metavar="MODEL", nargs="?", help=argparse.SUPPRESS)
    return parser
