"""Variants of every example, and of a few networks with what no example has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from explainer.errors import UsageError
from explainer.exercises import Variant
from explainer.exercises.draw import Drawing, drawing_of
from explainer.network.plan import plan_for
from explainer.readers import read
from tests.command_line import ROOT

# It has no layers to ask about.
WITHOUT = {"totals-recipe"}
EXAMPLES = sorted({path.stem for path in (ROOT / "examples").glob("*.yaml")} - WITHOUT)
OWN = sorted(path.stem for path in (Path(__file__).parent / "networks").glob("*.yaml"))
# A type of number, and an optimizer, for one variant after the other.
RUNS = (
    ("float32", "momentum"),
    ("float64", "adam"),
    ("mixed_float16", "adam"),
    ("float16", "sgd"),
    ("float32", "adafactor"),
    ("mixed_bfloat16", "adafactor"),
    ("int8", "momentum"),
)
# How many variants, and how many questions in each, where a network has fewer or takes long.
VARIANTS, QUESTIONS = 8, 12
FEWER_VARIANTS = {"densenet121": 4, "gates": 4, "sequence": 7, "solid": 7}
FEWER_QUESTIONS = {
    "text_encoder": 5,
    "char_lstm": 8,
    "gates": 6,
    "seven-parts": 5,
    "solid": 6,
    "small-cnn-50": 8,
    "tied": 9,
    "lenet5": 11,
    "sequence": 7,
}


@dataclass(frozen=True)
class Drawn:
    """A variant of a network, and how it was drawn."""

    drawing: Drawing
    variant: Variant


def planned(name: str) -> tuple[int, int]:
    """How many variants of a network are drawn, and how many questions in each."""
    return FEWER_VARIANTS.get(name, VARIANTS), FEWER_QUESTIONS.get(name, QUESTIONS)


@cache
def drawn(name: str, seed: int) -> tuple[Drawn, ...]:
    """The variants of a network, each with another type of number or another optimizer."""
    return tuple(_drawn(name, seed, number) for number in range(1, planned(name)[0] + 1))


def _drawn(name: str, seed: int, number: int) -> Drawn:
    """With as many questions as planned; by another seed a network may have fewer."""
    variants, most = planned(name)
    own = Path(__file__).parent / "networks" / f"{name}.yaml"
    spec = read(own if own.exists() else f"example:{name}")
    dtype, optimizer = RUNS[(number - 1) % len(RUNS)]
    plan = plan_for(spec, dtype=dtype, optimizer=optimizer)
    for questions in range(most, 0, -1):
        drawing = drawing_of(
            spec, plan, questions=questions, variants=variants, seed=seed, stem=name, model=name
        )
        try:
            return Drawn(drawing, drawing.variant(number))
        except UsageError:
            continue
    raise AssertionError(f"{name} has no question by the seed {seed}")
