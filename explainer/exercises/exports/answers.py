"""What the platforms share: the numbers that a question knows, each once, with its feedback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from explainer.language import sentence

# Canvas counts in floating point, which tells whole numbers apart up to here. Moodle lets a
# number be off by 10^-14 of itself, which is half a step here (get_tolerance_interval in
# question/type/numerical/question.php of moodle/moodle, with PHP's precision of 14).
EXACT_IN_CANVAS = 2**53
EXACT_IN_MOODLE = 5 * 10**13
# A number without end is written with so many decimals; a reader is shown fewer, if that tells it.
DECIMALS, DECIMALS_SHOWN = 6, 2


@dataclass(frozen=True)
class Known:
    """A wrong answer and what is said to it; several mistakes may give it.

    exact: as the JSON has it; value: as platforms write it.
    tolerance: how far a number may be off it and still be it; no other one lies so near.
    """

    exact: int | str
    value: str
    names: tuple[str, ...]
    feedback: str
    tolerance: str

    @property
    def shown(self) -> str:
        """As a reader is shown it: no other number looks the same."""
        decimals = DECIMALS_SHOWN
        while decimals < DECIMALS and Fraction(1, 10**decimals) > Fraction(self.tolerance):
            decimals += 1
        return decimal_text(self.exact, decimals)


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
        found[value] = Known(mistake["value"], value, names, told, mistake["tolerance"])
    return list(found.values())


def choices(question: Mapping[str, Any]) -> list[tuple[str, bool, str]]:
    """What a question of choices offers, in its own order: the text, if it is right, the feedback.

    The order says nothing of which is right.
    """
    told = {known.value: known.feedback for known in wrong_answers(question)}
    told[str(question["answer"])] = sentence("export.right")
    wrong = sentence("export.wrong")
    return [(c, c == question["answer"], told.get(c, wrong)) for c in question["choices"]]


def decimal_text(value: int | str, decimals: int = DECIMALS) -> str:
    """A value as platforms write it: `12.5` for 25/2; one without end is rounded half up."""
    text = str(value)
    if "/" not in text:
        return text
    units = floor(Fraction(text) * 10**decimals + Fraction(1, 2))
    whole, rest = divmod(abs(units), 10**decimals)
    sign = "-" if units < 0 else ""
    return sign + f"{whole}.{rest:0{decimals}}".rstrip("0").removesuffix(".")


def with_unit(number: str, question: Mapping[str, Any]) -> str:
    """`12.5 KiB`; the question itself says what else is counted."""
    unit = question["unit"]
    return number if unit in ("", "values", "rows") else f"{number} {unit}"


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


def too_large(exercises: Mapping[str, Any], most: int) -> list[str]:
    """A sentence where a platform can't tell answers from their neighbours, and else none.

    most: up to where it tells whole numbers apart; with decimals that is so much sooner.
    """
    found = [
        f"{variant['code']}.{question['number']}"
        for variant, question in questions(exercises)
        if "choices" not in question
        and Fraction(question["answer"]) * 10 ** question["decimals"] > most
    ]
    return [sentence("export.floats", questions=", ".join(found))] if found else []
