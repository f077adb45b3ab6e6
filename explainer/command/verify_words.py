"""What `explain verify` takes."""

from __future__ import annotations

import argparse

from explainer.command.arguments import Parser, add_options
from explainer.options.knobs import RUN
from explainer.questions.checkpointing.question import CHECKPOINT


def verify_parser() -> Parser:
    """The parser of `explain verify`."""
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
    add_options(group, (*RUN, CHECKPOINT))
    return parser
