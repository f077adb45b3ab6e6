"""What `explain mistakes` takes."""

from __future__ import annotations

import argparse

from explainer.command.arguments import Parser, add_outputs, outputs_usage


def mistakes_parser() -> Parser:
    """The parser of `explain mistakes`."""
    parser = Parser(
        usage=f"explain mistakes [NAME ...] {outputs_usage()}",
        description="""Lists the mistakes that explain knows. With names, or as a page, each comes
with its wrong formula, the right idea, why people make it, an example with
numbers, where it hides, and who published a figure that it explains.""",
        epilog="""examples:
  explain mistakes                          all names, with one sentence each
  explain mistakes input_depth_forgotten    one of them in full
  explain mistakes --html -o mistakes.html  the whole catalogue""",
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help=argparse.SUPPRESS)
    add_outputs(parser.add_argument_group("what to write (without any of these: the list)"))
    return parser
