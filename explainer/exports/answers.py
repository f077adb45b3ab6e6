"""What the platforms share: the numbers that a question knows, each once, with its feedback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

# Platforms that count in floating point tell whole numbers apart up to here.
EXACT_IN_FLOATS = 2**53


@dataclass(frozen=True)
class Known:
    """A wrong answer and what is said to it; several mistakes may give it."""

    value: str
    names: tuple[str, ...]
    feedback: str


def wrong_answers(question: Mapping[str, Any]) -> list[Known]:
    """Every wrong answer once; where mistakes can't be told apart, the feedback has them all."""
    found: dict[str, Known] = {}
    for mistake in question["mistakes"]:
        value = decimal_text(mistake["value"])
        if value == decimal_text(question["answer"]):
            continue
        old = found.get(value)
        names = (*(old.names if old else ()), mistake["name"])
        told = f"{old.feedback} {mistake['feedback']}" if old else mistake["feedback"]
        found[value] = Known(value, names, told)
    return list(found.values())


def decimal_text(value: int | str) -> str:
    """A value as platforms write it: `12.5` for 25/2; one without end is cut at six decimals."""
    text = str(value)
    if "/" not in text:
        return text
    number = Fraction(text)
    return format((Decimal(number.numerator) / Decimal(number.denominator)).normalize(), "f")[:20]


def tolerance(question: Mapping[str, Any]) -> str:
    """How far an answer may be off: half of its last decimal, and nothing for whole numbers."""
    decimals = question["decimals"]
    return f"0.{'0' * decimals}5" if decimals else "0"


def questions(
    exercises: Mapping[str, Any],
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Every question with its variant."""
    for variant in exercises["variants"]:
        for question in variant["questions"]:
            yield variant, question


def title(exercises: Mapping[str, Any], variant: Mapping[str, Any], number: int) -> str:
    """What a question is called."""
    return f"{exercises['model']} {variant['code']}.{number}"


def too_large(exercises: Mapping[str, Any]) -> list[str]:
    """The questions whose answer a platform that counts in floating point can't hold exactly."""
    return [
        f"{variant['code']}.{question['number']}"
        for variant, question in questions(exercises)
        if isinstance(question["answer"], int) and question["answer"] > EXACT_IN_FLOATS
    ]
