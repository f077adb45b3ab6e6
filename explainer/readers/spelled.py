"""A layer as other libraries write it, in our own words: its kind, its settings, its defaults."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import takewhile
from typing import Any

from explainer.language import sentence
from explainer.layers import LAYERS, spellings
from explainer.layers.libraries import ClassName
from explainer.spec import Given, Place

WINDOW = ["kernel_size", "stride"]
NO_KINDS: tuple[str, ...] = ()


def kinds_meant(written: str) -> tuple[str, ...]:
    """The kinds that a name may mean, the likeliest first; none where it means nothing."""
    if written in LAYERS:
        return (written,)
    found = spellings().get(written)
    return tuple(layer.kind for layer in found.layers) if found else NO_KINDS


def difference(written: str) -> str:
    """What a class of another library does otherwise, that is no kind here for it; or nothing."""
    for layer in LAYERS.values():
        for each in layer.elsewhere:
            if each.differs and written in each.written:
                return sentence(each.differs)
    return ""


def stem_of(kinds: tuple[str, ...]) -> str:
    """What layers without a name are called: as their kind, or as several kinds have in common.

    >>> stem_of(("batch_norm2d", "batch_norm1d"))
    'batch_norm'
    """
    if len(kinds) == 1:
        return kinds[0]
    letters = zip(*kinds, strict=False)
    alike = takewhile(lambda each: len(set(each)) == 1, letters)
    return "".join(each[0] for each in alike).rstrip("_")


def in_a_row(written: str) -> tuple[str, ...]:
    """What the values of a list are, one after the other; none where it is a single value."""
    if written in LAYERS:
        return LAYERS[written].in_a_row()
    return spellings()[written].layers[0].in_a_row(_class_of(written))


def arguments_of(written: str) -> tuple[str, ...]:
    """The settings in the order in which code gives them."""
    layer = spellings()[written].layers[0]
    return layer.in_a_row(_class_of(written) if written not in LAYERS else None) or tuple(
        setting.name for setting in layer.settings
    )


def bare_of(written: str) -> str:
    """The setting that a bare value is; empty where it can be none."""
    if written in LAYERS:
        return LAYERS[written].bare
    return _class_of(written).bare or spellings()[written].layers[0].bare


def is_open(written: str, given: Given) -> bool:
    """Whether a pair may be the sides of a window, or the window and how far it moves.

    In code the two are told apart by brackets: nn.MaxPool2d((3, 2)) and nn.MaxPool2d(3, 2).
    """
    if written in LAYERS or not isinstance(given.value, tuple):
        return False
    names = [setting.name for setting in spellings()[written].layers[0].settings[:2]]
    return names == WINDOW and len({part.value for part in given.value if _is_plain(part)}) > 1


def _is_plain(part: Given) -> bool:
    return not isinstance(part.value, tuple | Mapping)


def in_our_words(written: str, settings: Mapping[str, Given]) -> dict[str, Given]:
    """The settings by our names, where that library's mean something else here."""
    names = _class_of(written).settings if written not in LAYERS else {}
    return {
        name if names.get(name, name) in settings else names[name]: given
        for name, given in settings.items()
    }


def with_its_defaults(
    written: str, settings: Mapping[str, Given], place: Place
) -> dict[str, Given]:
    """The settings, and what that library takes besides where they don't say it."""
    if written in LAYERS:
        return dict(settings)
    layer = spellings()[written].layers[0]
    left_out = {
        setting.name: setting
        for setting in layer.settings
        if not {setting.name, *setting.aliases} & set(settings)
    }
    taken = {
        name: as_given(value, place)
        for name, value in _class_of(written).defaults.items()
        if name in left_out
    }
    return {**settings, **taken}


def as_given(value: Any, place: Place) -> Given:
    """A value of Python as if it stood in the file."""
    assert isinstance(value, int | Decimal | str)
    return Given(value, place, str(value))


def _class_of(written: str) -> ClassName:
    found = spellings()[written].written_as
    assert found is not None
    return found
