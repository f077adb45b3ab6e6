"""Files are whole, absent, or told of: closed streams, odd places, no room, who else is there."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from explainer.errors import (
    BrokenFileError,
    CannotWriteError,
    FolderBusyError,
    LostWorkerError,
    NoSentencesError,
    UsageError,
)
from explainer.exercises.handouts.class_list import read_class
from explainer.exercises.handouts.merged import merged
from explainer.files.locked_folder import NAME, locked
from explainer.files.whole_file import sweep, write, write_all
from explainer.maths import formula
from explainer.website.part import OURS
from explainer.workers import results
from tests.command_line import COMMAND, Ran, environment
from tests.promises.sites import built, contents, write_model

EXPLAIN = " ".join(COMMAND)
TINY = "input: 8x8x3\nlayers:\n  - conv2d: {out_channels: 4, kernel_size: 3}\n"
LONG = "x" * 300
CLOSED = "Standard output can't be written: it is closed.\n"


def shell(line: str, cwd: Path, **env: str) -> Ran:
    """Run a line of the shell in which EXPLAIN is the command."""
    done = subprocess.run(
        ["bash", "-c", line.replace("EXPLAIN", EXPLAIN)],
        capture_output=True,
        cwd=cwd,
        env=environment(**env),
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr.decode())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def parts(folder: Path) -> list[Path]:
    """What would have been left half-written."""
    return [path for path in folder.rglob("*") if path.name.endswith(".part")]


# ---- streams --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("EXPLAIN layers relu >&-", 1, CLOSED),
        ("EXPLAIN --help >&-", 1, CLOSED),
        ("EXPLAIN layers relu >&- <&- 2>&-", 1, ""),
        ("EXPLAIN nowhere.yaml 2>&-", 2, ""),
        ("EXPLAIN - --json <&-", 2, "Standard input can't be read: it is closed.\n"),
    ],
)
def test_a_closed_stream_is_one_sentence(tmp_path, line, code, told):
    assert shell(line, tmp_path) == Ran(code, b"", told)


def test_nothing_is_amiss_where_the_closed_streams_are_not_needed(tmp_path):
    (tmp_path / "net.yaml").write_text(TINY)
    open_ones = shell("EXPLAIN net.yaml", tmp_path)
    assert shell("EXPLAIN net.yaml 2>&- <&-", tmp_path) == open_ones
    assert shell("EXPLAIN net.yaml -o net.md >&- 2>&- <&-", tmp_path) == Ran(0, b"", "")
    assert (tmp_path / "net.md").read_bytes() == open_ones.out
    assert shell("EXPLAIN net.yaml -o net.md 2>/dev/full", tmp_path) == Ran(0, b"", "")


def test_other_processes_do_their_work_where_streams_are_closed(tmp_path):
    line = "EXPLAIN handout example:lenet5 --md --variants 2 --jobs 2 -o out 2>&- <&-"
    ran = shell(line, tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.text.startswith("LeNet-5: 2 variants of 6 questions")
    assert len(list((tmp_path / "out").glob("lenet5-*.md"))) == 4


@pytest.mark.parametrize("words", ["layers", "--help"])
def test_standard_output_that_is_cut_off_is_told_also_without_a_buffer(tmp_path, words):
    """Unbuffered, Python's own streams take what fits and forget the rest."""
    line = f"ulimit -f 1; EXPLAIN {words} > out"
    ran = shell(line, tmp_path, PYTHONUNBUFFERED="1")
    assert ran == Ran(1, b"", "Standard output can't be written: File too large.\n")


