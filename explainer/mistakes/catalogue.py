"""Every mistake that explain knows: its formulas, where it is made, and an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, product
from typing import Any

from explainer.growth.formulas import growth
from explainer.layers import LAYERS
from explainer.layers.layer import Situation
from explainer.layers.windows import counts_rounded_up
from explainer.maths import Exact, Formula, Mistake
from explainer.maths.formulary import Case, Formulary
from explainer.memory.checkpointing import checkpointing
from explainer.memory.devices import devices_formulas
from explainer.memory.factored import factored
from explainer.memory.int8 import int8_inference
from explainer.memory.mixed import mixed_training
from explainer.memory.network import network
from explainer.memory.printed_rows import printed_parts, printed_rows
from explainer.memory.seven_parts import seven_parts
from explainer.memory.textbook import inference, training
from explainer.memory.unit_formulas import amounts, memory_units, seldom
from explainer.memory.workspace import workspace
from explainer.mistakes.numbers import OTHERS, SAMPLE

Numbers = tuple[tuple[str, int], ...]
# In teaching order, and where the right formulas of a group are found.
SUMS = (network, printed_rows)
MEMORY = (
    training, inference, printed_parts, mixed_training, int8_inference, factored, workspace,
    checkpointing, devices_formulas, growth, seven_parts,
)  # fmt: skip
UNITS = (amounts, seldom, memory_units)
RIGHTS: dict[int, tuple[Formulary, ...]] = {
    **{id(group): SUMS for group in SUMS},
    id(printed_parts): (training,),
    id(mixed_training): (mixed_training, training),
    id(seldom): UNITS,
}
# How many bytes a value takes where the type is not float32.
BYTES: dict[int, dict[str, int]] = {id(mixed_training): {"b": 2}, id(int8_inference): {"b": 1}}


# A mistake that is made with one spelling of the law only, by a symbol of that spelling.
SPELLED = {"stride_ignored": "P_h", "padding_forgotten": "p_h"}


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


@cache
def catalogue() -> tuple[Entry, ...]:
    """Every mistake once, by its name, in teaching order."""
    found: dict[str, Entry] = {}
    for kind, about, group, case in _cases():
        mistake = case.formula
        assert isinstance(mistake, Mistake)
        if mistake.name not in found:
            hidden = kind != "" and group is LAYERS[kind].seldom
            entry = Entry(mistake.name, about, mistake, (), (), hidden or group is seldom, None)
            found[mistake.name] = replace(entry, example=example_of(mistake, group, kind))
        entry = found[mistake.name]
        quantities = dict.fromkeys((*entry.quantities, mistake.instead_of))
        kinds = dict.fromkeys((*entry.kinds, kind) if kind else entry.kinds)
        found[mistake.name] = replace(entry, quantities=tuple(quantities), kinds=tuple(kinds))
    order = ("sizes", "weights", "sums", "training", "units")
    return tuple(sorted(found.values(), key=lambda entry: order.index(entry.about)))


def _cases() -> Iterator[tuple[str, str, Formulary, Case]]:
    for kind in LAYERS:
        for group in (LAYERS[kind], LAYERS[kind].seldom):
            for case in group.mistakes:
                assert isinstance(case.formula, Mistake)
                yield kind, _about(case.formula.instead_of), group, case
    for about, groups in (("sums", SUMS), ("training", MEMORY), ("units", UNITS)):
        for group in groups:
            yield from (("", about, group, case) for case in group.mistakes)


def _about(quantity: str) -> str:
    if quantity.endswith("_out") or quantity.startswith("P_"):
        return "sizes"
    return "sums" if quantity in ("activations", "im2col") else "weights"


def example_of(mistake: Mistake, group: Formulary, kind: str) -> Example | None:
    """The simplest numbers that are known with which the mistake shows; None without any."""
    for rights in _rights(mistake, group, kind):
        for numbers in _numbers(mistake):
            values = {**numbers, **_own_numbers(kind), **BYTES.get(id(group), {})}
            for right in rights if _can_be_built(kind, values) else []:
                pair = _both(right, mistake, values)
                if pair and pair[0] != pair[1] and min(pair) >= 0:
                    needed = _needed(right, mistake)
                    used = {name: values[name] for name in needed if name in values}
                    hiding = tuple(_hiding(right, mistake, values, kind))
                    return Example(right, mistake, used, *pair, hiding)
    return None


def _own_numbers(kind: str) -> Mapping[str, int]:
    """What a kind has in place of a convolution's numbers."""
    return LAYERS[kind].sample if kind else {}


def _can_be_built(kind: str, values: dict[str, Any]) -> bool:
    """Whether a layer with a window can have these numbers, by the rules of its kind."""
    if not kind or all(setting.name != "stride" for setting in LAYERS[kind].settings):
        return True
    return not any(check(Situation({}, ()), values) for check in LAYERS[kind].checks)


def _rights(mistake: Mistake, group: Formulary, kind: str) -> tuple[list[Formula], list[Formula]]:
    """The right formulas of the quantity: those with all the mistake's symbols, then the others."""
    groups = (LAYERS[kind],) if kind else RIGHTS.get(id(group), (group,))
    found = [c.formula for g in groups for c in g.formulas if c.formula.name == mistake.instead_of]
    if mistake.instead_of == "values":
        found = [c.formula for c in amounts.formulas if c.formula.name == "values_shared"]
    found = [right for right in found if _spelled_alike(right, mistake)]
    within = [right for right in found if {*mistake.needs} <= {*right.needs}]
    others = [right for right in found if right not in within]
    return within, sorted(others, key=lambda right: -len({*right.needs} & {*mistake.needs}))


def _spelled_alike(right: Formula, mistake: Mistake) -> bool:
    """Whether the right formula has the mistake's axes, its way of padding and of rounding."""
    if counts_rounded_up(right) != counts_rounded_up(mistake):
        return False
    same = SPELLED.get(mistake.name)
    if same is not None:
        return same in right.needs
    others = {"L_out", "D_out"} - {*mistake.needs}
    return not others & {*right.needs}


def _needed(right: Formula, wrong: Mistake) -> list[str]:
    return list(dict.fromkeys((*right.needs, *wrong.needs)))


def _numbers(mistake: Mistake) -> Iterator[dict[str, Any]]:
    """The usual numbers, then with one symbol changed, then with two."""
    yield dict(SAMPLE)
    axis = mistake.instead_of[0].lower() if mistake.instead_of.endswith("_out") else "h"
    other_axes = {f"_{a}" for a in "hwdl"} - {f"_{axis}"}
    symbols = [name for name in OTHERS if name[-2:] not in other_axes and name[0] not in "WDL"]
    for count in (1, 2):
        for names in combinations(symbols, count):
            for chosen in product(*(OTHERS[name] for name in names)):
                yield {**SAMPLE, **dict(zip(names, chosen, strict=True))}


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
