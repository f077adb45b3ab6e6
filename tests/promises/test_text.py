"""Plain text: no line wider than the terminal, no number cut, and a person gets it unasked."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

import explainer
from explainer.page import nodes as n
from explainer.render.to_text import to_text
from tests.command_line import explain
from tests.promises.pages import page
from tests.promises.test_same_numbers import numbers_of, read_back, shown
from tests.terminal import on_a_terminal

pytestmark = pytest.mark.quick

LENET = "example:lenet5"
WIDTHS = (40, 60, 80, 132)


def widest(text: str) -> int:
    """The cells that its widest line takes."""
    return max(map(cell_len, text.splitlines()))


@pytest.mark.parametrize("columns", WIDTHS)
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    assert widest(to_text(page(), columns)) <= columns
    assert widest(explainer.explain("example:googlenet").text(columns)) <= columns


@pytest.mark.parametrize("columns", WIDTHS)
def test_every_number_of_a_table_stands_whole(columns: int) -> None:
    document = explainer.explain(LENET, detail="full")
    tables = [block for block in document.page.blocks if isinstance(block, n.Table)]
    cells = [
        shown(part.value)
        for table in tables
        for row in (*table.rows, *table.footer)
        for cell in row.cells
        if not isinstance(cell, n.Bar)
        for part in cell
        if isinstance(part, n.Num)
    ]
    found = set(read_back(document.text(columns)))
    assert len(cells) > 30
    assert not [number for number in cells if number not in found]


def test_with_room_for_every_column_all_numbers_are_there() -> None:
    document = explainer.explain(LENET, detail="worked")
    found = set(read_back(document.text(110)))
    assert not [number for number in numbers_of(document.page) if number not in found]


def test_a_tables_numbers_end_under_each_other() -> None:
    made = n.Table(
        (n.Words("Two rows"),),
        (n.Column((n.Words("name"),)), n.Column((n.Words("count"),), "number")),
        (n.Row(((n.Words("a"),), (n.Num(7),))), n.Row(((n.Words("bc"),), (n.Num(1234),)))),
        (n.Row(((n.Words("sum"),), (n.Num(1241),))),),
    )
    assert to_text(n.Page("", (made,)), 40) == (
        "Two rows.\nname  count\na         7\nbc    1,234\n      ─────\nsum   1,241\n"
    )


def test_columns_without_room_are_named() -> None:
    document = explainer.explain("example:vgg16")
    told = "Left out for want of room: output, biases, bytes of the values."
    assert told in document.text(80)
    assert "want of room" not in document.text(150)


def test_a_terminal_gets_text_and_a_pipe_markdown() -> None:
    read = on_a_terminal(LENET, NO_COLOR="1")
    assert "$" not in read
    assert "═══" in read
    assert explain(LENET).text.startswith("# LeNet-5")
    assert on_a_terminal(LENET, "--md", "-o", "-").startswith("# LeNet-5")


@pytest.mark.parametrize("columns", [50, 100])
def test_the_terminal_says_how_wide(columns: int) -> None:
    written = on_a_terminal(LENET, columns=columns, NO_COLOR="1")
    assert widest(written) <= columns
    assert (widest(written) > 50) == (columns > 50)


@pytest.mark.parametrize(
    "words",
    [
        ("diagnose", LENET, "c3.weights", "400"),
        ("compare", LENET, "example:alexnet"),
        ("reconcile", LENET),
        ("mistakes", "input_depth_forgotten"),
    ],
)
def test_other_commands_do_likewise(words: tuple[str, ...]) -> None:
    written = on_a_terminal(*words, NO_COLOR="1")
    assert "$" not in written
    assert widest(written) <= 80
    assert explain(*words).text.startswith("# ")


def test_colours_are_for_terminals_that_want_them() -> None:
    assert "\x1b[" in on_a_terminal(LENET)
    assert "\x1b" not in on_a_terminal(LENET, NO_COLOR="1")
    assert "\x1b" not in explain(LENET, "--text").text


def test_text_goes_to_standard_output_or_to_the_file_that_is_named(tmp_path: Path) -> None:
    printed = explain(LENET, "--text", cwd=tmp_path)
    assert (printed.code, printed.err, list(tmp_path.iterdir())) == (0, "", [])
    explain(LENET, "-o", "it.txt", cwd=tmp_path)
    assert (tmp_path / "it.txt").read_text() == printed.text
    explain(LENET, "--text", "--md", "-o", "out/", cwd=tmp_path)
    assert (tmp_path / "out" / "lenet5.txt").read_text() == printed.text
    both = explain(LENET, "--text", "--json", cwd=tmp_path)
    assert both.code == 2
    assert "Only one format can go to standard output" in both.err


def test_text_of_a_file_can_not_steer_the_terminal() -> None:
    text = to_text(n.Page("", (n.Paragraph((n.User("red \x1b[31m"),)),)))
    assert text == "red ⟨U+001B⟩[31m\n"


def test_how_many_blocks_a_row_stands_for_is_never_left_out() -> None:
    """He and others, table 1: ResNet-50 has 4 blocks in its second stage, and 6 in its third."""
    written = explainer.explain("example:resnet50").text(80)
    assert "made of" not in written.partition("layer or block")[2].partition("input")[0]
    assert "layer2.1 … layer2.3 (×3)" in written
    assert "layer3.1 … layer3.5 (×5)" in written
