"""The words for one published figure: what was printed, of what, what is right, which slip."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from explainer.language import number
from explainer.maths import Exact
from explainer.maths.tree import with_numbers
from explainer.memory.textbook.printed_rows import prefix_lost_among_rounded_rows
from explainer.mistakes.engine.claims import ClaimResult
from explainer.mistakes.engine.explanation import Explanation
from explainer.mistakes.engine.verdict import Verdict
from explainer.mistakes.engine.workings import Made
from explainer.network.layout import input_text, reported
from explainer.network.plan import plan_for
from explainer.network.units import UNITS_OF_MEMORY, readable_units
from explainer.page import nodes as n
from explainer.page.digits import rounded, sized
from explainer.page.sentences import say
from explainer.page.steps import mistake_title
from explainer.page.wording import binary_text, decimal_text, joined

Word = Literal[
    "right", "rounded", "early", "unit", "bound", "measured", "elsewhere", "wrong", "unknown"
]
# What the page calls each verdict: in a file's list, wrong is wrong whether it is explained or not.
WORDS: dict[Verdict, Word] = {
    Verdict.RIGHT: "right", Verdict.ROUNDED: "rounded", Verdict.EARLY: "early",
    Verdict.UNIT: "unit", Verdict.BOUND: "bound", Verdict.MEASURED: "measured",
    Verdict.ELSEWHERE: "elsewhere",
    Verdict.EXPLAINED: "wrong", Verdict.NOT_EXPLAINED: "wrong", Verdict.UNKNOWN: "unknown",
}  # fmt: skip
EXTRA_DIGITS = 2
# A wrong working longer than this is told by its result alone, and so is one of a single
# number, but for a division.
SYMBOLS_SHOWN = 12
# More ways to a wrong number than these are not told.
MOST_WAYS = 2
ALONE = {"mb_for_mib", "gb_for_mib", "gb_for_gib", "mib_for_mb", "bytes_per_value_wrong"}


def quantity_words(result: ClaimResult) -> n.Inlines:
    """What the figure is of, and what it was made for where that is not the file's own run."""
    overrides = _overrides(result)
    name = n.User(result.spec.quantity)
    return say("claims.quantity_with", quantity=name, overrides=overrides) if overrides else (name,)


def _overrides(result: ClaimResult) -> n.Inlines:
    own, made = plan_for(result.case.graph.spec), result.case.plan
    each = [
        (n.User(f"{key}: {_made_for(result, key)}"),)
        for key in result.spec.overrides
        if not hasattr(own, key) or getattr(own, key) != getattr(made, key)
    ]
    return joined([tuple(parts) for parts in each])


def _made_for(result: ClaimResult, key: str) -> str:
    """One thing that the claim was made for, as the file writes it; the channels come last."""
    given, spec = result.spec.overrides[key], result.case.graph.spec
    for each in spec.inputs:
        if key == f"inputs.{each.name}":
            text = input_text(each.shape, tokens=each.tokens)
            return reported(given, spec, each).text or text
    if key != "input":
        return given.text
    return reported(given, spec).text or input_text(spec.input, tokens=spec.tokens)


def printed_words(result: ClaimResult) -> n.Inlines:
    """The number as it was printed, with what was said of it: `more than 552 MB`."""
    claim = result.spec
    number_text = claim.value if claim.unit == "values" else f"{claim.value} {claim.unit}"
    return say(f"claims.says_{claim.says.name.lower()}", number=n.User(number_text))


def quoted_words(result: ClaimResult) -> n.Strong:
    """The figure as printed, in quotation marks."""
    return n.Strong((n.Words("“"), *printed_words(result), n.Words("”")))


def right_words(result: ClaimResult) -> n.Inlines:
    """The right number: exact where it was given in values or bytes, else in both units."""
    exact = result.exact
    if exact is None:
        return say("claims.exact_missing")
    if result.exact_unit == "values" or not isinstance(exact, int):
        return (n.Num(exact),)
    if result.unit == "bytes":
        return say("claims.exact_bytes", exact=exact)
    decimal, binary = _both_units(exact, result)
    return say("unit.both", decimal=decimal, binary=binary)


def _both_units(size: int, result: ClaimResult) -> tuple[n.Inlines, n.Inlines]:
    """The bytes in the printed unit and its fellow, with as many decimals as were printed."""
    units = readable_units(size)
    decimals = len(result.spec.value.partition(".")[2])
    least = min(len(sized(size, unit).partition(".")[2]) for unit in units)
    if decimals <= least or result.unit not in units:
        return decimal_text(size), binary_text(size)
    first, second = (
        n.Words(f"{rounded(Fraction(size, UNITS_OF_MEMORY[unit]), decimals)} {unit}")
        for unit in units
    )
    return (first,), (second,)


def together_words(way: Explanation) -> n.Inlines:
    """The titles of the mistakes of one hypothesis."""
    titles = [mistake_title(name) for name in way.mistakes]
    found = titles[0]
    for title in titles[1:]:
        found = say("claims.and_then", first=found, second=title)
    return found


def named_ways(result: ClaimResult) -> list[Explanation]:
    """The simplest ways to a wrong number; one that is met in several shapes once, in its first."""
    ways = {way.mistakes: way for way in reversed(result.explanations)}
    return [way for way in result.explanations if ways[way.mistakes] is way][:MOST_WAYS]


def from_printed_rows(way: Explanation) -> bool:
    """Whether its first slip was made with rows as they are printed, which are rounded."""
    return bool(way.wrong) and way.wrong[0].function is prefix_lost_among_rounded_rows.function


def is_shown(step: Made) -> bool:
    """Whether a wrong working is short enough to be shown, and long enough to say something."""
    return 1 < len(step.arguments) <= SYMBOLS_SHOWN or step.formula.name in ALONE


def working_words(step: Made) -> n.Inlines:
    """The wrong formula with its numbers, and its value."""
    numbers = with_numbers(step.formula.form(step.arguments), step.arguments)
    return (n.Maths(numbers), n.Words(" = "), n.Words(_short(step.value)))


def _short(value: Exact) -> str:
    """A value in full, or with a few decimals where it has many."""
    return number(value) if isinstance(value, int) else rounded(Fraction(value), EXTRA_DIGITS)


def figure_words(value: Exact, result: ClaimResult) -> str:
    """A value in the claim's unit, with two decimals more than were printed."""
    if isinstance(value, int):
        return number(value)
    decimals = len(result.spec.value.partition(".")[2]) + EXTRA_DIGITS
    return rounded(Fraction(value), decimals)


def made_where(way: Explanation) -> n.Inlines:
    """Where a mistake was made that was made in several layers, or in an earlier one."""
    if way.layers > 1:
        return (n.Words(" "), *say("claims.in_layers", layers=way.layers))
    if way.carried:
        return (n.Words(" "), *say("claims.carried", layer=n.User(way.layer)))
    return ()
