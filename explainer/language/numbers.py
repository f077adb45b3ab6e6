"""Numbers and forms of number as a language writes them; the rules come from Babel, i.e. CLDR.

English is the language that the program is written in, and its rules are Python's own: Babel
takes as long to import as a short report to make, so it is asked for other languages only. A test
holds both to be the same.
"""

from __future__ import annotations

from decimal import localcontext
from functools import cache
from typing import TYPE_CHECKING

from explainer.language.current import SOURCE, current

if TYPE_CHECKING:
    from babel import Locale

MOST_DIGITS = 5000  # Python writes no whole number of more than 4,300


def number(value: int) -> str:
    """A whole number, exactly: 3211264 is 3,211,264 in English."""
    if current() == SOURCE:
        return f"{value:,}"
    from babel.numbers import format_decimal

    with localcontext(prec=MOST_DIGITS):  # Babel rounds to whole ones, within Python's precision
        return format_decimal(value, locale=_locale(current()))


def written(text: str) -> str:
    """A number with its decimals, as `1234.50` or `1,234.50`, as the language writes it."""
    whole, point, decimals = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    head = number(int(whole.replace(",", "").removeprefix("-")))
    return f"{sign}{head}{_decimal_sign(current()) if point else ''}{decimals}"


def form(value: int) -> str:
    """Which form of number goes with it, by its name in CLDR, as `one` or `other`."""
    if current() == SOURCE:
        return "one" if value == 1 else "other"
    return _locale(current()).plural_form(value)


def listed(names: list[str]) -> str:
    """Names as the language puts them one behind the other: `a, b, and c`."""
    from babel.lists import format_list

    return format_list(names, locale=_locale(current()))


def ordinal(value: int) -> str:
    """Which form an ordinal has, by its name in CLDR: 1 is `one`, 2 `two`, 3 `few` in English."""
    return _locale(current()).ordinal_form(value)


@cache
def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(language)


@cache
def _decimal_sign(language: str) -> str:
    if language == SOURCE:
        return "."
    from babel.numbers import get_decimal_symbol

    return get_decimal_symbol(_locale(language))
