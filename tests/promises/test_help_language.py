"""Help and what the command prints, in a language in which every letter is another."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

import explainer
from explainer.command.commands import COMMANDS, REPORT
from explainer.command.help_language import texts_of
from explainer.command.kinds import kinds_text
from explainer.command.progress import Progress
from explainer.language import speaking
from explainer.language.catalogue import OBJECTS, catalogue, read_catalogue
from explainer.maths.tree import Number, Symbol
from explainer.render.maths import speech
from explainer.resources import resource

PACKAGE = Path(explainer.__file__).parent
KEPT = re.compile(r"(\{\w+\}|`[^`]+`)")
TYPED = re.compile(r"^ +((?:explain|cat|#|--|bash|zsh|fish) ?\S*(?: \S+)*)", re.MULTILINE)
PRINTS = {"print_note", "print_text", "stage"}


@pytest.fixture
def cyrillic(monkeypatch):
    """A language whose catalogue is the English one, all letters replaced."""
    english = catalogue("en")
    objects = (resource("templates") / "language" / "en" / OBJECTS).read_text("utf-8")
    whole = {**english.texts, **read_catalogue(objects).texts}
    other = replace(english, texts={key: _other(text) for key, text in whole.items()})
    monkeypatch.setattr("explainer.language.say.catalogue", lambda _: other)
    with speaking("ru"):
        yield


def _other(text: str) -> str:
    pieces = KEPT.split(text)
    return "".join(p if i % 2 else re.sub("[A-Za-z]", "ж", p) for i, p in enumerate(pieces))


def _left(parser, text: str) -> set[str]:
    """The English words of a help that are neither typed nor names of options and values."""
    options = (word for action in parser._actions for word in action.option_strings)
    names = " ".join((parser.usage, *options, *(str(a.metavar) for a in parser._actions)))
    typed = " ".join(
        (*TYPED.findall(text), *re.findall("`[^`]+`", text), "small-cnn given pool eval source")
    )
    return set(re.findall("[a-z]{2,}", text)) - set(re.findall("[a-z]{2,}", f"{names} {typed}"))


@pytest.mark.parametrize("command", [REPORT, *COMMANDS], ids=lambda each: each.name)
def test_help_has_no_english_word(cyrillic, command):
    parser = command.parser()
    assert not _left(parser, parser.format_help())


@pytest.mark.parametrize("command", [REPORT, *COMMANDS], ids=lambda each: each.name)
def test_an_english_word_would_be_found(command):
    parser = command.parser()
    assert _left(parser, parser.format_help())
    assert all(text.strip() for _, text in texts_of(parser))


def test_what_layers_prints_has_no_english_word(cyrillic):
    said = set(re.findall(r"\b[a-z_]{2,}\b", kinds_text(["add"])))
    assert said == {"add"}


def test_a_stage_is_said_in_the_language_of_the_work(cyrillic, monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    from explainer.language import sentence

    with Progress() as progress:
        progress.stage(lambda: sentence("command.working_out"))
        progress._timer.join(5)
    assert "жжжжжжж жж жжж" in capsys.readouterr().err


def test_a_formula_is_read_out_in_the_language(cyrillic):
    assert speech.equation((Symbol("x"), Number(3))) == "x жжжжжж 3"


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.joinpath("command").glob("*.py")), ids=lambda path: path.name
)
def test_nothing_is_printed_that_no_catalogue_holds(path):
    """Neither as a text nor as one that is put together; errors are no part of this."""
    assert not _literals(path.read_text(encoding="utf-8"))


def _literals(source: str) -> list[str]:
    found = []
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name in PRINTS:
            told = (part for word in call.args for part in _texts(word))
            found += [text for text in told if re.search("[A-Za-z]{2,}", text)]
    return found


def _texts(node: ast.expr) -> list[str]:
    """The texts of an argument; those of a call within it are a key, or its own affair."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.Call):
        return []
    parts = (part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))
    return [text for part in parts for text in _texts(part)]


def test_a_literal_would_be_found():
    assert _literals("print_note(f'Wrote {path}')") == ["Wrote "]
    assert _literals("progress.stage('drawing' if a else b)") == ["drawing"]
    assert not _literals("print_note(sentence('command.wrote', path=path))")
