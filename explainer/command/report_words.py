"""What `explain MODEL` takes."""

from __future__ import annotations

import argparse

from explainer import __version__
from explainer.command.arguments import Parser, add_options, add_outputs, outputs_usage
from explainer.library.options import every_option

ABOUT = """Works out, step by step, how much memory a convolutional network takes: formula,
numbers, arithmetic, value, and beside them the mistakes people make there.

MODEL is a model file (YAML), - for standard input, example:NAME, a file of ONNX
or Keras, torchvision:NAME, or package.module:NAME, which runs that code: a
torch.nn.Module, its class, or a function that makes it without arguments."""
EXAMPLES = """examples:
  explain example:vgg16                    read the answer here
  explain example:vgg16 --pdf              write vgg16.pdf into this folder
  explain model.yaml --html --pdf -o out/  write out/model.html, out/model.pdf
  explain model.yaml --batch 32 --optimizer adam --json
  explain torchvision:resnet50 --pdf       write resnet50.pdf
  explain mynets:Net --input 3x32x32       a torch.nn.Module, in mynets.py
  explain example:vgg16 --layer conv1_1    one layer only
  cat model.yaml | explain - --pdf -o report.pdf"""
CODES = "exit codes: 0 done, 2 the model or the usage is wrong, 1 anything else"


def report_parser(usage: str, commands: str) -> Parser:
    """The parser of a report.

    usage: how the commands are called, a line each; commands: what each of them does.
    """
    parser = Parser(
        usage=f"explain MODEL {outputs_usage()} …\n{usage}",
        description=ABOUT,
        epilog=f"{EXAMPLES}\n\ncommands:\n{commands}\n\n{CODES}",
    )
    parser.add_argument("model", metavar="MODEL", nargs="?", help=argparse.SUPPRESS)
    add_outputs(
        parser.add_argument_group(
            "what to write (without any of these: text on a terminal, else Markdown)"
        )
    )
    group = parser.add_argument_group("options")
    add_options(group, every_option())
    group.add_argument(
        "--save", metavar="FILE.yaml", help="write the network as a model file, in blocks"
    )
    version = f"explain {__version__}"
    group.add_argument(
        "--version", action="version", version=version, help="say which explain this is"
    )
    return parser
