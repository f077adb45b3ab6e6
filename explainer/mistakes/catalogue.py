"""Every mistake that explain knows: its formulas, where it is made, and an example."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, product
from typing import Any

from explainer.layers import LAYERS
from explainer.layers.layer import Situation
from explainer.maths import Exact, Formula, Mistake
from explainer.mistakes.formularies import every_mistake
from explainer.mistakes.numbers import OTHERS, SAMPLE
from explainer.mistakes.published import Published, published

Numbers = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Example:
    """A mistake beside the right formula, on small numbers.

    values: every symbol's number.
    hiding: numbers of single symbols with which the mistake would give the right value.
    """

    right: Formula
    wrong: Mistake
    values: dict[str, Any]
    right_value: Exact
    wrong_value: Exact
    hiding: Numbers


@dataclass(frozen=True)
class Entry:
    """A mistake of the catalogue.

    about: the key of the part that it belongs to. kinds: the layers in which it can be made;
    empty where it is made over a network. seldom: whether reports leave it out.
    """

    name: str
    about: str
    mistake: Mistake
    quantities: tuple[str, ...]
    kinds: tuple[str, ...]
    seldom: bool
    example: Example | None

    @property
    def published(self) -> tuple[Published, ...]:
        """The wrong figures in print that it explains, alone or with another one."""
        return published(self.name)


@cache
def catalogue() -> tuple[Entry, ...]:
    """Every mistake once, by its name, in teaching order."""
    found: dict[str, Entry] = {}
    for kind, seldom, mistake in every_mistake():
        if mistake.name not in found:
            example = example_of(mistake, kind)
            found[mistake.name] = Entry(
                mistake.name, mistake.instead_of.topic, mistake, (), (), seldom, example
            )
        entry = found[mistake.name]
        quantities = dict.fromkeys((*entry.quantities, mistake.spoils))
        kinds = dict.fromkeys((*entry.kinds, kind) if kind else entry.kinds)
        found[mistake.name] = replace(entry, quantities=tuple(quantities), kinds=tuple(kinds))
    order = ("sizes", "weights", "sums", "training", "units")
    return tuple(sorted(found.values(), key=lambda entry: order.index(entry.about)))


def example_of(mistake: Mistake, kind: str) -> Example | None:
    """The simplest numbers that are known with which the mistake shows; None without any."""
    right = mistake.instead_of
    own = right.home.sample if right.home else {}
    for numbers in _numbers(_needed(right, mistake)):
        values = {**numbers, **own}
        pair = _both(right, mistake, values) if _can_be_built(kind, values) else None
        if pair and pair[0] != pair[1] and min(pair) >= 0:
            used = {name: values[name] for name in _needed(right, mistake) if name in values}
            hiding = tuple(_hiding(right, mistake, values, kind))
            return Example(right, mistake, used, *pair, hiding)
    return None


def _can_be_built(kind: str, values: dict[str, Any]) -> bool:
    """Whether a layer with a window can have these numbers, by the rules of its kind."""
    if not kind or all(setting.name != "stride" for setting in LAYERS[kind].settings):
        return True
    return not any(check(Situation({}, ()), values) for check in LAYERS[kind].checks)


def _needed(right: Formula, wrong: Mistake) -> list[str]:
    return list(dict.fromkeys((*right.needs, *wrong.needs)))


def _numbers(names: list[str]) -> Iterator[dict[str, Any]]:
    """The usual numbers, then with one of these symbols changed, then with two."""
    yield dict(SAMPLE)
    symbols = [name for name in OTHERS if name in names]
    for count in (1, 2):
        for changed in combinations(symbols, count):
            for chosen in product(*(OTHERS[name] for name in changed)):
                yield {**SAMPLE, **dict(zip(changed, chosen, strict=True))}


def _both(right: Formula, wrong: Mistake, values: dict[str, Any]) -> tuple[Exact, Exact] | None:
    if right.missing(values) or wrong.missing(values):
        return None
    return right.value(right.arguments(values)), wrong.value(wrong.arguments(values))


def _hiding(
    right: Formula, wrong: Mistake, values: dict[str, Any], kind: str
) -> Iterator[tuple[str, int]]:
    """Numbers of one symbol with which both formulas give the same."""
    for name in _needed(right, wrong):
        for other in (SAMPLE.get(name), *OTHERS.get(name, ())):
            changed = {**values, name: other}
            if isinstance(other, int) and other != values.get(name):
                pair = _both(right, wrong, changed) if _can_be_built(kind, changed) else None
                if pair and pair[0] == pair[1]:
                    yield name, other
