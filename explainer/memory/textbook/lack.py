"""Numbers that bare totals may lack; reading one that is lacking is refused here, and only here.

found.known["total"]    a number, or None where the file's totals don't give enough for it
found.total             a number; ModelFileError where they don't
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from explainer.errors import ModelFileError
from explainer.language import sentence
from explainer.network.graph import Graph


@dataclass(frozen=True)
class Lack:
    """What stands in place of a number that is made of something that the totals don't give."""

    graph: Graph

    def refusal(self) -> ModelFileError:
        """That it is missing, for whoever can't do without the number."""
        totals = self.graph.totals
        assert totals is not None
        assert totals.lacks is not None
        return ModelFileError(
            totals.place,
            sentence(f"totals.lack_{totals.lacks}", network=self.graph.name),
            advice=sentence(f"totals.lack_{totals.lacks}_try"),
        )


class Known:
    """A number of an account that refuses to be read where it is lacking."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, account: object | None, owner: type | None = None) -> int:
        if account is None:  # a dataclass asks whether there is a default
            raise AttributeError(self._name)
        number: int | Lack = account.__dict__[self._name]
        if isinstance(number, Lack):
            raise number.refusal()
        return number

    def __set__(self, account: object, number: int | Lack) -> None:
        account.__dict__[self._name] = number


@dataclass(frozen=True)
class Account:
    """Numbers by their names, of which some may be lacking."""

    @property
    def known(self) -> dict[str, int | None]:
        """All of them in their order; None in place of one that is lacking."""
        return {
            name: None if isinstance(number, Lack) else number
            for name, number in vars(self).items()
        }

    def given(self, *names: str) -> dict[str, int]:
        """Those of these numbers that are known."""
        known = self.known
        return {name: number for name in names if (number := known[name]) is not None}

    @property
    def lacks(self) -> bool:
        """Whether any is lacking that layers would tell."""
        return any(isinstance(number, Lack) for number in vars(self).values())


def added(numbers: Iterable[int | None]) -> int:
    """The sum of those that are known."""
    return sum(number for number in numbers if number is not None)
