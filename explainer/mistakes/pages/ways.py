"""One hypothesis: its working with numbers, what it gives, the right idea, a next exercise."""

from __future__ import annotations

from fractions import Fraction

from explainer.language import number
from explainer.maths import Exact, Mistake, as_exact
from explainer.maths.tree import Number, with_numbers
from explainer.mistakes.answers import Diagnosis, Explanation
from explainer.mistakes.engine.printing import PRINTING
from explainer.mistakes.engine.workings import Made
from explainer.mistakes.pages.next_exercise import next_exercise
from explainer.page import nodes as n
from explainer.page.digits import rounded
from explainer.page.sentences import Part, prose, say
from explainer.page.steps import mistake_title
from explainer.page.wording import shape_text, unit_word

EXTRA_DIGITS = 2
# A wrong working of more numbers than this is told by its result alone.
SYMBOLS_SHOWN = 12


def way_blocks(number: int, way: Explanation, one: Diagnosis, model: str) -> list[n.Block]:
    """One hypothesis as blocks."""
    titles = [mistake_title(name) for name in way.mistakes]
    heading = (
        say("diagnosis.way", number=number, mistake=titles[0])
        if len(titles) == 1
        else say("diagnosis.way_two", number=number, mistake=titles[0], second=titles[-1])
    )
    blocks: list[n.Block] = [n.Heading(4, heading), n.Paragraph(_what(way, one))]
    why = [prose(wrong.why) for wrong in way.wrong]
    blocks += [n.Paragraph(say("diagnosis.idea", idea=idea)) for idea in dict.fromkeys(why)]
    if way.mistakes[0] in PRINTING:
        blocks.append(n.Paragraph(say("diagnosis.printing")))
    further = next_exercise(way, one, model)
    return [*blocks, n.Paragraph(further, "note")] if further else blocks


def _what(way: Explanation, one: Diagnosis) -> n.Inlines:
    """Where it was made, its working, what it gives, and how sure that is."""
    parts = list(_place(way))
    for step in way.steps:
        if len(step.arguments) <= SYMBOLS_SHOWN:
            parts += [n.Words(" "), *_worked_out(step, way)]
    parts += [n.Words(" "), *_gives(way, one)]
    for told, key in ((way.weak, "weak"), (way.explains_all, "explains_all")):
        if told:
            parts += [n.Words(" "), *say(f"diagnosis.{key}")]
    return tuple(parts)


def _worked_out(step: Made, way: Explanation) -> n.Inlines:
    working = _working(step)
    if isinstance(step.formula, Mistake) and step.layer:
        return say("diagnosis.working_first", working=working, layer=n.User(step.layer))
    goes_on = way.carried or way.layers or way.steps[0] is not step
    if goes_on and not isinstance(step.formula, Mistake):
        return say("diagnosis.working_on", working=working)
    return say("diagnosis.working", working=working)


def _place(way: Explanation) -> n.Inlines:
    layer = n.User(way.layer)
    if way.mistakes[0] == "carried_forward":
        return say("diagnosis.from_given", layer=layer)
    if way.carried and way.layer:
        return say("diagnosis.carried", layer=layer)
    if way.carried:
        return say("diagnosis.carried_from", layers=way.layers)
    if way.layers > 1:
        return say("diagnosis.in_layers", layers=way.layers)
    if way.layer:
        return say("diagnosis.in_layer", layer=layer)
    return say("diagnosis.in_sum")


def _gives(way: Explanation, one: Diagnosis) -> n.Inlines:
    if isinstance(one.figure, tuple):
        wrong_sizes, right_sizes = shape_text(way.output), shape_text(one.figure)
        return say("diagnosis.gives_shape", wrong=wrong_sizes, right=right_sizes)
    assert one.figure is not None
    right, wrong = Fraction(one.figure), Fraction(way.value)
    numbers: dict[str, Part] = {
        "wrong": shown(way.value, one),
        "right": shown(one.figure, one),
        "unit": say("unit.value") if wrong == 1 and one.unit == "values" else unit_word(one.unit),
    }
    if wrong == right:
        return say("diagnosis.gives_same", right=shown(one.figure, one), unit=unit_word(one.unit))
    if right and wrong > 0 and max(right, wrong) >= 2 * min(right, wrong):
        ratio = max(right, wrong) / min(right, wrong)
        times = n.Words(number(int(ratio)) if ratio.denominator == 1 else rounded(ratio, 2))
        key = "larger_times" if wrong > right else "smaller_times"
        return say(f"diagnosis.gives_{key}", times=times, **numbers)
    off = shown(as_exact(abs(wrong - right)), one)
    key = "larger_by" if wrong > right else "smaller_by"
    return say(f"diagnosis.gives_{key}", off=off, **numbers)


def _working(step: Made) -> n.Inlines:
    """The wrong formula in symbols, with its numbers, and its value.

    One that goes on from the right value under its own name is told without that name in front.
    """
    form = step.formula.form(step.arguments)
    numbers = with_numbers(form, step.arguments)
    value = step.value
    text = number(value) if isinstance(value, int) else rounded(Fraction(value), EXTRA_DIGITS)
    symbol = getattr(step.formula, "spoils", "") or step.formula.name
    middle: n.Inlines = (n.Maths(form),)
    if numbers != form and not isinstance(numbers, Number):
        middle = (*middle, n.Words(" = "), n.Maths(numbers))
    front: n.Inlines = () if symbol in step.arguments else (n.Var(symbol), n.Words(" = "))
    return (*front, *middle, n.Words(f" = {text}"))


def shown(value: Exact, one: Diagnosis) -> n.Inlines:
    """A number in the answer's unit, with two decimals more than were written."""
    if isinstance(value, int):
        return (n.Num(value),)
    decimals = len(_decimals(one)) + EXTRA_DIGITS
    return (n.Words(rounded(Fraction(value), decimals)),)


def _decimals(one: Diagnosis) -> str:
    """The digits behind the point, as written."""
    behind = one.answer.value.partition(".")[2]
    return "".join(letter for letter in behind if letter.isdigit())
