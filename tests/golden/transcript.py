"""A transcript: commands and what they print, as one text that a test plays again.

    $ explain branches.yaml --fits 100kB | part fits
    ## Does it fit?
    …

A line that begins with `$ ` is a command, and what follows it is what it prints. Commands are
`explain`, run in this process, and `cat FILE`; `cat FILE.zip:NAME` shows a file of an archive, and
`say KEY SLOT=TEXT …` what a script of the site says. The models are those beside the transcripts.
Behind a bar stands what is done with the text:

    text         HTML or XML is shown as its reader sees it
    part ID …    only the parts with these ids, each from its heading to the next of its rank
    without ID … all but these parts
    until ID     only what stands before the part with that id
    words        Markdown without its displayed formulas
    lines A-B    only these lines
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from explainer.cli import main
from explainer.language.batch_item import reading
from explainer.website.words import words_script
from tests.golden.readable import readable
from tests.golden.stand_in import instead_of_torch

HERE = Path(__file__).parent
TRANSCRIPTS = sorted((HERE / "transcripts").glob("*.txt"))
ANCHOR = re.compile(r'<a id="(?P<id>[^"]*)"></a>')
HEADING = re.compile("(?P<marks>#{1,6}) ")
# What ends a text that is no page.
FAILED = re.compile(r"\((There is no|The exit code is) .*\)\n\Z")
# How long something took is another number every time.
SECONDS = re.compile(r"in \d[\d.,]* s\b")


def played(transcript: str, folder: Path) -> str:
    """The transcript as the program of today writes it; the folder is worked in."""
    for path in (*HERE.glob("*.yaml"), *(HERE / "networks").iterdir()):
        shutil.copy(path, folder)
    commands = [line for line in transcript.splitlines() if line.startswith("$ ")]
    with _inside(folder):
        return "\n".join(f"{line}\n{output_of(line[2:])}" for line in commands)


def output_of(line: str) -> str:
    """What a command prints, errors and notes last."""
    command, *filters = line.split(" | ")
    text = _printed(shlex.split(command))
    for one in [] if FAILED.search(text) else filters:
        name, *words = one.split()
        text = FILTERS[name](text, words)
    return re.sub(r"\n{2,}", "\n\n", ANCHOR.sub("", text)).strip("\n") + "\n"


def _printed(words: list[str]) -> str:
    if words[0] == "say":
        return _said(words[1], dict(word.split("=", 1) for word in words[2:])) + "\n"
    if words[0] == "cat":
        return _content(*words[1].split(":"))
    assert words[0] == "explain", f"There is no command {words[0]!r} in a transcript."
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), instead_of_torch():
        code = main(words[1:])
    out.flush()
    printed = out.buffer.getvalue().decode()
    notes = SECONDS.sub("in … s", err.getvalue())
    return (
        SECONDS.sub("in … s", printed) + notes + (f"(The exit code is {code}.)\n" if code else "")
    )


def _said(key: str, slots: dict[str, str]) -> str:
    """A sentence as it is handed to the browser, its slots filled, none left and none left over."""
    words = json.loads(words_script().partition("=")[2].rstrip(";\n"))
    if key not in words:
        return f"(There is no sentence {key} among those of the scripts.)"
    said = reading(words[key], images=True)
    wanted = set(re.findall(r"\{(\w+)\}", said))
    if wanted != set(slots):
        return f"(There is no slot {', '.join(sorted(wanted ^ set(slots)))} on both sides.)"
    return re.sub(r"\{(\w+)\}", lambda slot: slots[slot[1]], said)


def _content(name: str, inner: str = "") -> str:
    """A file's text, or that of a file in an archive; what there is, where it is not there."""
    path = Path(name)
    if not path.is_file():
        there = sorted(str(one) for one in path.parent.glob("*"))
        return f"(There is no file {name} among {', '.join(there)}.)\n"
    if not inner:
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if inner not in names:
            return f"(There is no file {inner} among {', '.join(names)}.)\n"
        return archive.read(inner).decode()


def _text(text: str, _: list[str]) -> str:
    return readable(text)


def _part(text: str, ids: list[str]) -> str:
    """Those parts, in the order of the page."""
    parts = list(_parts(text))
    names = [name for name, _ in parts]
    if missing := set(ids) - set(names):
        return f"(There is no part {', '.join(sorted(missing))} among {', '.join(names)}.)\n"
    return "".join(content for name, content in parts if name in ids)


def _without(text: str, ids: list[str]) -> str:
    for content in [content for name, content in _parts(text) if name in ids]:
        text = text.replace(content, "")
    return text


def _until(text: str, ids: list[str]) -> str:
    return text.partition(f'<a id="{ids[0]}"></a>')[0]


def _words(text: str, _: list[str]) -> str:
    return re.sub(r"\n\$\$\n.*?\n\$\$\n", "\n", text, flags=re.DOTALL)


def _lines(text: str, span: list[str]) -> str:
    first, _, last = span[0].partition("-")
    return "\n".join(text.splitlines()[int(first) - 1 : int(last)]) + "\n"


FILTERS = {
    "text": _text, "part": _part, "without": _without, "until": _until, "words": _words,
    "lines": _lines,
}  # fmt: skip


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Every part by the id before its heading, or before its line where it has no heading."""
    lines = text.splitlines(keepends=True)
    starts = [(i, found["id"]) for i, line in enumerate(lines) if (found := ANCHOR.match(line))]
    for start, name in starts:
        begun = next((i for i in range(start + 1, len(lines)) if lines[i].strip()), start)
        rank = _rank(lines[begun])
        ends = (i for i in range(begun + 1, len(lines)) if _ends(lines, i, rank))
        yield name, "".join(lines[start : next(ends, len(lines))])


def _ends(lines: list[str], i: int, rank: int) -> bool:
    """Whether a part of that rank ends before a line: at a heading, or at what leads to one."""
    if ANCHOR.match(lines[i]):
        after = next((line for line in lines[i + 1 :] if line.strip()), "")
        return rank == 7 or _rank(after) <= rank
    return _rank(lines[i]) <= rank and rank < 7


def _rank(line: str) -> int:
    found = HEADING.match(line)
    return len(found["marks"]) if found else 7


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """Work in a folder, for as long as a transcript is played."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        sys.stdout.flush()
