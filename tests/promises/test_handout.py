"""`explain handout`: which files, what is printed, resumed, and the same on any number of cores."""

from __future__ import annotations

import csv
import io
import json
import os
import re

import pytest
from pypdf import PdfReader

from explainer import workers
from explainer.exercises.draw import drawing_of
from explainer.exercises.handouts import run
from explainer.exercises.handouts.class_list import read_class
from explainer.exercises.handouts.job import Job
from explainer.network.plan import plan_for
from explainer.readers import read
from tests.command_line import explain

MODEL = "example:lenet5"


def names(folder) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


def test_sheets_keys_and_all_of_them_for_the_printer(tmp_path):
    words = ("--questions", "6", "--variants", "3", "--seed", "7", "--pdf", "-o", str(tmp_path))
    done = explain("handout", MODEL, *words)
    assert done.code == 0, done.err
    sheets = {f"lenet5-0{n}{key}.pdf" for n in (1, 2, 3) for key in ("", "-key")}
    assert names(tmp_path) == sheets | {"lenet5-all.pdf", "lenet5-class.csv"}
    assert "Questions in which two mistakes give one number:" in done.text
    counts = re.findall(r": (\d+)", done.text.partition("\n")[2])
    assert int(counts[0]) == sum(map(int, counts[1:]))
    pages = PdfReader(tmp_path / "lenet5-all.pdf").pages
    counts = [len(PdfReader(tmp_path / f"lenet5-0{n}.pdf").pages) for n in (1, 2, 3)]
    assert len(pages) == sum(count + count % 2 for count in counts)
    assert "Key" not in "".join(page.extract_text() for page in pages)


def test_the_same_files_on_one_core_and_on_two(tmp_path):
    for jobs in ("1", "2"):
        words = ("--variants", "2", "--md", "--pdf", "--jobs", jobs, "-o", str(tmp_path / jobs))
        assert explain("handout", MODEL, *words).code == 0
    assert names(tmp_path / "1") == names(tmp_path / "2")
    for name in names(tmp_path / "1"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_a_second_run_makes_only_what_is_missing(tmp_path):
    words = ("handout", MODEL, "--variants", "3", "--md", "--jobs", "1", "-o", str(tmp_path))
    assert explain(*words).code == 0
    kept, lost = tmp_path / "lenet5-01.md", tmp_path / "lenet5-02-key.md"
    content = lost.read_bytes()
    os.utime(kept, (1, 1))
    lost.unlink()
    again = explain(*words)
    assert "2 variants were there already." in again.err
    assert "Draws that were rejected in the variants that were drawn now: " in again.text
    assert kept.stat().st_mtime == 1
    assert lost.read_bytes() == content


def test_another_seed_in_the_same_folder_is_made_anew(tmp_path):
    words = ("handout", MODEL, "--md", "-o", str(tmp_path))
    explain(*words, "--seed", "1")
    first = (tmp_path / "lenet5-01.md").read_text()
    explain(*words, "--seed", "2")
    second = (tmp_path / "lenet5-01.md").read_text()
    assert first != second
    assert "seed 2" in second


def test_a_class_list_names_the_sheets(tmp_path):
    (tmp_path / "class.csv").write_text("student,group\nAnn Li,a\n=Bob,b\n")
    words = ("--class-list", str(tmp_path / "class.csv"), "--md", "-o", str(tmp_path / "out"))
    assert explain("handout", MODEL, *words).code == 0
    text = (tmp_path / "out" / "lenet5-class.csv").read_text()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["student"] for row in rows] == ["Ann Li", "'=Bob"]
    assert "Ann Li" in (tmp_path / "out" / rows[0]["sheet"]).read_text()


