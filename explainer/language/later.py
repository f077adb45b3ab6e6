"""A sentence that is made only if somebody reads it, as what an error would say.

    expect_list(given, "freeze", later("model.freeze_try", written="freeze: [conv1, layer1]"))

The catalogue is read for an error only, so nothing that is well waits for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from explainer.language.say import sentence


@dataclass(frozen=True)
class Later:
    """A sentence's key and what fills its slots; `str()` of it is the sentence."""

    key: str
    slots: Mapping[str, str | int]

    def __str__(self) -> str:
        return sentence(self.key, **self.slots)


Words: TypeAlias = str | Later  # what a message is made of: an identifier, or the catalogue's words


def later(key: str, /, **slots: str | int) -> Later:
    """The sentence of that key, in the language that is spoken when it is read."""
    return Later(key, slots)
