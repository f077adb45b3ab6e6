"""The catalogue of sentences is complete, and every sentence in it is whole and used."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import explainer
from explainer.document.sentences import knows, prose, sentences
from explainer.growth.formulas import growth
from explainer.layers import LAYERS
from explainer.layers.input import INPUT
from explainer.maths import Formula, Mistake
from explainer.maths.formulary import Formulary
from explainer.memory.checkpointing import checkpointing, rule
from explainer.memory.devices import devices_formulas
from explainer.memory.factored import factored, factored_sum
from explainer.memory.framework import extras
from explainer.memory.int8 import int8_inference
from explainer.memory.mixed import mixed_training
from explainer.memory.network import network
from explainer.memory.other_tools import TOOLS
from explainer.memory.printed_rows import printed_parts, printed_rows
from explainer.memory.seven_parts import seven_parts
from explainer.memory.textbook import inference, training
from explainer.memory.unit_formulas import amounts, memory_units, seldom
from explainer.memory.workspace import workspace
from explainer.readers import example_names

SHOWN = (
    *(*LAYERS.values(), INPUT, network, training, inference, factored, factored_sum),
    *(seven_parts, growth, workspace, devices_formulas, mixed_training, int8_inference),
    *(rule, checkpointing, *(tool.rule for tool in TOOLS)),
)
ALL = (
    *(*SHOWN, amounts, memory_units, seldom, printed_rows, printed_parts),
    *(layer.seldom for layer in LAYERS.values()),
)
# Families whose members are named for kinds or branches: A_conv2d, c_1.
FAMILIES = set("ABCDEHKLNPQRSTWXYcn") | {"size"}
PACKAGE = Path(explainer.__file__).parent


def test_every_formula_and_mistake_is_in_the_promise() -> None:
    modules = [import_module(each.name) for each in walk_packages([str(PACKAGE)], "explainer.")]
    found = {
        id(value): f"{module.__name__}.{name}"
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, Formulary)
    }
    assert len(found) > 20
    promised = {id(each) for each in ALL}
    assert not {name for known, name in found.items() if known not in promised}


EXTRAS = [formula for formula in vars(extras).values() if isinstance(formula, Formula)]


def formulas() -> list[Formula]:
    shown = [case.formula for group in SHOWN for case in (*group.formulas, *group.mistakes)]
    return [*shown, *EXTRAS]


def test_every_symbol_has_a_meaning() -> None:
    right = [formula for formula in formulas() if not isinstance(formula, Mistake)]
    needed = {name for formula in right for name in formula.needs}
    assert not sorted(name for name in needed - FAMILIES if not knows(f"symbol.{name}"))


def test_every_docstring_that_is_read_has_no_slot() -> None:
    for group in ALL:
        for case in (*group.formulas, *group.mistakes):
            assert prose(case.formula.why)
    assert all(prose(formula.why) for formula in EXTRAS)
    for layer in LAYERS.values():
        assert prose(layer.about)
        assert all(prose(setting.about) for setting in layer.settings)


def test_every_mistake_has_a_title() -> None:
    names = {case.formula.name for group in ALL for case in group.mistakes}
    assert not sorted(name for name in names if not knows(f"mistake.{name}"))


def test_every_sentence_is_used() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    unused = []
    for key in sentences():
        part, name = key.split(".", 1)
        if part in ("symbol", "mistake", "goal", "part", "unit", "training_goal", "checks", "kept"):
            continue
        first = f"{part}.{name.split('_')[0]}"
        patterns = (f'"{key}"', f'"{first}"', f'"{part}.{{', f'f"{first}')
        if not any(pattern in source for pattern in patterns):
            unused.append(key)
    assert not unused


@pytest.mark.parametrize("name", example_names())
def test_no_slot_is_left_open(name: str) -> None:
    slots = {slot for text in sentences().values() for slot in re.findall(r"\{\w+\}", text)}
    written = explainer.explain(f"example:{name}").markdown()
    assert not [slot for slot in slots if f" {slot}" in written or f"“{slot}" in written]
