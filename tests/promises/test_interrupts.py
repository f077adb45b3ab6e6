"""A Ctrl-C or a signal to end leaves nothing, also where a library swallows what it raises."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import pytest

from explainer.files import interrupts
from explainer.files.interrupts import heeded, held, listening
from explainer.files.whole_file import write
from explainer.render import press
from tests.command_line import COMMAND, ROOT, environment

# A library that swallows whatever comes while it works, as one in twelve interrupts found.
SWALLOWED = """
import os, signal
import explainer.render.to_pdf as to_pdf
def broken(*_, **__):
    try:
        os.kill(os.getpid(), signal.{name})
    except BaseException:
        pass
    return b"a PDF of other bytes"
to_pdf.print_pdf = broken
"""


USUAL: dict[int, Any] = {
    signal.SIGINT: signal.default_int_handler,
    signal.SIGTERM: signal.SIG_DFL,
    signal.SIGHUP: signal.SIG_DFL,
}


@pytest.fixture(autouse=True)
def _signals_are_heard() -> Iterator[None]:
    """As in the foreground, whatever started the tests: a background job, or `nohup`."""
    before = {number: signal.signal(number, usual) for number, usual in USUAL.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def swallow() -> None:
    with suppress(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


class Page:
    """A press whose library swallows a Ctrl-C, and prints something else."""

    def __init__(self, **_: object) -> None:
        pass

    def write_pdf(self, **_: object) -> bytes:
        swallow()
        return b"other bytes"


def test_a_pdf_is_not_given_away_after_an_interrupt_that_was_swallowed(monkeypatch):
    class Press:
        HTML = Page

    monkeypatch.setattr(press, "_load", lambda: Press)
    monkeypatch.setattr(press, "_sealed", lambda *_: None)
    monkeypatch.setattr(press, "_unpacked_fonts", lambda _: nullcontext())
    with pytest.raises(KeyboardInterrupt):
        press.print_pdf("", {})
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert not interrupts._CAME


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("SIGINT", 130, ("-o", "net.pdf")),
        ("SIGINT", 130, ("-o", "-")),
        ("SIGTERM", 143, ("--html", "-o", "all/")),
        ("SIGHUP", 129, ("-o", "net.pdf")),
    ],
)
def test_the_command_renames_nothing_into_place_then(tmp_path, name, code, words):
    (tmp_path / "sitecustomize.py").write_text(SWALLOWED.format(name=name))
    env = environment(PYTHONPATH=f"{tmp_path}:{ROOT}", PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run(
        [*COMMAND, "example:lenet5", "--pdf", *words],
        cwd=tmp_path, env=env, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (code, b"", b"")
    assert [path.name for path in tmp_path.rglob("*") if path.suffix != ".py"] == []


def test_a_signal_between_two_names_waits_until_both_are_given(tmp_path, monkeypatch):
    real = Path.replace

    def interrupted(path: Path, target: Any) -> Path:
        signal.raise_signal(signal.SIGINT)
        return real(path, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with listening():
        with pytest.raises(KeyboardInterrupt):
            write(tmp_path / "a", b"whole")
        assert (tmp_path / "a").read_bytes() == b"whole"
        with pytest.raises(KeyboardInterrupt):
            write(tmp_path / "b", b"the signal is still noted")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_signal_that_is_ignored_stays_ignored():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with listening() as came, held():
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        signal.raise_signal(signal.SIGINT)
    assert came == []


def test_a_handler_that_was_set_inside_stays():
    """As the command does at its end, when its exit code is settled."""
    with listening():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    with listening():
        pass


def test_somebody_elses_handler_is_called_and_is_enough():
    heard: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    with heeded():
        signal.raise_signal(signal.SIGINT)
    assert heard == [signal.SIGINT]
    assert not interrupts._CAME


def test_an_interrupt_is_raised_where_nobody_swallows_it():
    with pytest.raises(KeyboardInterrupt), heeded():
        signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), heeded():
        swallow()
    with heeded():  # the next work is not stopped by the last interrupt
        pass
