"""What the commands take that print a list or a text: examples, layers, schema, completion."""

from __future__ import annotations

from explainer.command.arguments import Parser
from explainer.errors import UsageError, named
from explainer.language import sentence

SHELLS = ("bash", "zsh", "fish")


def examples_parser() -> Parser:
    """The parser of `explain examples`."""
    return Parser(
        usage="explain examples",
        description="Lists the networks that come with explain, as in `explain example:vgg16`.",
    )


def schema_parser() -> Parser:
    """The parser of `explain schema`."""
    return Parser(
        usage="explain schema",
        description="Prints a JSON Schema (draft 2020-12) of the model file, for editors.",
        epilog="""example:
  explain schema > model.schema.json
  and, as the first line of a model file, for editors with a YAML language server:
  # yaml-language-server: $schema=model.schema.json""",
    )


def layers_parser() -> Parser:
    """The parser of `explain layers`."""
    parser = Parser(
        usage="explain layers [KIND ...]",
        description="Lists the kinds of layers with their settings, or the kinds named only.",
        epilog="example:\n  explain layers conv2d max_pool2d",
    )
    parser.add_argument("kinds", metavar="KIND", nargs="*", help="such as conv2d")
    return parser


def completion_parser() -> Parser:
    """The parser of `explain completion`."""
    parser = Parser(
        usage="explain completion SHELL",
        description="Prints what makes the Tab key complete explain's options and examples.",
        epilog="""put into the file that your shell reads at its start:
  bash   eval "$(explain completion bash)"        in ~/.bashrc
  zsh    eval "$(explain completion zsh)"         in ~/.zshrc, after compinit
  fish   explain completion fish | source         in ~/.config/fish/config.fish""",
    )
    parser.add_argument("shell", metavar="SHELL", type=shell, help="bash, zsh or fish")
    return parser


def shell(text: str) -> str:
    """One of SHELLS."""
    if text not in SHELLS:
        raise UsageError(
            sentence("completion.unknown", name=named(text)),
            sentence("hint.known_are", names=", ".join(SHELLS)),
        )
    return text
