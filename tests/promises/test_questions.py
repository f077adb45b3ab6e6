"""An option is one object: its help, keyword, row to look up, part of the page and JSON key."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest

import explainer
from explainer.cli import main
from explainer.command.commands import command_of
from explainer.command.completion import with_completers
from explainer.errors import UsageError
from explainer.library import options as questions
from explainer.library.answers import Options, keywords_text
from explainer.library.options import every_option
from explainer.network.case import Case
from explainer.network.plan import Knobs, Plan
from explainer.network.whole_numbers import counted
from explainer.options.input import INPUT
from explainer.options.language import LANGUAGE
from explainer.options.option import Option, Question
from explainer.page.nodes import Block, Paragraph, Words
from explainer.page.steps import Seen
from explainer.results.results import Results
from tests.promises.references import options_table, rows_in

pytestmark = pytest.mark.quick

LENET = "example:lenet5"


def test_types_and_objects_are_the_same_options() -> None:
    assert {each.name for each in every_option()} == set(Options.__annotations__)
    others = {each.name for each in every_option() if not isinstance(each, Question)}
    # The language changes no number; sizes of inputs belong to the network that they are given to.
    knobs = others - {LANGUAGE.name, INPUT.name}
    assert knobs == set(Knobs.__annotations__) == {field.name for field in fields(Plan)}


@pytest.mark.parametrize("option", every_option(), ids=lambda each: each.name)
def test_every_option_is_in_the_docstring_and_in_the_help(option: Option) -> None:
    documented = " ".join((explainer.explain.__doc__ or "").split())
    assert f" {option.name}: {option.keyword} " in documented
    told = " ".join(command_of([])[0].parser().format_help().split())
    assert " ".join(f"--{option.name} {option.value} {option.help}".split()) in told


# ---- one more ---------------------------------------------------------------------------


def _check(case: Case, times: int) -> None:
    if times > len(case.graph.nodes):
        raise UsageError(f"{case.graph.name} has no {times} layers to repeat.")


def _answer(work: Results, times: int) -> list[str]:
    return [work.graph.name] * times


def _part(_: Results, echoes: list[str], __: Seen) -> list[Block]:
    return [Paragraph((Words(" ".join(echoes)),))]


def _figures(echoes: list[str]) -> Any:
    return echoes


ECHO: Question[int, list[str]] = Question(
    name="echo",
    value="N",
    help="the name, so many times",
    keyword="how many times the name is said.",
    row="the name, N times",
    without="never",
    offers=lambda model: (f"of {model}",),
    read=lambda given: counted("The number of echoes", given),
    check=_check,
    answer=_answer,
    part=_part,
    key="echoes",
    figures=_figures,
)


@pytest.fixture
def echo(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """One more question; what a caller gives to ask it."""
    monkeypatch.setattr(questions, "OPTIONS", (*questions.OPTIONS, ECHO))
    return {"echo": 3}


def test_it_is_no_keyword_without_its_object() -> None:
    given: dict[str, Any] = {"echo": 3}
    with pytest.raises(TypeError, match="unexpected keyword argument 'echo'"):
        explainer.explain(LENET, **given)


def test_page_and_json_answer_it_where_it_is_asked(echo: dict[str, Any]) -> None:
    document = explainer.explain(LENET, **echo)
    assert "LeNet-5 LeNet-5 LeNet-5" in document.markdown()
    assert json.loads(document.json())["echoes"] == ["LeNet-5"] * 3
    assert "echoes" not in json.loads(explainer.explain(LENET).json())


@pytest.mark.parametrize("given", [0, "x", None, 50])
def test_what_it_can_not_be_asked_with_is_refused(echo: dict[str, Any], given: Any) -> None:
    echo["echo"] = given
    if given is None:
        assert explainer.explain(LENET, **echo).asked.found == {}
        return
    with pytest.raises(UsageError):
        explainer.explain(LENET, **echo)


def test_the_command_takes_it(echo: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([LENET, "--echo", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["echoes"] == ["LeNet-5"] * 2
    assert main([LENET, "--echo", "two"]) == 2
    assert "The number of echoes has to be a whole number" in capsys.readouterr().err
    assert main([LENET, "--eco", "2"]) == 2
    assert "Did you mean --echo?" in capsys.readouterr().err


def test_help_docstring_reference_and_the_tab_key_know_it(echo: dict[str, Any]) -> None:
    parser = with_completers(command_of([])[0].parser())
    assert "--echo N" in parser.format_help()
    assert "    echo: how many times the name is said." in keywords_text()
    row = "| `--echo N` | the name, N times | never |"
    assert row in options_table("report").splitlines()
    assert row not in rows_in("commands", "options of report")
    action: Any = next(each for each in parser._actions if each.dest == "echo")
    line = parser.read([LENET])
    assert list(action.completer(prefix="", parsed_args=line)) == [f"of {LENET}"]
