"""How much a model file may hold, so that no file can eat the machine."""

from __future__ import annotations

import re
from decimal import Decimal

from explainer.errors import ModelFileError
from explainer.language import sentence
from explainer.spec import Place

BYTES = 2_000_000  # of text
DEPTH = 50  # lists and mappings inside each other
VALUES = 500_000  # in the file, where an alias counts as all that it stands for
LAYERS = 100_000  # after blocks and repeats were written out
WRITTEN_OUT = 1_000_000  # settings and sources of all those layers
NESTING = 20  # blocks and repeats inside each other
NAME = 200  # characters of a name
DIGITS = 1_000  # of a number, before or after the decimal point

WHOLE = re.compile(r"[-+]?[0-9]+")
DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,9})?")


def check_size(size: int, place: Place) -> None:
    """Refuse a text that is longer than any model."""
    if size > BYTES:
        raise ModelFileError(
            place,
            sentence("file.too_long", most=BYTES),
            advice=sentence("file.repeat_try"),
        )


def check_depth(depth: int, place: Place) -> None:
    """Refuse lists and mappings that are too deep inside each other."""
    if depth > DEPTH:
        raise ModelFileError(
            place,
            sentence("file.nested", most=str(DEPTH)),
        )


def check_values(count: int, place: Place) -> None:
    """Refuse a file with more values than any model has."""
    if count > VALUES:
        raise ModelFileError(
            place,
            sentence("file.too_many_values", most=VALUES),
            advice=sentence("file.repeat_try"),
        )


def read_number(text: str, place: Place) -> int | Decimal | None:
    """The number that a text writes; None where it writes none."""
    whole = WHOLE.fullmatch(text)
    if not whole and not DECIMAL.fullmatch(text):
        return None
    if len(text) > DIGITS:
        refuse_number(place)
    return int(text) if whole else check_number(Decimal(text), place)


def check_number(number: Decimal, place: Place) -> Decimal:
    """Refuse numbers whose digits would fill the memory, such as 1e999999999."""
    if not number.is_finite() or abs(number.adjusted()) > DIGITS:
        refuse_number(place)
    return number


def refuse_number(place: Place) -> None:
    """Stop because of a number that is beyond all bounds."""
    raise ModelFileError(
        place,
        sentence("file.number_out_of_bounds", most=DIGITS),
        advice=sentence("file.number_out_of_bounds_try"),
    )
