"""The README and the references: their commands run, their shown output is the output."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from explainer.library.explain import explain as work_out
from tests.command_line import ROOT, environment, explain
from tests.promises.references import pages

README = ROOT / "README.md"
# What a reader is shown, there and in the references.
SHOWN = (README, *pages())
SHORT = "example:lenet5"
LONGEST = 180
# What reads a network of another program is run where that is installed; files of such are in the
# tests of their readers.
TORCH = find_spec("torch") is not None
NEEDS = {
    "verify": TORCH,
    "mynets:": TORCH,
    "net.yaml": TORCH,
    "torchvision:": find_spec("torchvision") is not None,
    "model.onnx": False,
    "model.keras": False,
}
MYNETS = """from torch import nn

class Net(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Flatten(), nn.Linear(7200, 10))
"""
EACH = pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.stem)


def blocks(language: str, page: Path) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with `model.yaml` and `mynets.py`, and with `explain` and `python3` on the path."""
    (tmp_path / "bin").mkdir()
    for name, words in (("explain", "-m explainer "), ("python3", "")):
        script = tmp_path / "bin" / name
        script.write_text(f'#!/bin/sh\nexec {sys.executable} {words}"$@"\n')
        script.chmod(0o755)
    (tmp_path / "model.yaml").write_text(
        "input: 8x8x3\nlayers: [{conv2d: {filters: 4, kernel_size: 3, name: conv1}}]\n"
    )
    (tmp_path / "mynets.py").write_text(MYNETS)
    return tmp_path


def ran(command: str, desk: Path) -> subprocess.CompletedProcess[str]:
    """A command that was run, its errors among what it printed."""
    env = environment(PATH=f"{desk / 'bin'}:{os.environ['PATH']}")
    return subprocess.run(
        ["bash", "-c", command],
        cwd=desk,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )


def test_the_step_shown_is_the_step_of_the_report():
    shown = README.read_text().split("<!-- step -->\n")[1].split("<!-- end of step -->")[0].strip()
    report = explain("example:vgg16", "--layer", "conv1_1").text
    at = [report.find(part) for part in shown.split("\n\n")]
    assert -1 not in at
    assert at == sorted(at)


def test_it_is_short_and_names_every_reference():
    text = README.read_text()
    assert len(text.splitlines()) <= LONGEST
    assert [page.name for page in pages() if f"(site/reference/{page.name})" not in text] == []


def test_the_first_command_sets_up_and_writes_vgg16(desk):
    (command,) = re.findall(r"<!-- set up -->\n```sh\n(.*?)```", README.read_text(), re.DOTALL)
    steps = [step.strip() for step in command.replace("\\\n", " ").split("&&")]
    assert [step.split()[0] for step in steps] == [
        "sudo", "sudo", "python3", ".venv/bin/pip", ".venv/bin/explain",
    ]  # fmt: skip
    ran(steps[-1].removeprefix(".venv/bin/"), desk)
    assert (desk / "vgg16.pdf").read_bytes().startswith(b"%PDF-")


@EACH
def test_the_commands_run(desk, page):
    for command in "".join(blocks("sh", page)).replace("\\\n", " ").splitlines():
        can_run = all(there for words, there in NEEDS.items() if words in command)
        if command.startswith("explain ") and can_run:
            short = command.replace("example:vgg16 --html", f"{SHORT} --html")
            done = ran(f"set -euo pipefail; {short.replace('| less', '| cat')}", desk)
            assert done.returncode == 0 or "source" in command, done.stdout
    if page == README:
        written = {str(p.relative_to(desk)) for p in desk.rglob("*.*") if p.parent.name != "bin"}
        assert {
            "out/lenet5.html",
            "out/lenet5-all.pdf",
            "conv1.html",
            "public/index.html",
        } <= written


@EACH
def test_shown_output_is_what_is_printed(desk, page):
    for block in blocks("console", page):
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            pattern = re.escape(shown).replace(re.escape("…\n"), r"(?:.*\n)+")
            assert re.fullmatch(pattern, ran(command, desk).stdout)


@EACH
def test_the_library_is_used_as_shown(page):
    for block in blocks("python", page):
        test = doctest.DocTestParser().get_doctest(block, {}, page.name, page.name, 0)
        result = doctest.DocTestRunner().run(test)
        assert (result.failed, result.attempted > 0) == (0, True)


@EACH
def test_the_model_files_can_be_read(page):
    for block in blocks("yaml", page):
        work_out(yaml.safe_load(block)).json()


def test_links_lead_somewhere():
    others = (ROOT / "site" / "changelog.md", ROOT / ".github" / "CONTRIBUTING.md")
    for page in (*SHOWN, *others):
        for target, anchor in re.findall(r"\]\(([^)#:]*)#?([^)]*)\)", page.read_text()):
            found = page.parent / target if target else page
            if ":" not in f"{target}{anchor}":
                assert found.exists(), (page.name, target)
                assert not anchor or anchor in headings(found), (page.name, anchor)


def headings(page: Path) -> set[str]:
    """The anchors that GitHub and the site make of headings."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}
