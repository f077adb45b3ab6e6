"""The words of `explain site`."""

from __future__ import annotations

from explainer.command.arguments import Parser

USAGE = """explain site -o DIR [MODEL ...] [--no-pdf] [--jobs N]
       explain site --serve [--port N] [-o DIR] [MODEL ...]"""
ABOUT = """Builds the static site of worked examples: every network with pages whose
numbers a reader can change, lessons, the catalogue of mistakes, and a check for
numbers. Without a MODEL it has all examples. What has not changed since the last
build is kept. The pages need no server: they can be opened as files."""
EPILOG = """examples:
  explain site -o public/
  explain site -o public/ my.yaml example:vgg16
  explain site --serve my.yaml --no-pdf"""


def site_parser() -> Parser:
    """The parser of this command."""
    parser = Parser(usage=USAGE, description=ABOUT, epilog=EPILOG)
    add = parser.add_argument
    add("models", metavar="MODEL", nargs="*", help="model files, or example:NAME (all examples)")
    add(
        "-o",
        "--output",
        metavar="DIR",
        help="the folder to build into; with --serve it may be left out",
    )
    add("--no-pdf", action="store_true", help="leave the PDFs of the reports out")
    add("--jobs", metavar="N", type=int, default=-1, help="how many at once (all cores)")
    add("--serve", action="store_true", help="serve it on localhost, and build again on change")
    add("--port", metavar="N", type=int, help="the port to serve on (8000)")
    return parser
