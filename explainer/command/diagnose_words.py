"""What `explain diagnose` takes."""

from __future__ import annotations

import argparse

from explainer.command.arguments import Parser, add_options, add_outputs
from explainer.options.knobs import PLAN


def diagnose_parser() -> Parser:
    """The parser of `explain diagnose`."""
    parser = Parser(
        usage="""explain diagnose MODEL QUANTITY VALUE [UNIT] … [options]
       explain diagnose MODEL --answers FILE.csv [-o PATH] [options]""",
        description="""Says which slip gives a number, or that none that is known does. A quantity
is one of a layer (conv1.weights, pool2.output, conv1.H_out), of the network
(totals.activations), or a part of memory (training.total). Several figures
of one source may be given; what explains them all comes first.""",
        epilog="""examples:
  explain diagnose example:vgg16 conv1_1.weights 576
  explain diagnose example:vgg16 totals.activations "61.0 MiB"
  explain diagnose example:small-cnn-50 fc.weights 5408000 \\
      --given pool2.output=13x13x64
  explain diagnose example:lenet5 --answers answers.csv --html -o out/""",
    )
    parser.add_argument("model", metavar="MODEL", nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("figures", metavar="WORD", nargs="*", help=argparse.SUPPRESS)
    add_outputs(
        parser.add_argument_group(
            "what to write (without any of these: text on a terminal, else Markdown)"
        )
    )
    group = parser.add_argument_group("options")
    group.add_argument(
        "--given",
        metavar="LAYER.output=SIZES",
        action="append",
        help="an output that the number goes on from, right or wrong",
    )
    group.add_argument("--answers", metavar="FILE", help="a CSV of answers: student,quantity,value")
    add_options(group, PLAN)
    return parser
