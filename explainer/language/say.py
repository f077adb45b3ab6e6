"""Sentences as plain text, for whoever needs no page: errors, help, names in exports.

    sentence("error.no_layer", name="conv3")

A page says its sentences by `say` of page/sentences.py, which gives parts in place of text;
both read the same catalogue, and refuse the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from explainer.language.batch_item import as_told
from explainer.language.catalogue import (
    OBJECTS,
    SLOT,
    catalogue,
    keys_of_objects,
    slots_of,
)
from explainer.language.current import SOURCE, current
from explainer.language.numbers import form, number
from explainer.language.sentence_error import SentenceError

Given = TypeVar("Given")


def sentence(key: str, /, **slots: str | int) -> str:
    """The sentence of that key as text, its slots filled; a number as the language writes it.

    SentenceError where there is no such sentence, where it has no slot for what is given, and
    where a slot is given nothing, or something empty.
    """
    whole = chosen(key, slots, lambda given: isinstance(given, str) and not given.strip())
    return SLOT.sub(lambda slot: _written(slots[slot[1]]), whole)


def knows(key: str) -> bool:
    """Whether there is a sentence of that key."""
    found = catalogue(current())
    return key in found.texts or key in found.deciding


def texts() -> Mapping[str, str]:
    """Every sentence of the current language by its key."""
    return catalogue(current()).texts


def slots_of_key(key: str) -> frozenset[str]:
    """The slots of a sentence, in whichever form of number; SentenceError where there is none."""
    found = catalogue(current())
    whole = f"{key}/other" if key in found.deciding else key
    if whole not in found.texts:
        raise SentenceError(key, "is not in the file.")
    return slots_of(found.texts[whole])


def chosen(key: str, slots: Mapping[str, Given], empty: Callable[[Given], bool]) -> str:
    """The sentence with its slots still open, in the form and the reading that it is read in.

    empty: whether a reader would see nothing of what a slot is given.
    """
    needed = slots_of_key(key)
    if slots.keys() != needed:
        raise SentenceError(key, disagreement(needed, slots))
    for name, part in slots.items():
        if empty(part):
            raise SentenceError(key, f"is given {part!r} for its slot {name!r}, which is empty.")
    found = catalogue(current())
    if key not in found.deciding:
        return as_told(found.texts[key])
    deciding = slots[found.deciding[key]]
    if not isinstance(deciding, int):
        raise SentenceError(key, f"is given no whole number for {found.deciding[key]!r}.")
    return as_told(found.texts.get(f"{key}/{form(deciding)}", found.texts[f"{key}/other"]))


def translated(english: str) -> str:
    """A sentence that stays with its object in English, such as a formula's docstring.

    SentenceError where the language's catalogue lacks it.
    """
    return as_told(both_readings(english))


def both_readings(english: str) -> str:
    """The same with its readings side by side, for scripts, which choose by themselves."""
    if current() == SOURCE:
        return english
    key = keys_of_objects().get(english)
    if key is None:
        raise SentenceError(english, f"is not in {OBJECTS}: `python -m explainer.messages`.")
    return texts()[key]


def disagreement(slots: frozenset[str], given: Collection[str]) -> str:
    """What is given and not used, or used and not given, named."""
    unused, missing = sorted(set(given) - slots), sorted(slots - set(given))
    told = [f"has no slot {', '.join(map(repr, unused))}, which is given"] if unused else []
    told += [f"is given nothing for its slot {', '.join(map(repr, missing))}"] if missing else []
    return f"{', and '.join(told)}."


def _written(part: str | int) -> str:
    return part if isinstance(part, str) else number(part)
