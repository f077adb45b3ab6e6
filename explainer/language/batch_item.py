"""What a batch is made of: images, or what is called an example of anything else.

    activations: "activations of one <image|example> · {bytes} bytes, {units}"

A sentence that is true of every network, and is read best with the word `image` where there are
images, has both readings between `<` and `>`: the first for networks that are given one image,
the second for all others (a text of tokens, a sequence, a row of features, several inputs, bare
totals). A reading may be a word or the whole sentence, so a language whose articles or endings
differ writes as much twice as it has to; nothing is ever filled in from elsewhere.

What is told about belongs to the context, as the language does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

READINGS = re.compile(r"<([^<>|]+)\|([^<>|]+)>")
_IMAGES = ContextVar("images", default=True)


def of_images() -> bool:
    """Whether what is told about is made of images; so it is where no network is meant."""
    return _IMAGES.get()


@contextmanager
def telling(*, images: bool) -> Iterator[None]:
    """Tell in here of a network whose batch is made of images, or of other examples."""
    before = _IMAGES.set(images)
    try:
        yield
    finally:
        _IMAGES.reset(before)


def as_told(text: str) -> str:
    """The text in the reading that goes with what is told about."""
    return reading(text, images=of_images()) if "|" in text else text


def reading(text: str, *, images: bool) -> str:
    """The text in one of its two readings; a text that has only one stays as it is."""
    return READINGS.sub(lambda found: found[1 if images else 2], text)