# ---- places ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("loop", "loop can't be read: Too many levels of symbolic links."),
        ("folder.md", "folder.md can't be read: Is a directory."),
        (LONG, f"{LONG} can't be read: File name too long."),
        ("net.yaml -o loop", "loop can't be written: Too many levels of symbolic links."),
        ("net.yaml -o loop/a.md", "loop/a.md can't be written: Too many levels of symbolic links."),
        (f"net.yaml -o {LONG}.md", f"{LONG}.md can't be written: File name too long."),
        ("net.yaml --md --html -o all", "all/net.html can't be written: Is a directory."),
        ("handout net.yaml -o loop", "into loop: Too many levels of symbolic links."),
        (f"handout net.yaml -o {LONG}", f"into {LONG}: File name too long."),
        ("handout net.yaml --class-list loop", "loop can't be read: Too many levels of symbolic"),
        ("handout net.yaml --class-list folder.md", "folder.md can't be read: Is a directory."),
        ("handout net.yaml --class-list /dev/zero", "/dev/zero has more than 100 MB."),
        ("diagnose net.yaml --answers /dev/zero", "/dev/zero has more than 100 MB."),
        ("site net.yaml -o loop", "loop can't be written: Too many levels of symbolic links."),
    ],
)  # fmt: skip
def test_a_place_that_is_none_is_one_sentence(tmp_path, words, message):
    (tmp_path / "net.yaml").write_text(TINY)
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "all" / "net.html").mkdir(parents=True)
    before = names(tmp_path)
    ran = shell(f"EXPLAIN {words}", tmp_path)
    assert (ran.code, ran.out) == (2, b"")
    assert message in ran.err
    assert ran.err.count("\n") == 1
    assert names(tmp_path) == before


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("EXPLAIN net.yaml -o net.md", "net.md"),
        ("EXPLAIN handout example:lenet5 --md -o out", "out/lenet5-01.md"),
        ("EXPLAIN site net.yaml --no-pdf --jobs 1 -o out", "out"),
    ],
)
def test_a_limit_of_the_size_of_files_leaves_none_half_written(tmp_path, line, message):
    (tmp_path / "net.yaml").write_text(TINY)
    ran = shell(f"ulimit -f 1; {line}", tmp_path)
    assert ran == Ran(1, b"", f"{message} can't be written: File too large.\n")
    assert not parts(tmp_path)
    assert not list(tmp_path.rglob("*.md"))


def test_a_folder_where_a_sheet_goes_is_one_sentence(tmp_path):
    (tmp_path / "net.yaml").write_text(TINY)
    (tmp_path / "net-01-key.md").mkdir()
    ran = shell("EXPLAIN handout net.yaml --md --questions 1", tmp_path)
    assert ran == Ran(2, b"", "net-01-key.md can't be written: Is a directory.\n")
    assert names(tmp_path) == [".net-job.json", "net-01-key.md", "net-01.md", "net.yaml"]


def test_a_sheet_that_was_cut_off_is_made_anew_and_one_that_is_broken_is_told(tmp_path):
    (tmp_path / "net.yaml").write_text(TINY)
    line = "EXPLAIN handout net.yaml --pdf --questions 1 --jobs 1"
    assert shell(line, tmp_path).code == 0
    sheet = tmp_path / "net-01.pdf"
    whole = sheet.read_bytes()
    sheet.write_bytes(whole[:5000])
    assert "there already" not in shell(line, tmp_path).err
    assert sheet.read_bytes() == whole
    sheet.write_bytes(b"%PDF-1.7\nnothing\n%%EOF\n")
    with pytest.raises(BrokenFileError, match=r"net-01\.pdf is there already, and can't be read"):
        merged([sheet])


def test_a_page_of_the_site_that_is_broken_is_built_anew(tmp_path):
    model = write_model(tmp_path / "net.yaml")
    built(tmp_path / "out", model)
    whole = contents(tmp_path / "out")
    (tmp_path / "out" / "index.html").write_bytes(whole["index.html"][:100])
    assert built(tmp_path / "out", model)[0] == 1
    assert contents(tmp_path / "out") == whole


