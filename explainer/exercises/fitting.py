"""Questions about memory: whether training fits, and the largest batch that does."""

from __future__ import annotations

from fractions import Fraction

from explainer.derivation.derive import Step
from explainer.exercises.question import Collision, Question, WrongAnswer
from explainer.exercises.source import Source
from explainer.exercises.wrong import told_apart
from explainer.maths import Exact, Mistake
from explainer.memory.textbook.account import account_values, formulas_of, total_of_training
from explainer.memory.textbook.sums import totals_of
from explainer.memory.textbook.unit_formulas import memory_units
from explainer.network.units import UNITS_OF_MEMORY
from explainer.questions.fits.batch import textbook_fit

KIB, MIB = 2**10, 2**20
# In how many steps the memory may lie between what two batches take.
SHARES = 16


def largest_batch(source: Source) -> Question | None:
    """How many images at most train in so much memory, in the textbook account."""
    formula, arguments = total_of_training(source.case)
    one = int(formula.value(arguments | {"batch": 1}))
    each = int(formula.value(arguments | {"batch": 2})) - one
    if each <= 0:
        return None
    images, share = 5 + source.luck.below(60), source.luck.below(SHARES)
    memory = -(-(one + (images - 1) * each + each * share // SHARES) // MIB) + 1
    fit = textbook_fit(source.case, memory * MIB)
    if fit is None or not fit.largest:
        return None
    wrong = _wrong_batches(source, memory)
    return Question(
        number=0,
        kind="largest_batch",
        quantity="training.total",
        layer="",
        answer=fit.largest,
        unit="images",
        marks=3,
        steps=_training_at(source, fit.largest),
        mistakes=tuple(wrong),
        collisions=tuple(told_apart(wrong, fit.largest)),
        given={"memory": memory, "memory_unit": "MiB", **_totals(source)},
    )


def _totals(source: Source) -> dict[str, Exact | str]:
    """What the text of a question about memory tells of the network."""
    sums = totals_of(source.case.graph)
    told: dict[str, Exact | str] = {"parameters": sums.parameters, "activations": sums.activations}
    trained = source.case.trained
    return told if trained == sums.parameters else told | {"trained": trained}


def _training_at(source: Source, batch: int) -> tuple[Step, ...]:
    formula, arguments = total_of_training(source.case)
    numbers = arguments | {"batch": batch}
    return (Step(formula, numbers, formula.value(numbers)),)


def _training_mistakes(source: Source) -> list[Mistake]:
    values = account_values(source.case)
    found = formulas_of("training", values).mistakes_for(values)
    total = [m for m in found if m.spoils == "bytes_of_training"]
    return [mistake for mistake in total if not mistake.missing(values)]


def _wrong_batches(source: Source, memory: int) -> list[WrongAnswer]:
    values = account_values(source.case)
    found = []
    for mistake in _training_mistakes(source):
        numbers = mistake.arguments(values)
        if "batch" not in numbers:
            continue
        none = Fraction(mistake.value(numbers | {"batch": 0}))
        each = Fraction(mistake.value(numbers | {"batch": 1})) - none
        images = (memory * MIB - none) // each if each > 0 else 0
        if images > 0:
            found.append(WrongAnswer((mistake.name,), int(images), (mistake,)))
    decimal = textbook_fit(source.case, memory * 10**6)
    if decimal is not None and decimal.largest:
        (prefix,) = (m for m in memory_units.mistakes_for(None) if m.name == "mib_for_mb")
        found.append(WrongAnswer((prefix.name,), decimal.largest, (prefix,)))
    return found


def fits(source: Source) -> Question | None:
    """Whether training fits into a memory that a mistake would judge the other way."""
    (step,) = _training_at(source, source.case.plan.batch)
    right = int(step.value)
    values = account_values(source.case)
    ways = [(m, int(m.value(m.arguments(values)))) for m in _training_mistakes(source)]
    ways = [(m, value) for m, value in ways if abs(value - right) > 4 * KIB]
    if not ways:
        return None
    mistake, wrong = source.luck.one_of(ways)
    unit = "MiB" if abs(wrong - right) > 4 * MIB else "KiB"
    memory = (right + wrong) // 2 // UNITS_OF_MEMORY[unit]
    available = memory * UNITS_OF_MEMORY[unit]
    answer = int(right <= available)
    flips = [m for m, value in ways if int(value <= available) != answer]
    others = [m.name for m in flips if m is not mistake]
    collisions = (Collision((mistake.name, *others), 1 - answer, False),) if others else ()
    return Question(
        number=0,
        kind="fits",
        quantity="training.total",
        layer="",
        answer=answer,
        unit="",
        marks=2,
        steps=(step,),
        mistakes=(WrongAnswer((mistake.name,), 1 - answer, (mistake,)),),
        collisions=collisions,
        settings=(source.case.plan.batch,),
        given={"memory": memory, "memory_unit": unit, **_totals(source)},
    )
