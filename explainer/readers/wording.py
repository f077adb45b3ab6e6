"""How errors speak of what the user wrote: quoted, short, with the nearest valid name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from explainer import errors
from explainer.language import Words, sentence
from explainer.spec import Place

LONGEST = 60  # characters of the user's text in a message
FEW = 18  # names that are still worth listing: all keys of a model file, say
FIRST = 6  # names of a list that may be long
# What would reorder the text around it: embeddings, overrides and isolates.
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSEEN = frozenset(("Cc", "Cs", "Zl", "Zp"))  # controls, half characters, line and paragraph ends
# Letters and a symbol that are drawn as nothing: the fillers of Hangul, and Braille without a dot.
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def is_control(character: str) -> bool:
    """Whether a character is an order to the screen, not something to see."""
    return character in REORDERING or unicodedata.category(character) in UNSEEN


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing of it: blanks, and what is drawn as nothing."""
    return all(c.isspace() or c in FILLERS or unicodedata.category(c) == "Cf" for c in text)


def shortened(text: str) -> str:
    """The user's text on one line, with control characters written as escapes."""
    head = text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
    if head.isascii() and head.isprintable():
        return head
    return "".join(
        c.encode("unicode_escape", "surrogatepass").decode() if is_control(c) else c for c in head
    )


def quoted(text: str) -> str:
    """The user's text in quotation marks."""
    return f'"{shortened(text)}"'


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return sentence("hint.and", names=", ".join(words[:-1]), last=words[-1])


def first_of(names: Sequence[str]) -> str:
    """The first few names of a list, which may be long: `conv1, relu, pool1, …`."""
    few = [shortened(name) for name in names[:FIRST]]
    return listed(few) if len(names) <= FIRST else f"{', '.join(few)}, …"


def nearest(word: str, names: Iterable[str]) -> str:
    """The name that was most likely meant; empty where none is near."""
    spellings = {name.casefold(): name for name in names}
    found = errors.nearest(word[:LONGEST].casefold(), spellings)
    return spellings[found] if found else ""


def suggestion(word: str, names: Iterable[str], otherwise: Words = "") -> str:
    """Advice for a wrong name: the nearest right one, or all where they are few."""
    names = list(names)
    if near := nearest(word, names):
        return sentence("hint.meant", name=quoted(near))
    if otherwise or not names or len(names) > FEW:
        return str(otherwise)
    return sentence("hint.one_of", names=", ".join(map(shortened, names)))


def twice(key: str, name: str, first: Place, second: Place) -> str:
    """That something is given twice, and in which lines, where they are known."""
    if not first.line or not second.line:
        return sentence(key, name=name)
    if first.line == second.line:
        return sentence(f"{key}_in_line", name=name, line=str(first.line))
    return sentence(f"{key}_in_lines", name=name, first=str(first.line), second=str(second.line))
