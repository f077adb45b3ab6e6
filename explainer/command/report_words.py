"""What `explain MODEL` takes."""

from __future__ import annotations

import argparse
from typing import Any

from explainer import __version__
from explainer.command.arguments import (
    Parser,
    add_checkpoint,
    add_outputs,
    add_run,
    devices,
    threads,
)

ABOUT = """Works out, step by step, how much memory a convolutional network takes: formula,
numbers, arithmetic, value, and beside them the mistakes people make there.

MODEL is a model file (YAML), - for standard input, or example:NAME."""
EXAMPLES = """examples:
  explain example:vgg16 | less             read the report here, as Markdown
  explain example:vgg16 --pdf              write vgg16.pdf into this folder
  explain model.yaml --html --pdf -o out/  write out/model.html, out/model.pdf
  explain model.yaml --batch 32 --optimizer adam --json
  explain example:vgg16 --layer conv1_1    one layer only
  cat model.yaml | explain - --pdf -o report.pdf"""
CODES = "exit codes: 0 done, 2 the model or the usage is wrong, 1 anything else"


def report_parser(usage: str, commands: str) -> Parser:
    """The parser of a report.

    usage: how the commands are called, a line each; commands: what each of them does.
    """
    parser = Parser(
        usage=f"explain MODEL [--md] [--html] [--pdf] [--json] [-o PATH] [options]\n{usage}",
        description=ABOUT,
        epilog=f"{EXAMPLES}\n\ncommands:\n{commands}\n\n{CODES}",
    )
    parser.add_argument("model", metavar="MODEL", nargs="?", help=argparse.SUPPRESS)
    add_outputs(parser.add_argument_group("what to write (without any of these: Markdown)"))
    _add_options(parser.add_argument_group("options"))
    return parser


def _add_options(group: Any) -> None:
    add = group.add_argument
    add_run(group)
    add("--device", metavar="NAME", help="cpu, or cuda, which is not measured (cpu)")
    add("--fits", metavar="SIZE", help="the largest batch that trains in 8GB, 512MiB, …")
    add(
        "--set",
        metavar="NAME.SETTING=VALUE",
        action="append",
        help="change a value and compare, as in conv1.kernel_size=11 or input=64x64x3",
    )
    add("--verify", action="store_true", help="run it in PyTorch, and put that into the checks")
    sensitivity = "how the memory grows with the batch, the image, the width"
    add("--sensitivity", action="store_true", help=sensitivity)
    add("--devices", metavar="N", type=devices, help="what each of N devices takes")
    add("--threads", metavar="N", type=threads, help="images that convolutions unfold at once (1)")
    add_checkpoint(group)
    add("--detail", metavar="HOW", default="first", help="full, first or brief (first)")
    add("--layer", metavar="NAME", help="report this layer only")
    version = f"explain {__version__}"
    add("--version", action="version", version=version, help="say which explain this is")
