"""The tables of the references in site/reference, made from the objects that they are about.

`pytest tests/promises/test_references.py --update-golden` writes them anew.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from explainer.command import commands
from explainer.language import sentence, translated
from explainer.layers import LAYERS
from explainer.layers.declared import DECLARED
from explainer.layers.layer import Layer
from explainer.layers.settings import Setting
from explainer.library.options import every_option
from explainer.network import optimizers
from explainer.readers.schema import schema
from explainer.readers.schema.words import schema_words, takes
from tests.command_line import ROOT

FOLDER = ROOT / "site" / "reference"
TABLE = re.compile(
    r"(?P<head>^<!-- table: (?P<name>[a-z ]+) -->\n)(?P<rows>.*?)(?P<foot>^<!-- end of table -->$)",
    re.MULTILINE | re.DOTALL,
)
CHECKED = sentence("command.layers_declared")
SHARED = {each.name for each in every_option()}


def pages() -> list[Path]:
    """The pages, by name."""
    return sorted(FOLDER.glob("*.md"))


def filled(text: str) -> str:
    """The page with its tables as the objects say them."""
    return TABLE.sub(lambda found: f"{found['head']}{table(found['name'])}{found['foot']}", text)


def rows_in(page: str, name: str) -> list[str]:
    """The rows of a table as it stands in a page."""
    text = (FOLDER / f"{page}.md").read_text(encoding="utf-8")
    found = next(each for each in TABLE.finditer(text) if each["name"] == name)
    return str(found["rows"]).splitlines()[2:]


def table(name: str) -> str:
    """A table by its name in the pages."""
    if name.startswith("options of "):
        return options_table(name.removeprefix("options of "))
    makers: dict[str, Callable[[], str]] = {
        "commands": commands_table,
        "optimizers": optimizers_table,
        "kinds": kinds_table,
        "settings": settings_tables,
        "keys of the model file": keys_table,
    }
    return makers[name]()


def _table(titles: Sequence[str], rows: Iterable[str]) -> str:
    head = f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}\n"
    return head + "".join(f"{row}\n" for row in rows)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


# ---- commands --------------------------------------------------------------------------


def commands_table() -> str:
    """How each command is called, and what it is for."""
    report = _row("`explain MODEL`", "the report of one model")
    rows = (_row(f"`explain {each.name} {each.words}`".replace(" `", "`"), each.does)
            for each in commands.COMMANDS)  # fmt: skip
    return _table(("command", "what it does"), [report, *rows])


def options_table(name: str) -> str:
    """What a command takes: what is its own, and then what a report takes too."""
    command = commands.command_of([] if name == "report" else [name])[0]
    own, shared = [], []
    for action in command.parser()._actions:
        if action.dest in SHARED:
            shared.append(action.dest)
        elif action.option_strings and action.dest not in ("help", "version"):
            own.append(_own(action))
    if name == "report":
        rows = [*(f"{row} |" for row in own), *(each.listed for each in every_option())]
        return _table(("option", "what it does", "without it"), rows)
    if not own:
        return _shared(shared, "It takes")
    more = f"\n{_shared(shared, 'And')}" if shared else ""
    return _table(("option", "what it does"), own) + more


def _shared(names: Sequence[str], head: str) -> str:
    listed = ", ".join(f"`--{name}`" for name in names)
    return f"{head}, of the options of the report: {listed}.\n"


def _own(action: argparse.Action) -> str:
    value = f" {action.metavar}" if action.metavar else ""
    return _row(f"`{action.option_strings[0]}{value}`", str(action.help))


def optimizers_table() -> str:
    """What each keeps beside a parameter."""
    rows = (_row(f"`{each.name}`", _kept(each.slots)) for each in optimizers.OPTIMIZERS)
    return _table(("optimizer", "values that it keeps beside each parameter"), rows)


def _kept(slots: int | None) -> str:
    return "by the shapes: one for each row and column" if slots is None else str(slots)


# ---- models ----------------------------------------------------------------------------


def kinds_table() -> str:
    """Every kind and what it does."""
    rows = (_row(f"[`{kind}`](#{kind})", translated(layer.about)) for kind, layer in LAYERS.items())
    return _table(("kind", "what it does"), rows)


def settings_tables() -> str:
    """The settings of every kind."""
    return "\n".join(_settings(layer) for layer in LAYERS.values())


def _settings(layer: Layer) -> str:
    head = f"## {layer.kind}\n\n{translated(layer.about)} [Reference]({layer.reference})\n"
    if others := dict.fromkeys(f"`{each.name}`" for each in layer.class_names):
        head += f"\nAlso written {', '.join(others)}.\n"
    rows = [_row("`from`", "a list of layers; required", "Its branches.")] * layer.many
    if layer.declares:
        rows.append(_row(f"`{layer.declares}`", schema_words(DECLARED.schema()), CHECKED))
    rows += [_row(_names(each), takes(each), translated(each.about)) for each in layer.settings]
    return head + ("\n" + _table(("setting", "what it takes", "what it is"), rows) if rows else "")


def _names(setting: Setting) -> str:
    aliases = ", ".join(f"`{name}`" for name in setting.aliases)
    return f"`{setting.name}`" + (f" ({aliases})" if aliases else "")


def keys_table() -> str:
    """The keys of a model file, as its schema describes them."""
    whole = schema()
    rows = (_row(f"`{name}`", _about(whole, part)) for name, part in whole["properties"].items())
    return _table(("key", "what it holds"), rows)


def _about(whole: dict[str, Any], part: dict[str, Any]) -> str:
    if "$ref" in part:
        part = whole["$defs"][part["$ref"].rpartition("/")[2]]
    told = str(part["description"])
    if "enum" in part:
        told += " " + " ".join(f"`{value}`" for value in part["enum"]) + "."
    return told + (f" Without it: `{part['default']}`." if "default" in part else "")
