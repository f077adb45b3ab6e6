"""CSV that no spreadsheet runs: one guard for every file, and every cell comes back as it was."""

from __future__ import annotations

import ast
import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.exercises.exports import export
from explainer.exercises.handouts.class_list import read_class
from explainer.files.spreadsheet import csv_text, guarded, unguarded
from explainer.mistakes.answers.class_file import read_answers
from tests.command_line import ROOT, explain
from tests.promises.test_exports import asked, exercises

# What Excel, LibreOffice and Google's sheets calculate, or hand to another program.
RUN = [
    "=27",
    "=1+1",
    "+1+1",
    "-1-1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "+49 170 1234567",
    "--5",
    "-",
    "\t=27",
    "\r=27",
    "\n=27",
    " =27",
    "＝27",  # noqa: RUF001
    "＋1＋1",  # noqa: RUF001
    "－1－1",  # noqa: RUF001
    "＠SUM(1)",  # noqa: RUF001
    '=HYPERLINK("http://example.invalid","x")',
]
NUMBERS = ["27", "-5", "+5", "-0.25", "-.5", "-1,234.5", "1e9", "-1e-9", "12376.888889", "0"]
WORDS = ["", "Ann", "O'Neil", "'Ann", "1=1", "a-b", "x@y.invalid", "yes", "'", "''"]


@pytest.mark.parametrize("text", RUN)
def test_what_would_run_is_text(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", NUMBERS + WORDS)
def test_numbers_and_words_stay_as_they_are(text):
    assert guarded(text) == text


@pytest.mark.parametrize("text", [*RUN, *NUMBERS, *WORDS, "'=27", "''=27", "'-5", "' =27"])
def test_it_comes_back(text):
    assert unguarded(guarded(text)) == text


@given(st.text(alphabet="'=+-@ \t\r\n1,.eEa＝", min_size=1, max_size=8))  # noqa: RUF001
def test_whatever_is_written_comes_back_and_does_not_run(text):
    written = csv_text(["head", "x"], [[text, "x"]])
    (_, (cell, _)) = csv.reader(io.StringIO(written, newline=""), strict=True)
    assert unguarded(cell) == text
    assert not cell.lstrip().startswith(("=", "@", "＝", "--", "+-", "-a"))  # noqa: RUF001


def cells_of(content: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(content, newline="")) for cell in row]


def safe(cell: str) -> bool:
    return guarded(unguarded(cell)) == cell


@pytest.mark.parametrize("text", RUN)
def test_the_exercises(text):
    whole = json.loads(json.dumps(exercises()))
    whole["variants"][0]["code"] = text
    for question in asked(whole):
        question["text"] = question["quantity"] = question["unit"] = text
        for mistake in question["mistakes"]:
            mistake["feedback"] = mistake["name"] = text
    cells = cells_of(export("csv", whole).content.decode())
    assert all(map(safe, cells))
    assert f"'{text}" in cells
    assert text not in cells


def test_the_answers_of_a_class(tmp_path):
    """What went out is an answer file again, with the same students and answers."""
    given = [[text, "conv1.weights", text] for text in (*RUN, "-5", "864")]
    file = tmp_path / "answers.csv"
    file.write_bytes(csv_text(["student", "quantity", "value"], given).encode())
    done = explain("diagnose", "example:small-cnn-50", "--answers", str(file))
    assert done.code == 0
    cells = cells_of(done.text)
    assert all(map(safe, cells))
    assert "-5" in cells
    again = read_answers(done.text.encode(), "again.csv")
    assert [(one.student, one.value) for one in again] == [
        (text.strip(), text.strip()) for text, *_ in given
    ]


def test_a_class_list_comes_back(tmp_path):
    names = [text.strip() for text in (*RUN, "Ann", "'=Bob")]
    file = tmp_path / "class.csv"
    file.write_bytes(csv_text(["student"], [[name] for name in names]).encode())
    assert read_class(str(file)) == tuple(names)
    words = ("--class-list", str(file), "--export", "csv", "--questions", "1")
    assert explain("handout", "example:lenet5", *words, "-o", str(tmp_path / "out")).code == 0
    written = tmp_path / "out" / "lenet5-class.csv"
    assert all(map(safe, cells_of(written.read_text())))
    assert read_class(str(written)) == tuple(names)


def test_no_other_file_writes_csv():
    """The guard is in one place, and nothing goes around it."""
    writers = [
        path.name
        for path in ROOT.glob("explainer/**/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("writer", "DictWriter")
    ]
    assert writers == ["spreadsheet.py"]
