"""The catalogue of sentences is complete, and every sentence in it is whole and used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import explainer
from explainer.layers import LAYERS
from explainer.maths import Mistake
from explainer.page.sentences import knows, prose, sentences
from explainer.readers import example_names
from explainer.resources import resource
from tests.every_formulary import every_formula, every_mistake

pytestmark = pytest.mark.quick

# Families whose members are named for kinds or branches: A_conv2d, c_1.
FAMILIES = set("ABCDEHKLNPQRSTWXYcn") | {"size"}
PACKAGE = Path(explainer.__file__).parent


def test_every_symbol_has_a_meaning() -> None:
    right = [formula for formula in every_formula() if not isinstance(formula, Mistake)]
    needed = {name for formula in right for name in formula.needs}
    assert not sorted(name for name in needed - FAMILIES if not knows(f"symbol.{name}"))


def test_every_docstring_that_is_read_has_no_slot() -> None:
    for formula in every_formula():
        assert prose(formula.why)
    for layer in LAYERS.values():
        assert prose(layer.about)
        assert all(prose(setting.about) for setting in layer.settings)


def test_every_mistake_has_a_title() -> None:
    names = {mistake.name for mistake in every_mistake()}
    assert not sorted(name for name in names if not knows(f"mistake.{name}"))


def test_every_sentence_is_used() -> None:
    sources = (*PACKAGE.rglob("*.py"), *resource("templates").rglob("*.html"))
    source = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    unused = []
    for key in dict.fromkeys(key.partition("/")[0] for key in sentences()):  # without its forms
        part, name = key.split(".", 1)
        if part in ("symbol", "mistake", "goal", "part", "unit", "training_goal", "checks", "kept"):
            continue
        first = f"{part}.{name.split('_')[0]}"
        patterns = (
            *(f'"{key}"', f'"{first}"', f'"{first}_"', f'"{part}.{{', f'f"{first}'),
            f'"{first}_" +',
        )
        if not any(pattern in source for pattern in patterns):
            unused.append(key)
    assert not unused


@pytest.mark.parametrize("name", example_names())
def test_no_slot_is_left_open(name: str) -> None:
    slots = {slot for text in sentences().values() for slot in re.findall(r"\{\w+\}", text)}
    written = explainer.explain(f"example:{name}").markdown()
    assert not [slot for slot in slots if f" {slot}" in written or f"“{slot}" in written]
