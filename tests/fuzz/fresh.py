"""The same bytes in a fresh process, under another hash seed, locale and time zone."""

from __future__ import annotations

from pathlib import Path
from random import Random

from explainer.library.explain import explain
from explainer.readers.from_yaml import read_yaml
from tests.command_line import explain_afresh as command

LOCALES = ("C", "C.UTF-8", "POSIX", "de_DE.UTF-8", "tr_TR.UTF-8", "ja_JP.eucJP", "")
ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "nonsense", "")
FORMATS = ("--md", "--json", "--html")


def environment(chance: Random) -> dict[str, str]:
    """A user's surroundings, of which no figure may depend."""
    locale = chance.choice(LOCALES)
    return {
        "PYTHONHASHSEED": str(chance.randint(0, 2**32 - 1)),
        "LC_ALL": locale,
        "LANG": locale,
        "TZ": chance.choice(ZONES),
    }


def assert_same_bytes(text: str, chance: Random, folder: Path) -> None:
    """A fresh process prints what this one makes."""
    file = folder / "model.yaml"
    file.write_text(text, encoding="utf-8")
    form, around = chance.choice(FORMATS), environment(chance)
    ran = (
        command(form, "-o", "-", str(file), env=around)
        if form != "--json"
        else command(str(file), form, env=around)
    )
    assert ran.code == 0, (ran.err, around)
    document = explain(read_yaml(text, str(file)))
    made = {"--md": document.markdown, "--html": document.html, "--json": document.json}[form]()
    assert ran.text.rstrip("\n") == made.rstrip("\n"), (form, around)
    assert not ran.err, ran.err