def test_exports_alone(tmp_path):
    formats = [
        w for f in ("moodle", "gift", "qti", "ipynb", "csv", "json") for w in ("--export", f)
    ]
    done = explain("handout", MODEL, *formats, "-o", str(tmp_path))
    endings = (".xml", ".gift", ".zip", ".ipynb", ".csv", ".json")
    assert names(tmp_path) == {f"lenet5{e}" for e in endings} | {"lenet5-class.csv"}
    assert "csv: This format does not hold the worked solutions" in done.text
    assert "gift: This format does not hold the worked solutions" not in done.text
    whole = json.loads((tmp_path / "lenet5.json").read_text())
    assert whole["seed"] == 1
    assert len(whole["variants"][0]["questions"]) == 6


def test_processes_are_renewed_so_that_memory_stays_bounded(tmp_path, monkeypatch):
    ended: list[str] = []
    renew = workers._renew_workers

    def renewed(backend: str) -> None:
        ended.append(backend)
        renew(backend)

    monkeypatch.setattr(workers, "A_WORKER", 1)
    monkeypatch.setattr(workers, "_renew_workers", renewed)
    spec, told = read(MODEL), list[int]()
    drawing = drawing_of(
        spec, plan_for(spec), questions=1, variants=5, seed=1, stem="n", model=MODEL
    )
    job = Job(drawing, 5, ("md",), str(tmp_path), "A4")
    done = run.run(job, version="1", backend="loky", jobs=2, told=lambda n, _: told.append(n))
    assert [made.number for made in done.made] == told == [1, 2, 3, 4, 5]
    assert ended == ["loky"] * 2  # the last ones end by themselves
    assert len(names(tmp_path)) == 10


def test_a_local_dask_cluster_does_the_same(tmp_path):
    pytest.importorskip("distributed")
    words = ("handout", MODEL, "--variants", "2", "--md")
    explain(*words, "--jobs", "1", "-o", str(tmp_path / "here"))
    done = explain(*words, "--jobs", "2", "--backend", "dask", "-o", str(tmp_path / "there"))
    assert done.code == 0, done.err
    for name in names(tmp_path / "here"):
        here, there = (tmp_path / place / name for place in ("here", "there"))
        assert here.read_bytes() == there.read_bytes()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ((), "Which model?"),
        ((MODEL, "--questions", "0"), "number of questions"),
        ((MODEL, "--questions", "41"), "1 to 40 questions"),
        ((MODEL, "--variants", "x"), "number of variants"),
        ((MODEL, "--export", "kahoot"), "no export called"),
        ((MODEL, "--class-list", "nowhere.csv"), "can't be read"),
        ((MODEL, "--variants", "2", "--jobs", "2", "--backend", "nowhere"), "no backend called"),
        (("example:totals-recipe",), "bare totals"),
    ],
)
def test_one_clear_error(words, fault, tmp_path):
    done = explain("handout", *words, cwd=tmp_path)
    assert done.code == 2
    assert fault in done.err
    assert "Traceback" not in done.err
    assert not list(tmp_path.iterdir())


def test_a_folder_that_nothing_can_be_written_into(tmp_path):
    done = explain("handout", MODEL, "--md", "-o", "/proc/nowhere", cwd=tmp_path)
    assert done.code == 2
    assert "Nothing can be written into /proc/nowhere" in done.err


def test_a_name_that_no_font_has_is_told_before_anything_is_made(tmp_path):
    (tmp_path / "class.csv").write_text("student\nAnn\nJosé \U00012000\n", encoding="utf-8")
    words = ("--class-list", "class.csv", "--pdf", "-o", "out")
    done = explain("handout", MODEL, *words, cwd=tmp_path)
    assert done.code == 2
    assert "U+12000" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("head", ["student", "Name", "names"])
def test_the_head_of_a_class_list_is_no_student(tmp_path, head):
    file = tmp_path / "class.csv"
    file.write_text(f"number,{head}\n1,Ann Lee\n2,Bo Yu\n", encoding="utf-8")
    assert read_class(str(file)) == ("Ann Lee", "Bo Yu")
