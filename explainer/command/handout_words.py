"""What `explain handout` takes."""

from __future__ import annotations

import argparse
import os

from explainer.command.arguments import Parser, add_options, paper
from explainer.errors import UsageError, named, seen
from explainer.language import sentence
from explainer.network.whole_numbers import whole_from
from explainer.options.knobs import PLAN
from explainer.render.formats import formats_of_sheets

EXPORTS = ("moodle", "gift", "qti", "ipynb", "csv", "json")
LARGEST = 100_000


def handout_parser() -> Parser:
    """The parser of `explain handout`."""
    parser = Parser(
        usage="explain handout MODEL [--questions N] [--variants N] [--seed N] [options]",
        description="""Draws exercises from a network by a seed: for each variant, which has other
numbers, a sheet for the student and a key for the teacher.""",
        epilog="""examples:
  explain handout example:lenet5 --variants 30 --seed 7 --pdf -o out/
  explain handout example:vgg16 --class-list class.csv -o out/
  explain handout example:lenet5 --variants 5 --export moodle --export ipynb""",
    )
    add = parser.add_argument
    add("model", metavar="MODEL", nargs="?", help=argparse.SUPPRESS)
    group = parser.add_argument_group("what to draw")
    group.add_argument(
        "--questions", metavar="N", type=_questions, default=6, help="of each sheet (6)"
    )
    group.add_argument("--variants", metavar="N", type=_variants, help="how many (1)")
    group.add_argument("--seed", metavar="N", type=_seed, default=1, help="which ones (1)")
    group.add_argument("--class-list", metavar="FILE", help="a CSV of students, a variant for each")
    add_options(group, PLAN)
    _add_files(parser)
    return parser


def _add_files(parser: Parser) -> None:
    group = parser.add_argument_group("what to write (without a format or an export: PDF)")
    for each in formats_of_sheets():
        title = f"sheets and keys as {each.title}"
        group.add_argument(each.option, action="store_true", help=title)
    platforms = "moodle, gift, qti, ipynb, csv or json; repeatable"
    group.add_argument("--export", metavar="FORMAT", type=_export, action="append", help=platforms)
    group.add_argument("-o", "--output", metavar="FOLDER", default=".", help="where to (here)")
    group.add_argument("--paper", metavar="A4|letter", type=paper, default="A4", help="of the PDF")
    group.add_argument("--jobs", metavar="N", type=_jobs, default=-1, help="at once (all cores)")
    backend = "joblib's: loky, threading, dask, … (loky)"
    group.add_argument("--backend", metavar="NAME", default="loky", help=backend)


def _questions(text: str) -> int:
    return _whole(text, "handout.whole_questions", 1)


def _variants(text: str) -> int:
    return _whole(text, "handout.whole_variants", 1)


def _seed(text: str) -> int:
    return _whole(text, "handout.whole_seed", 0, 10**18)


def _jobs(text: str) -> int:
    return _whole(text, "handout.whole_jobs", 1, 64 * (os.cpu_count() or 1))


def _whole(text: str, refusal: str, least: int, most: int = LARGEST) -> int:
    number = whole_from(text, least, most)
    if number is None:
        raise UsageError(
            sentence(
                refusal,
                least=str(least),
                most=most,
                given=seen(text) if text else sentence("value.nothing"),
            )
        )
    return number


def _export(text: str) -> str:
    if text not in EXPORTS:
        raise UsageError(
            sentence("export.unknown", name=named(text)),
            sentence("hint.known_are", names=", ".join(EXPORTS)),
        )
    return text
