"""What `explain reconcile` takes."""

from __future__ import annotations

import argparse

from explainer.command.arguments import Parser, add_options, add_outputs, outputs_usage
from explainer.options.knobs import PLAN


def reconcile_parser() -> Parser:
    """The parser of `explain reconcile`."""
    parser = Parser(
        usage=f"explain reconcile MODEL {outputs_usage()} [options]",
        description="""What other tools print for this network, and why: CS231n's table,
torchsummary, torchinfo, Keras, fvcore, Caffe, 4 × weights, autograd, nvidia-smi.
Each is worked out by a formula of its own, and put beside our figures.""",
        epilog="example:\n  explain reconcile example:vgg16 --html -o vgg16-tools.html",
    )
    parser.add_argument("model", metavar="MODEL", nargs="?", help=argparse.SUPPRESS)
    add_outputs(
        parser.add_argument_group(
            "what to write (without any of these: text on a terminal, else Markdown)"
        )
    )
    options = parser.add_argument_group("options")
    add_options(options, PLAN)
    return parser
