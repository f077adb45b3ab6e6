"""A mapping from Python → the same tree of Given that a YAML text gives."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from numbers import Integral

from explainer.errors import ModelFileError
from explainer.language import sentence
from explainer.readers.bounds import (
    DIGITS,
    check_depth,
    check_number,
    check_values,
    refuse_number,
)
from explainer.readers.model import read_model
from explainer.readers.wording import quoted
from explainer.spec import Given, GivenValue, ModelSpec, Place


def read_mapping(data: object, file: str = "<mapping>") -> ModelSpec:
    """The model that a mapping from Python describes, with the same keys as a file."""
    return read_model(convert_mapping(data, file))


def convert_mapping(data: object, file: str) -> Given:
    """The tree of a value from Python; no place in it has a line."""
    return _Converter(Place(file)).value(data, 1)


class _Converter:
    """Walks through lists and mappings, counting values and depth as it goes."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.values = 0

    def value(self, data: object, depth: int) -> Given:
        """One value, with all that it holds."""
        self.values += 1
        check_values(self.values, self.place)
        if isinstance(data, Mapping):
            check_depth(depth, self.place)
            return Given(
                {self.key(k): self.value(v, depth + 1) for k, v in data.items()}, self.place
            )
        if isinstance(data, list | tuple):
            check_depth(depth, self.place)
            return Given(tuple(self.value(part, depth + 1) for part in data), self.place)
        return self.scalar(data)

    def key(self, key: object) -> str:
        """A key, which has to be a text."""
        if not isinstance(key, str):
            raise ModelFileError(self.place, sentence("value.key_no_text", value=quoted(repr(key))))
        return key

    def scalar(self, data: object) -> Given:
        """A number, a truth value, a text or nothing."""
        value: GivenValue
        if data is None or isinstance(data, bool):
            return Given(data, self.place, {None: "null", True: "true", False: "false"}[data])
        if isinstance(data, str):
            return Given(str(data), self.place, str(data))
        if isinstance(data, Integral):
            value = int(data)
            if abs(value) >= 10**DIGITS:
                refuse_number(self.place)
        elif isinstance(data, float | Decimal):
            text = float.__repr__(data) if isinstance(data, float) else data
            value = check_number(Decimal(text), self.place)
        else:
            raise ModelFileError(
                self.place,
                sentence("value.strange_type", type=type(data).__name__),
                advice=sentence("value.strange_type_try"),
            )
        return Given(value, self.place, str(value))
