"""`explain layers`: the kinds of layers with their settings, made from LAYERS."""

from __future__ import annotations

from collections.abc import Iterable

from explainer.command.columns import aligned, paragraph
from explainer.errors import UsageError, named, nearest
from explainer.language import sentence, translated
from explainer.layers import LAYERS, Layer, spellings
from explainer.layers.declared import DECLARED
from explainer.layers.meant import advice_for_kind
from explainer.layers.settings import Setting
from explainer.readers.schema.words import schema_words, takes

BY_NAME = "- max_pool2d: {kernel_size: 3, stride: 2}"


def kinds_text(kinds: Iterable[str]) -> str:
    """All kinds, or the ones named; UsageError for one that isn't known."""
    chosen = [layer for kind in kinds for layer in _known(kind)]
    if chosen:
        return "\n".join(map(_kind_text, chosen))
    head = paragraph(sentence("command.layers_head", by_name=BY_NAME), 0)
    return "\n".join([_index(), f"{head}\n", *map(_kind_text, LAYERS.values())])


def _index() -> str:
    """Every kind on a line, with what it is called elsewhere."""
    rows = [(layer.kind, ", ".join(_elsewhere(layer))) for layer in LAYERS.values()]
    head = paragraph(sentence("command.layers_index", one="`explain layers conv2d`"), 0)
    return "\n".join([head, "", *(f"  {line}" for line in aligned(rows, "<<")), ""])


def _elsewhere(layer: Layer) -> list[str]:
    return list(dict.fromkeys(each.name for each in layer.class_names))


def _known(kind: str) -> tuple[Layer, ...]:
    if kind in spellings():
        return spellings()[kind].layers
    if advice := advice_for_kind(kind, LAYERS):
        raise UsageError(sentence("kind.unknown", name=named(kind)), advice)
    near = nearest(kind, LAYERS, 0.5)
    hint = sentence("hint.meant", name=f'"{near}"') if near else sentence("kind.unknown_try")
    raise UsageError(sentence("kind.unknown", name=named(kind)), hint)


def _kind_text(layer: Layer) -> str:
    lines = [layer.kind, paragraph(translated(layer.about), 2)]
    if others := _elsewhere(layer):
        lines.append(paragraph(sentence("command.layers_elsewhere", names=", ".join(others)), 2))
    if layer.many:
        lines.append(paragraph(sentence("command.layers_from"), 4))
        lines.append(paragraph(sentence("command.layers_branches"), 8))
    if layer.declares:
        lines.append(paragraph(_declared_text(layer), 4))
        lines.append(paragraph(sentence("command.layers_declared"), 8))
    for setting in layer.settings:
        lines.append(paragraph(_setting_text(setting), 4))
        lines.append(paragraph(translated(setting.about), 8))
    return "\n".join(lines) + "\n"


def _declared_text(layer: Layer) -> str:
    taken = schema_words(DECLARED.schema())
    return sentence("command.layers_setting", name=layer.declares, takes=taken)


def _setting_text(setting: Setting) -> str:
    if not setting.aliases:
        return sentence("command.layers_setting", name=setting.name, takes=takes(setting))
    others = ", ".join(setting.aliases)
    key = "command.layers_setting_spelled"
    return sentence(key, name=setting.name, others=others, takes=takes(setting))
