"""`explain layers`: the kinds of layers with their settings, made from LAYERS."""

from __future__ import annotations

from collections.abc import Iterable

from explainer.command.columns import paragraph
from explainer.errors import UsageError, named, nearest
from explainer.language import translated
from explainer.layers import LAYERS, Layer
from explainer.layers.settings import Setting
from explainer.schema.words import takes

HEAD = """A layer is its kind alone (- relu), with its first setting (- max_pool2d: 2), or
with settings by name (- max_pool2d: {kernel_size: 3, stride: 2}). Names in
brackets are other spellings. Every kind may also have name: (what others call
it) and from: (the layer whose output it takes, if that is not the one before).
"""


def kinds_text(kinds: Iterable[str]) -> str:
    """All kinds, or the ones named; UsageError for one that isn't known."""
    chosen = [_known(kind) for kind in kinds]
    if chosen:
        return "\n".join(map(_kind_text, chosen))
    return "\n".join([HEAD, *map(_kind_text, LAYERS.values())])


def _known(kind: str) -> Layer:
    if kind in LAYERS:
        return LAYERS[kind]
    near = nearest(kind, LAYERS, 0.5)
    hint = f"Did you mean {near!r}?" if near else "`explain layers` lists them all."
    raise UsageError(f"There is no kind of layer called {named(kind)}. {hint}")


def _kind_text(layer: Layer) -> str:
    lines = [layer.kind, paragraph(translated(layer.about), 2)]
    if layer.many:
        lines += ["    from: a list of layers; required", paragraph("Its branches.", 8)]
    for setting in layer.settings:
        lines.append(paragraph(f"{_names(setting)}: {takes(setting)}", 4))
        lines.append(paragraph(translated(setting.about), 8))
    return "\n".join(lines) + "\n"


def _names(setting: Setting) -> str:
    return setting.name + (f" ({', '.join(setting.aliases)})" if setting.aliases else "")
