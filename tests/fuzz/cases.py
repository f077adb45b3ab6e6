"""One case: a model file drawn by a seed and a number, and all that is done with it."""

from __future__ import annotations

import io
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, NoReturn
from unittest.mock import patch

import explainer
from explainer import cli
from explainer.errors import CannotWriteError, ExplainError
from explainer.readers.from_mapping import read_mapping
from explainer.readers.from_yaml import read_yaml
from tests.fuzz import options
from tests.fuzz.breaking import broken_text, broken_tree
from tests.fuzz.networks import Model, draw_model, text_of
from tests.fuzz.relations import FILE, RELATIONS, Subject

SECONDS = 60  # for one case; nothing that is drawn here takes a tenth of it
SPOILT = re.compile(r"\bNone\b|Traceback|<[\w.]+ object at|\w [,.;:](?:\s|$)|\(\)")


@dataclass(frozen=True)
class Case:
    """A model file. model: what is known of it where it is right."""

    seed: str
    number: int
    text: str
    tree: Any = None
    model: Model | None = field(default=None, compare=False)

    def chance(self, what: str) -> Random:
        """Numbers for one purpose; the same for the same seed and number."""
        return Random(f"{self.seed}/{self.number}/{what}")


def draw_case(seed: str, number: int) -> Case:
    """The case of that number: three in five are right."""
    chance = Random(f"{seed}/{number}")
    model = draw_model(chance)
    luck = chance.random()
    case = Case(seed, number, "")
    if luck < 0.6:
        return replace(case, text=text_of(model.tree, chance), tree=model.tree, model=model)
    if luck < 0.85:
        tree = broken_tree(chance, model.tree)
        return replace(case, text=text_of(tree, chance), tree=tree)
    return replace(case, text=broken_text(chance, text_of(model.tree, chance)))


def check(case: Case, folder: Path) -> str:
    """Do it all; the word says how it ended, and an exception is a fault of explain."""
    with _no_longer_than(SECONDS):
        if case.model:
            _check_right(case, case.model, folder)
            return "right"
        return _check_any(case)


def check_plain(case: Case) -> str:
    """JSON and Markdown alone; a right file has to be taken."""
    with _no_longer_than(SECONDS):
        if not case.model:
            return _check_any(case)
        _both(read_yaml(case.text, FILE))
        return "right"


def _check_right(case: Case, model: Model, folder: Path) -> None:
    document = explainer.explain(read_yaml(case.text, FILE))
    document.json()
    document.markdown()
    chance = case.chance("options")
    names = list(model.named)
    run = options.how_it_runs(chance)
    if run and _refused(case.text, run):
        run = {}
    subject = Subject(model, case.text, run)
    chance.choice(RELATIONS)(subject, chance)
    if asked := options.questions(chance, names):
        _refused(case.text, run | asked)
    if chance.random() < 0.1:
        wrong = options.wrong_types(chance)  # which a message may show as Python writes it
        _ends_well(lambda: _all_of(case.text, wrong), readable=False)
    if chance.random() < 0.15:
        _command_line(case.text, chance, names, folder)


def _check_any(case: Case) -> str:
    """A file that may be wrong: it is explained, or refused with a clear error."""
    if case.tree is not None and case.chance("way").random() < 0.3:
        wrong = _ends_well(lambda: _both(read_mapping(case.tree)), readable=False)
    else:
        wrong = _ends_well(lambda: _both(read_yaml(case.text, FILE)))
    return "wrong" if wrong else "right after all"


def _both(spec: Any) -> None:
    document = explainer.explain(spec)
    document.json()
    document.markdown()


def _all_of(text: str, asked: dict[str, Any]) -> None:
    document = explainer.explain(read_yaml(text, FILE), **asked)
    document.json()
    document.markdown()


def _refused(text: str, asked: dict[str, Any]) -> bool:
    return _ends_well(lambda: _all_of(text, asked))


def _ends_well(work: Any, *, readable: bool = True) -> bool:
    """Whether it was refused, by an error of explain's own whose text can be read."""
    try:
        work()
    except ExplainError as error:
        if readable:
            assert_readable(str(error))
        return True
    return False


def assert_readable(text: str) -> None:
    """A message is text for a reader: something, and nothing that only Python says."""
    assert text.strip(), "an error without a message"
    outside = re.sub(r"[\"'“”].*?[\"'“”]", "…", text)
    assert not SPOILT.search(outside.replace("None of", "")), f"the message reads: {text}"


def _command_line(text: str, chance: Random, names: list[str], folder: Path) -> None:
    """A command, run in this process; it is done, or says why not."""
    file = folder / FILE
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    words = options.words(chance, str(file), names)
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with chdir(folder), _own_faults_raised(), redirect_stdout(out), redirect_stderr(err):
        code = cli.main(words)
    err.seek(0)
    said = err.read()
    assert code in (0, 1, 2), (code, words, said)
    assert code == 0 or said.strip(), words


@contextmanager
def _own_faults_raised() -> Iterator[None]:
    """What the command would tell as a fault of its own is raised here, to be counted."""
    told = cli._told

    def raised(error: Exception) -> int:
        if isinstance(error, ExplainError | CannotWriteError):
            return told(error)
        raise error

    with patch.object(cli, "_told", raised):
        yield


@contextmanager
def _no_longer_than(seconds: int) -> Iterator[None]:
    def late(*_: Any) -> NoReturn:
        raise TimeoutError(f"over {seconds} s")

    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
