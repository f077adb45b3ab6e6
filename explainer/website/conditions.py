"""When a formula of a whole network holds, as JavaScript: `o.compare(v.b,o.number(8n))!==0`.

The condition is the Python function itself, run once for every outcome of what it asks.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from explainer.maths import tree as t
from explainer.render.maths.javascript import javascript

ALWAYS, NEVER = "true", "false"


def condition(when: Callable[[Any], bool], known: Mapping[str, int]) -> str:
    """The condition as an expression over `o` and `v`; `true` or `false` where that settles it.

    known: numbers that are the same whatever a reader changes; what else the condition looks
    up is a number of the network, and there.
    """
    return _decided(when, known, {})


def _decided(
    when: Callable[[Any], bool], known: Mapping[str, int], answers: Mapping[str, bool]
) -> str:
    try:
        return ALWAYS if when(_Values(known, _Asking(answers))) else NEVER
    except _UnansweredError as found:
        asked = found.question
        yes, no = (_decided(when, known, {**answers, asked: answer}) for answer in (True, False))
        if yes == no:
            return yes
        if no == NEVER:
            return asked if yes == ALWAYS else f"{asked}&&{yes}"
        return f"({asked}?{yes}:{no})"


class _UnansweredError(Exception):
    """The condition asks something that has no answer yet."""

    def __init__(self, question: str) -> None:
        super().__init__(question)
        self.question = question


@dataclass(frozen=True)
class _Asking:
    """The answers to what a condition asks."""

    answers: Mapping[str, bool]

    def answer(self, question: str) -> bool:
        """The outcome that is tried."""
        if question not in self.answers:
            raise _UnansweredError(question)
        return self.answers[question]


@dataclass(frozen=True)
class _Question:
    """A comparison; as a truth it asks for its outcome."""

    text: str
    asking: _Asking

    def __bool__(self) -> bool:
        return self.asking.answer(self.text)


class _Term:
    """A number that a condition has looked up or worked out."""

    __hash__ = None  # type: ignore[assignment]  # it equals nothing before it is asked

    def __init__(self, tree: t.Tree, asking: _Asking) -> None:
        self.tree, self.asking = tree, asking

    def __bool__(self) -> bool:
        return self.asking.answer(f"o.some({javascript(self.tree)})")

    def _of(self, tree: t.Tree) -> _Term:
        return _Term(tree, self.asking)

    def __add__(self, other: Any) -> _Term:
        return self._of(t.Sum((self.tree, _tree(other))))

    def __radd__(self, other: Any) -> _Term:
        return self._of(t.Sum((_tree(other), self.tree)))

    def __mul__(self, other: Any) -> _Term:
        return self._of(t.Product((self.tree, _tree(other))))

    def __rmul__(self, other: Any) -> _Term:
        return self._of(t.Product((_tree(other), self.tree)))

    def _compared(self, sign: str, other: Any) -> _Question:
        sides = f"{javascript(self.tree)},{javascript(_tree(other))}"
        return _Question(f"o.compare({sides}){sign}0", self.asking)

    def __gt__(self, other: Any) -> _Question:
        return self._compared(">", other)

    def __ge__(self, other: Any) -> _Question:
        return self._compared(">=", other)

    def __lt__(self, other: Any) -> _Question:
        return self._compared("<", other)

    def __le__(self, other: Any) -> _Question:
        return self._compared("<=", other)

    def __eq__(self, other: object) -> Any:
        return self._compared("===", other)

    def __ne__(self, other: object) -> Any:
        return self._compared("!==", other)


def _tree(part: Any) -> t.Tree:
    return part.tree if isinstance(part, _Term) else t.Number(operator.index(part))


@dataclass(frozen=True)
class _Values(Mapping[str, Any]):
    """What a condition may look up."""

    known: Mapping[str, int]
    asking: _Asking

    def __getitem__(self, name: str) -> Any:
        return self.known[name] if name in self.known else _Term(t.Symbol(name), self.asking)

    def __contains__(self, name: object) -> bool:
        return name not in NOT_ON_THE_SITE

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


# What the account of a reader's run has no number for: an optimizer without a fixed number of
# values beside a parameter, and a second type of numbers.
NOT_ON_THE_SITE = frozenset({"state", "b_master"})
