"""The README: its commands run, its shown output is the output, its lists are complete."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from explainer.layers import LAYERS
from explainer.memory.optimizers import optimizer_names
from explainer.memory.units import BYTES
from explainer.pipeline import explain as work_out
from tests.command_line import ROOT, environment, explain

README = (ROOT / "README.md").read_text()
SHORT = "example:lenet5"


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def section(title: str) -> str:
    """The text under a heading, up to the next one."""
    return re.split(r"^#+ ", README.split(f" {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with `model.yaml`, and with `explain` and `python3` on the path."""
    (tmp_path / "bin").mkdir()
    for name, words in (("explain", "-m explainer "), ("python3", "")):
        script = tmp_path / "bin" / name
        script.write_text(f'#!/bin/sh\nexec {sys.executable} {words}"$@"\n')
        script.chmod(0o755)
    (tmp_path / "model.yaml").write_text(
        "input: 8x8x3\nlayers: [{conv2d: {filters: 4, kernel_size: 3, name: conv1}}]\n"
    )
    return tmp_path


def shell(command: str, desk: Path) -> str:
    """What a command prints, its errors too."""
    env = environment(PATH=f"{desk / 'bin'}:{os.environ['PATH']}")
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=desk,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout


def test_the_step_shown_is_the_step_of_the_report():
    shown = README.split("<!-- step -->\n")[1].split("<!-- end of step -->")[0].strip()
    report = explain("example:vgg16", "--layer", "conv1_1").text
    at = [report.find(part) for part in shown.split("\n\n")]
    assert -1 not in at
    assert at == sorted(at)


def test_the_first_command_sets_up_and_writes_vgg16(desk):
    (command,) = re.findall(r"<!-- set up -->\n```sh\n(.*?)```", README, re.DOTALL)
    steps = [step.strip() for step in command.replace("\\\n", " ").split("&&")]
    assert [step.split()[0] for step in steps] == [
        "sudo", "sudo", "python3", ".venv/bin/pip", ".venv/bin/explain",
    ]  # fmt: skip
    shell(steps[-1].removeprefix(".venv/bin/"), desk)
    assert (desk / "vgg16.pdf").read_bytes().startswith(b"%PDF-")


def test_the_commands_run(desk):
    for command in "".join(blocks("sh")).replace("\\\n", " ").splitlines():
        if command.startswith("explain "):
            short = command.replace("example:vgg16", SHORT).replace("| less", "| cat")
            assert "Did you mean" not in shell(f"set -euo pipefail; {short}", desk)
    written = {str(p.relative_to(desk)) for p in desk.rglob("*.*") if p.parent.name != "bin"}
    assert {"out/lenet5.html", "out/lenet5.pdf", "conv1.html"} <= written


def test_shown_output_is_what_is_printed(desk):
    for block in blocks("console"):
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            pattern = re.escape(shown).replace(re.escape("…\n"), r"(?:.*\n)+")
            assert re.fullmatch(pattern, shell(command, desk))


def test_the_library_is_used_as_shown():
    for block in blocks("python"):
        test = doctest.DocTestParser().get_doctest(block, {}, "README.md", "README.md", 0)
        result = doctest.DocTestRunner().run(test)
        assert (result.failed, result.attempted > 0) == (0, True)


def test_the_model_files_can_be_read():
    for block in blocks("yaml"):
        work_out(yaml.safe_load(block)).json()


def test_every_kind_of_layer_is_listed():
    cells = re.findall(r"^\| [a-z ]+ \| (.*) \|$", section("Kinds of layers"), re.MULTILINE)
    kinds = re.findall(r"`(\w+)`", " ".join(cells))
    assert sorted(kinds) == sorted(LAYERS)


def optimizers_listed() -> list[str]:
    """The optimizers in the row of `--optimizer`."""
    row = re.search(r"^\| `--optimizer \w+` \| (.*?) \|", section("Use"), re.MULTILINE)
    assert row
    return re.findall(r"`(\w+)`", row[1])


def test_options_types_and_optimizers_are_listed():
    text = explain("--help").text
    used = section("Use")
    for option in set(re.findall(r"--[a-z]+", text)) - {"--output", "--version", "--help"}:
        assert option in used
    assert optimizers_listed() == list(optimizer_names())
    rows = dict(re.findall(r"^\| `(--\w+) \w+` \| (.*?) \|", used, re.MULTILINE))
    assert sorted(re.findall(r"`(\w+)`", rows["--dtype"])) == sorted(BYTES)


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#:]+)", README):
        assert (ROOT / target).exists()
    for page in ("site/changelog.md", ".github/CONTRIBUTING.md"):
        text = (ROOT / page).read_text()
        for target in re.findall(r"\]\(([^)#:]+)", text):
            assert (ROOT / page).parent.joinpath(target).exists()
