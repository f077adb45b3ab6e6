"""How wide the columns of a long table are on paper, by their letters.

The press would set each cell twice: once to learn how wide it is. In a table of a few hundred rows
that takes a twentieth of the time of all the report.
"""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

from markupsafe import Markup

# A title and the classes of its column; the cells of a row, each with its classes.
Columns = Sequence[tuple[Markup, str]]
Rows = Sequence[Sequence[tuple[str, Markup]]]

# In a shorter table the press measures: it does that well, and it takes no time there.
LONG = 60
# Half as wide as a digit.
NARROW = " ,.·"
# The blanks beside a cell, in digits.
ASIDE = 2
# So many digits of the small type fit beside each other; in a wider table the press breaks some.
ACROSS = 128
MEASURED = {"bar", "prose"}


def column_widths(columns: Columns, rows: Rows) -> tuple[str, ...]:
    """The width of each column, in CSS; none where the press has to measure."""
    if len(rows) < LONG or any(MEASURED.intersection(role.split()) for _, role in columns):
        return ()
    letters = [
        ASIDE + max(_wide(title), *(_wide(cell) for _, cell in cells))
        for (title, _), cells in zip(columns, zip(*rows, strict=True), strict=True)
    ]
    if sum(letters) > ACROSS:
        return ()
    return tuple(f"{100 * each / sum(letters):.3f}%" for each in letters)


def _wide(shown: Markup) -> float:
    """The width of a text, in digits."""
    text = shown.striptags()
    narrow = sum(map(text.count, NARROW)) / 2
    if text.isascii():
        return len(text) - narrow
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text) - narrow
