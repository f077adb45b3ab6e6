"""A command is one object: another one, put into the tuple, is known everywhere."""

from __future__ import annotations

import argparse

import pytest

from explainer.cli import main
from explainer.command import commands
from explainer.command.arguments import Parser
from explainer.command.commands import Command, command_names
from explainer.command.completion import models
from tests.promises.references import FOLDER, commands_table, rows_in

SEVEN = 7


def _parser() -> Parser:
    parser = Parser(usage="explain greet NAME")
    parser.add_argument("name")
    return parser


def _run(arguments: argparse.Namespace) -> int:
    print(f"Hello, {arguments.name}!")
    return SEVEN


GREET = Command("greet", "NAME", "[loudly]", "says hello", _parser, _run)


@pytest.fixture
def greet(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more command."""
    monkeypatch.setattr(commands, "COMMANDS", (*commands.COMMANDS, GREET))


def test_it_runs_and_gives_the_exit_code(greet: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["greet", "Ada"]) == SEVEN
    assert capsys.readouterr().out == "Hello, Ada!\n"


def test_the_help_has_its_usage_and_what_it_does(
    greet: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert "       explain greet NAME [loudly]\n" in told
    assert "  explain greet NAME            says hello\n" in told
    assert "| `explain greet NAME` | says hello |" in commands_table()


def test_a_slip_of_the_pen_and_the_tab_key_find_it(
    greet: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["gret"]) == 2
    assert "Did you mean `explain greet`?" in capsys.readouterr().err
    assert "greet" in models("gr")


@pytest.mark.parametrize("name", command_names())
def test_every_command_has_a_help_of_its_own_and_stands_in_the_reference(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([name, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: explain {name}")
    assert any(row.startswith(f"| `explain {name}") for row in rows_in("commands", "commands"))
    told = (FOLDER / "commands.md").read_text(encoding="utf-8")
    headings = " ".join(line for line in told.splitlines() if line.startswith("## "))
    assert name in headings