def test_a_folder_where_a_page_of_the_site_goes_is_told_before_any_file_is_moved(tmp_path):
    model = write_model(tmp_path / "net.yaml")
    built(tmp_path / "out", model)
    (tmp_path / "out" / "search.html").unlink()
    (tmp_path / "out" / "search.html").mkdir()
    before = contents(tmp_path / "out")
    write_model(tmp_path / "net.yaml", k=5)
    with pytest.raises(UsageError, match=r"search\.html is in the way"):
        built(tmp_path / "out", model)
    assert contents(tmp_path / "out") == before


def test_no_room_for_what_a_pdf_needs_is_one_sentence(tmp_path):
    """WeasyPrint unpacks its fonts into the folder for temporary files."""
    (tmp_path / "net.yaml").write_text(TINY)
    (tmp_path / "tmp").mkdir()
    line = "ulimit -f 1; EXPLAIN net.yaml --pdf -o - | cat >&2; exit ${PIPESTATUS[0]}"
    ran = shell(line, tmp_path, TMPDIR=str(tmp_path / "tmp"))
    assert ran.code == 1
    assert ran.err.startswith("The PDF's fonts can't be unpacked into ")
    assert ran.err.endswith(": File too large.\n")
    assert names(tmp_path) == ["net.yaml", "tmp"]


def test_what_the_system_refuses_elsewhere_is_no_fault_of_ours(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import explainer.library.explain as pipeline\n"
        "def refused(*_, **__): raise OSError(24, 'Too many open files', 'some/where')\n"
        "pipeline.case_of = refused\n"
    )
    path = f"{tmp_path}:{environment()['PYTHONPATH']}"
    ran = shell("EXPLAIN example:lenet5", tmp_path, PYTHONPATH=path)
    assert ran == Ran(1, b"", "The system refuses something: some/where: Too many open files.\n")


# ---- how a file comes to be there -----------------------------------------------------


def test_a_link_in_the_place_of_a_temporary_file_is_not_followed(tmp_path, monkeypatch):
    victim, sheet = tmp_path / "victim", tmp_path / "sheet.md"
    victim.write_text("mine")
    (tmp_path / ".sheet.md.part").symlink_to(victim)
    write(sheet, b"ours")
    monkeypatch.setattr("secrets.token_hex", lambda _: "foreseen")
    laid = tmp_path / ".explain-foreseen.part"
    laid.symlink_to(victim)
    with pytest.raises(UsageError, match="File exists"):
        write_all({sheet: b"again"})
    assert (victim.read_text(), sheet.read_text()) == ("mine", "ours")


