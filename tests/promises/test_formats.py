"""An output format is one object: another one, put into the tuple, is known everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.cli import main
from explainer.command import report
from explainer.command.commands import command_of
from explainer.command.outputs import Wanted
from explainer.errors import UsageError
from explainer.page.nodes import Page
from explainer.render import formats
from explainer.render.formats import Format, Surface

pytestmark = pytest.mark.quick

LENET = "example:lenet5"


def _title(page: Page, surface: Surface) -> bytes:
    return f"{page.title} on {surface.paper}.\n".encode()


NOTE = Format(
    name="note",
    title="note",
    help="the title",
    doing="writing the title",
    of_page=_title,
    ends=b".\n",
    on_sheets=True,
)
SEALED = Format("seal", "seal", "sealed", "sealing", _title, b".\n", binary=True)


@pytest.fixture(autouse=True)
def note(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two more formats, and an empty folder to write into."""
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, NOTE, SEALED))
    monkeypatch.chdir(tmp_path)


def written(folder: Path) -> set[str]:
    """The names of the files there."""
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


def test_the_help_names_it() -> None:
    assert "--note" in command_of([])[0].parser().format_help()
    assert "sheets and keys as note" in command_of(["handout"])[0].parser().format_help()
    assert "--seal" not in command_of(["handout"])[0].parser().format_help()


def test_its_option_writes_a_file_beside_others(tmp_path: Path) -> None:
    assert main([LENET, "--note", "--md", "--paper", "letter"]) == 0
    assert (tmp_path / "lenet5.note").read_text() == "LeNet-5 on letter.\n"
    assert (tmp_path / "lenet5.md").read_text().startswith("# ")


@pytest.mark.parametrize("words", [("compare", LENET, LENET), ("reconcile", LENET), ("mistakes",)])
def test_an_ending_asks_for_it(words: tuple[str, ...], tmp_path: Path) -> None:
    assert main([*words, "-o", "it.note"]) == 0
    assert (tmp_path / "it.note").read_text().endswith(" on A4.\n")


def test_standard_output_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[bytes] = []
    monkeypatch.setattr(report, "print_bytes", printed.append)
    assert main([LENET, "--note", "-o", "-"]) == 0
    assert printed == [b"LeNet-5 on A4.\n"]


def test_a_class_and_its_sheets_are_written_in_it(tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_text("student,quantity,value\nAda,c1.weights,150\n")
    assert main(["diagnose", LENET, "--answers", str(answers), "--note", "-o", "out/"]) == 0
    assert written(tmp_path / "out") == {"lenet5-answers.csv", "lenet5-answers.note"}
    words = ["--questions", "1", "--jobs", "1", "--note", "-o", "sheets"]
    assert main(["handout", LENET, *words]) == 0
    assert written(tmp_path / "sheets") == {
        "lenet5-01.note",
        "lenet5-01-key.note",
        "lenet5-class.csv",
    }
    assert "lenet5-01.note" in (tmp_path / "sheets" / "lenet5-class.csv").read_text()


def test_what_would_garble_a_terminal_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        Wanted((SEALED,), "-", terminal=True).check()
    assert str(refused.value) == (
        "A seal would only garble the terminal. Send it elsewhere, as in "
        "`explain MODEL --seal -o - > report.seal`."
    )
    Wanted((NOTE,), "-", terminal=True).check()
