"""Which settings of a layer a question names: those that its numbers depend on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple

from explainer.layers.setting_types import Sides
from explainer.layers.settings import Setting
from explainer.maths import Exact
from explainer.network.node import Node

# They change no number.
LEFT_OUT = (
    "padding_mode",
    "value",
    "count_include_pad",
    "track_running_stats",
    "inplace",
    "eps",
    "momentum",
    "p",
    "negative_slope",
    "alpha",
)
# They are named only where they are not at their default; what that is, is said once.
UNSAID = ("bias", "dilation", "groups", "ceil_mode", "affine", "elementwise_affine")


def settings_shown(node: Node) -> list[tuple[Setting, object]]:
    """The settings that are named, with their values."""
    return [
        (setting, node.settings[setting.name])
        for setting in node.layer.settings
        if setting.name not in LEFT_OUT
        and node.settings[setting.name] is not None
        and not _is_unsaid(setting, node)
    ]


def settings_unsaid(nodes: Iterable[Node]) -> list[tuple[Setting, object]]:
    """The settings that are left unsaid in some of the layers, each once."""
    found = {
        setting.name: (setting, node.settings[setting.name])
        for node in nodes
        for setting in node.layer.settings
        if _is_unsaid(setting, node)
    }
    return [found[name] for name in UNSAID if name in found]


def _is_unsaid(setting: Setting, node: Node) -> bool:
    return setting.name in UNSAID and node.settings[setting.name] == setting.default


def numbers_set(node: Node) -> tuple[Exact, ...]:
    """The whole numbers among the settings that are named."""
    parts = [part for _, value in settings_shown(node) for part in parts_of(value)]
    return tuple(n for n in parts if isinstance(n, int) and not isinstance(n, bool))


def parts_of(value: object) -> tuple[object, ...]:
    """A setting's value for each axis or side, or the one that it has."""
    if isinstance(value, Sides):
        return astuple(value)
    return value if isinstance(value, tuple) else (value,)
