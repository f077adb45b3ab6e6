"""Pages of every sort as text, read in review; together they show every sentence.

`pytest tests/golden --update-golden` writes them anew.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from explainer.language.catalogue import read_catalogue
from explainer.page.sentences import TOKEN, sentences
from explainer.resources import resource
from tests.command_line import ROOT, environment
from tests.golden.transcript import TRANSCRIPTS, played

# tests/errors.md and the tests of the commands show what these say.
ELSEWHERE = ("errors.yaml", "commands.yaml")
NOT_SHOWN = (
    "page.numbered",  # on paper only
    "spoken.",  # a formula within an alternative text, which test_printers.py reads out
    # No kind has several outputs yet: that of test_several_outputs.py does.
    *("layer.tensor", "layer.gives_beside", "layer.keeps_inside", "layer.makes_inside"),
    "kept.inside",
    "kept.raw_scores",  # softmax lets the scores go, and nothing keeps them
    # With what is not derived, as their siblings without it; no small network comes to these.
    *("missing.equal", "handout.least_loss", "framework.least_loss"),
    "site.home_learn/one",  # there is more than one lesson
)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_program_prints_what_the_transcript_says(
    path: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    expected = path.read_text(encoding="utf-8")
    found = played(expected, tmp_path)
    if request.config.getoption("--update-golden"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_every_command_of_a_transcript_does_what_it_is_there_for(path: Path) -> None:
    """Whoever writes transcripts anew sees where a part, a file or a slot has another name now."""
    lines = path.read_text(encoding="utf-8").splitlines()
    broken = [line for line in lines if re.match(r"\((There is no |The exit code is [^1])", line)]
    assert not [*broken, *(line for line in lines if "has a fault of its own" in line)]


def test_every_sentence_shows_in_a_transcript() -> None:
    """A change of any sentence changes a transcript: none is said where nobody reads it."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.golden.marked"],
        capture_output=True, text=True, cwd=ROOT, env=environment(), check=True,
    )  # fmt: skip
    elsewhere = {key for name in ELSEWHERE for key in keys_of(name)}
    left = [key for key in ran.stdout.split() if key.partition("/")[0] not in elsewhere]
    assert not [key for key in left if not key.startswith(NOT_SHOWN)]


def keys_of(name: str) -> set[str]:
    """The keys of one file of the English catalogue."""
    path = resource("templates") / "language" / "en" / name
    found = read_catalogue(path.read_text(encoding="utf-8"))
    return {*found.deciding, *found.texts}


def test_no_slot_stands_in_code_or_in_bold_where_it_would_not_be_filled() -> None:
    tokens = {key: TOKEN.finditer(text) for key, text in sentences().items()}
    assert not [
        key for key, found in tokens.items()
        if any("{" in (token["code"] or token["strong"] or "") for token in found)
    ]  # fmt: skip


def test_every_sentence_of_the_scripts_is_said_by_one() -> None:
    """By its name, or by the part of it that a list in the script adds to the rest."""
    scripts = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "site" / "assets").glob("*.js")
    )
    names = [key.removeprefix("site.js_") for key in sentences() if key.startswith("site.js_")]
    quantities = [re.sub("^(totals|training|inference)_", r"\1.", name[3:]) for name in names]
    unsaid = [
        name
        for name, quantity in zip(names, quantities, strict=True)
        if not any(
            said in scripts
            for said in (f'"site.js_{name}"', f'"{name}"', f" {name}: ", f'"{quantity}"')
        )
    ]
    # The check page puts these together from parts: a quantity's name, a verdict of the judge.
    built = {"right_as_rounded", "rounded_early", "not_explained_single"}
    assert {name for name in unsaid if not name.startswith("of_")} == built
