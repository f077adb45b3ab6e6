"""A second language made mechanically from the English catalogue: every letter has a mark.

It is called `de`, so numbers are Babel's German ones: 1.728 and 0,5. Whatever is written with it
and has a plain letter, or 1,728, did not come from the catalogue.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from explainer.language import speaking
from explainer.language.catalogue import catalogue, keys_of_objects
from explainer.page.sentences import SYMBOL
from explainer.resources import resource

NAME = "de"
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "àḃćďéḟǵḣíĵḱĺḿńóṕɋŕśťúṽẃẋýźÀḂĆĎÉḞǴḢÍĴḰĹḾŃÓṔɊŔŚŤÚṼẂẊÝŹ",
)
GROUP = re.compile(r"(?<=\d),(?=\d{3})")  # 1,000 within a sentence
KEPT = re.compile(rf"\{{\w+\}}|`[^`]+`|{SYMBOL.pattern}")


def marked(text: str) -> str:
    """The text with a mark on every letter that is no slot, no code and no symbol.

    Numbers within it are grouped the German way.
    """
    parts, end = [], 0
    for found in KEPT.finditer(text):
        parts += [text[end : found.start()].translate(LETTERS), found[0]]
        end = found.end()
    return GROUP.sub(".", "".join((*parts, text[end:].translate(LETTERS))))


def _said(value: Any) -> Any:
    """A part of the catalogue's file: of a sentence with forms, all but the deciding slot."""
    if isinstance(value, str):
        return marked(value)
    return {key: each if key == "by" else _said(each) for key, each in value.items()}


def write_catalogue(folder: Path) -> None:
    """The pseudo-language as a catalogue's folder, beside the English one."""
    source = resource("templates") / "language" / "en"
    (folder / NAME).mkdir(parents=True)
    for path in source.glob("*.yaml"):
        said = _said(yaml.safe_load(path.read_text(encoding="utf-8")))
        (folder / NAME / path.name).write_text(yaml.safe_dump(said, allow_unicode=True))


@contextmanager
def speaking_pseudo(folder: Path) -> Iterator[None]:
    """Speak it in here, from a copy of the templates in that folder."""
    templates = resource("templates")
    for path in templates.iterdir():
        if path.name != "language":
            (folder / path.name).symlink_to(path)
    (folder / "language").mkdir()
    (folder / "language" / "en").symlink_to(templates / "language" / "en")
    write_catalogue(folder / "language")
    module = importlib.import_module("explainer.language.catalogue")

    before = vars(module)["resource"]
    vars(module)["resource"] = lambda kind: folder if kind == "templates" else before(kind)
    catalogue.cache_clear()
    try:
        with speaking(NAME):
            yield
    finally:
        vars(module)["resource"] = before
        catalogue.cache_clear()
        keys_of_objects.cache_clear()
