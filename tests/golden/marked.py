"""Which sentences the transcripts show: each is begun with a sign of its own, and looked for.

    python -m tests.golden.marked

Every sentence that is shown changes the text that shows it, wherever it comes from and whatever
keeps it in between. The process has to be fresh, since what was said before has no signs.
Prints the keys of the sentences that no transcript shows, one a line.
"""

from __future__ import annotations

import re
import sys
import tempfile
from itertools import product
from pathlib import Path

from explainer.language import SOURCE
from explainer.language.catalogue import catalogue
from explainer.page.sentences import sentences

BRAILLE = [chr(0x2801 + i) for i in range(255)]  # no letters to the program, and shown as they are
SIGN = re.compile("[\u2801-\u28ff]{2}")


def signs() -> dict[str, str]:
    """Begin every sentence with its sign; the key of each sign."""
    said = catalogue(SOURCE).texts
    found = {a + b: key for (a, b), key in zip(product(BRAILLE, repeat=2), said, strict=False)}
    said.update({key: sign + said[key] for sign, key in found.items()})
    return found


def shown(transcripts: list[Path] | None = None) -> dict[str, set[str]]:
    """For each transcript, by its name, the keys that it shows."""
    keys = signs()
    from tests.golden.transcript import TRANSCRIPTS, played

    found: dict[str, set[str]] = {}
    for path in transcripts or TRANSCRIPTS:
        with tempfile.TemporaryDirectory() as folder:
            text = played(path.read_text(encoding="utf-8"), Path(folder))
        found[path.stem] = {keys[sign] for sign in SIGN.findall(text)}
    return found


if __name__ == "__main__":
    every = set().union(*shown([Path(word) for word in sys.argv[1:]]).values())
    print("".join(f"{key}\n" for key in sentences() if key not in every), end="")