def test_temporary_files_lie_beside_and_are_called_otherwise_each_time(tmp_path, monkeypatch):
    seen: list[Path] = []
    real = Path.replace

    def watched(path: Path, target: Path) -> Path:
        seen.append(path)
        return real(path, target)

    monkeypatch.setattr(Path, "replace", watched)
    write_all({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    write(tmp_path / "a", b"3")
    assert len(set(seen)) == 3
    assert {path.parent for path in seen} == {tmp_path}
    assert names(tmp_path) == ["a", "b"]


def test_all_files_have_the_rights_that_the_umask_gives(tmp_path):
    before = os.umask(0o027)
    try:
        write(tmp_path / "a", b"1")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_full_disk_leaves_nothing(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(
        CannotWriteError, match=r"new/a can't be written: No space left on device\."
    ):
        write(tmp_path / "new" / "a", b"1")
    assert names(tmp_path) == []


def test_what_a_killed_handout_has_left_goes(tmp_path):
    for name in (".explain-handout-0123.part", ".explain-0123.part", "mine.part"):
        (tmp_path / name).touch()
    sweep(tmp_path, "explain-handout")
    assert names(tmp_path) == [".explain-0123.part", "mine.part"]


# ---- one at a time --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "lock"),
    [
        ("EXPLAIN handout net.yaml --md -o out", NAME),
        ("EXPLAIN site net.yaml --no-pdf -o out", f"{OURS}/lock"),
    ],
)
def test_the_second_in_one_folder_is_told_to_wait(tmp_path, line, lock):
    (tmp_path / "net.yaml").write_text(TINY)
    with locked(tmp_path / "out", lock):
        before = names(tmp_path)
        ran = shell(line, tmp_path)
        assert (ran.code, ran.out) == (1, b"")
        assert ran.err.startswith("Another explain is at work in out. Wait until it has ended")
        assert ran.err.count("\n") == 1
        assert names(tmp_path) == before
    assert NAME not in names(tmp_path)


def test_a_lock_ends_with_its_process_however_that_ends(tmp_path):
    program = (
        "import pathlib, sys, time\n"
        "from explainer.files.locked_folder import locked\n"
        "with locked(pathlib.Path(sys.argv[1])):\n"
        "    print('locked', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, env=environment()
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        with pytest.raises(FolderBusyError), locked(tmp_path):
            pass
        other.send_signal(signal.SIGKILL)
    with locked(tmp_path):
        assert names(tmp_path) == [NAME]
    assert names(tmp_path) == []


def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path):
    (tmp_path / NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="can't be written"), locked(tmp_path):
        pass
    assert not (tmp_path / "elsewhere").exists()


# ---- what stands around the command ---------------------------------------------------


def test_a_process_that_was_killed_is_one_sentence():
    with pytest.raises(LostWorkerError, match="ended from outside, perhaps for lack of memory"):
        list(results([partial(os._exit, 1)] * 2, jobs=2))


def test_without_docstrings_explain_says_so_and_stops(tmp_path, monkeypatch):
    ran = shell("EXPLAIN example:lenet5", tmp_path, PYTHONOPTIMIZE="2")
    assert (ran.code, ran.out) == (1, b"")
    assert ran.err.startswith("Python runs with -OO here, which drops the sentences")
    assert ran.err.count("\n") == 1
    assert shell("EXPLAIN layers relu", tmp_path, PYTHONOPTIMIZE="1").code == 0
    flags = type("Flags", (), {"optimize": 2})
    monkeypatch.setattr("sys.flags", flags)
    with pytest.raises(NoSentencesError):
        _ = formula.Formula("f", len).why


@pytest.mark.parametrize(
    ("env", "message"),
    [
        ({"_ARGCOMPLETE": ""}, "_ARGCOMPLETE has to be 1, 2 or 3, and it is ''."),
        ({"_ARGCOMPLETE": "x"}, "_ARGCOMPLETE has to be 1, 2 or 3, and it is 'x'."),
        ({"_ARGCOMPLETE": "1"}, "and it is missing."),
        ({"COMP_POINT": "-1"}, "COMP_POINT has to be a whole number"),
        ({"COMP_POINT": "9" * 5000}, "COMP_POINT has to be a whole number"),
        ({"COMP_POINT": "8", "_ARGCOMPLETE_IFS": "ab"}, "_ARGCOMPLETE_IFS has to be one character"),
        ({"COMP_POINT": "8"}, "there is nowhere to write it to"),
        ({"COMP_POINT": "8", "_ARGCOMPLETE_STDOUT_FILENAME": "/"}, "there is nowhere to write"),
    ],
)
def test_a_malformed_variable_of_completion_is_one_sentence(tmp_path, env, message):
    asked = {"_ARGCOMPLETE": "1", "COMP_LINE": "explain "} if "COMP_POINT" in env else {}
    ran = shell("EXPLAIN example:lenet5", tmp_path, **(asked | env))
    assert (ran.code, ran.out) == (2, b"")
    assert message in ran.err
    assert ran.err.count("\n") == 1


def test_a_class_list_with_a_huge_cell_names_its_line(tmp_path):
    file = tmp_path / "class.csv"
    file.write_text(f"student\nAnn\n{'x' * 200_000}\n")
    with pytest.raises(UsageError) as refused:
        read_class(str(file))
    assert str(refused.value) == (
        f"{file}:3  This is no CSV: field larger than field limit (131072)."
    )
