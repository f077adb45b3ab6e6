"""What `explain compare` takes."""

from __future__ import annotations

import argparse

from explainer.command.arguments import Parser, add_options, add_outputs
from explainer.options.knobs import RUN


def compare_parser() -> Parser:
    """The parser of `explain compare`."""
    parser = Parser(
        usage="explain compare MODEL MODEL [-o PATH] [options]",
        description="Puts two networks side by side: sums, memory, and the layers by name.",
        epilog="example:\n  explain compare example:vgg16 example:resnet18 --batch 32 --html",
    )
    for model in ("model", "second"):
        parser.add_argument(model, metavar="MODEL", nargs="?", help=argparse.SUPPRESS)
    add_outputs(
        parser.add_argument_group(
            "what to write (without any of these: text on a terminal, else Markdown)"
        )
    )
    add_options(parser.add_argument_group("options"), RUN)
    return parser
