"""A number is judged alike, whether a file claims it or a person answers it.

Four differences are meant. A report names only mistakes that reports show, since nobody asked it;
it leaves two slips out where one is enough, and what explains one figure of a source where
something explains them all, since it has many figures to speak of; it takes a small whole number
with zeros at its end for rounded, since figures are published so, where an exercise wants every
digit; and a file may say what its figure says (a bound, a measurement) and which mistakes its
source's own working allows, which nobody says of an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from explainer.layers import LAYERS
from explainer.memory.textbook.unit_formulas import seldom
from explainer.mistakes.answers import Answer, Diagnosis, Explanation
from explainer.mistakes.answers.diagnoser import Diagnoser, diagnose
from explainer.mistakes.engine.claims import ClaimResult, judge_claims
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.plan import plan_for
from explainer.network.units import UNITS_OF_COUNT, UNITS_OF_MEMORY
from explainer.readers import example_names, read
from explainer.spec import ClaimSpec, ModelSpec, Says

SELDOM = {case.formula.name for case in seldom.mistakes} | {
    case.formula.name for layer in LAYERS.values() for case in layer.seldom.mistakes
}
SPOILT = ("lenet5", "small-cnn-50", "totals-recipe")
NUMBERS = (
    *("conv1.weights", "conv2.parameters", "c3.activations", "pool2.H_out", "fc1.weights"),
    *("totals.activations", "totals.parameters", "training.total", "optimizer.slots"),
)
FACTORS = tuple(map(Fraction, ("1", "2", "1/2", "4", "1/4", "8", "1.024", "0.97", "1.048576", "3")))


def claimed(spec: ModelSpec, asked: Iterable[tuple[str, str, str]]) -> tuple[ClaimResult, ...]:
    claims = tuple(ClaimSpec(*one) for one in asked)
    wanted = replace(spec, claims=claims)
    return judge_claims(Case(build(wanted), plan_for(spec)))


def told(ways: Iterable[Explanation]) -> list[tuple[object, ...]]:
    return [(w.mistakes, w.value, w.layer, w.layers, w.carried, w.wrong, w.steps) for w in ways]


def in_short(answer: Diagnosis) -> list[Explanation]:
    """What a report has room for, of what is told to somebody who asks."""
    ways = [way for way in answer.explanations if not SELDOM & {*way.mistakes}]
    if whole := [way for way in ways if way.explains_all]:
        return whole
    enough = any(way.is_single for way in ways)
    return [way for way in ways if way.is_single or not enough]


def judged_alike(claim: ClaimResult, answer: Diagnosis) -> bool:
    """Whether both say the same, but where only mistakes that reports don't show explain it."""
    ways = in_short(answer)
    if answer.explanations and not ways:
        return not any(SELDOM & {*way.mistakes} for way in claim.explanations)
    same = (claim.verdict, claim.figure, claim.unit, claim.fitting_units)
    return same == (answer.verdict, answer.figure, answer.unit, answer.fitting_units) and (
        told(claim.explanations) == told(ways)
    )


@pytest.mark.parametrize("name", [n for n in example_names() if read(f"example:{n}").claims])
def test_every_claim_of_an_example_is_judged_as_an_answer(name):
    """Asked with the batch, the input and the type that the claim is made for."""
    spec = read(f"example:{name}")
    bare = [replace(c, says=Says.EXACTLY, mistakes=None) for c in spec.claims]
    spec = replace(spec, claims=tuple(bare))
    found = judge_claims(Case(build(spec), plan_for(spec)))
    for one in found:
        if "batch" in one.spec.overrides:
            continue  # a number of values is asked about for one image, and claimed for a batch
        together = [r for r in found if r.spec.source and r.spec.source == one.spec.source]
        fellows = [r for r in together if r.case == one.case] or [one]
        if any("batch" in r.spec.overrides for r in together):
            continue
        answers = [Answer(r.spec.quantity, r.spec.value, r.spec.unit) for r in fellows]
        answer = diagnose(one.case, answers)[fellows.index(one)]
        assert judged_alike(one, answer), one.spec


@pytest.mark.parametrize("name", SPOILT)
def test_spoilt_numbers_are_judged_alike(name):
    spec = read(f"example:{name}")
    graph, plan = build(spec), plan_for(spec)
    diagnoser = Diagnoser(Case(graph, plan))
    asked = list(spoilt(graph, diagnoser))
    assert len(asked) > 100
    answers = [diagnoser.diagnose(Answer(*one)) for one in asked]
    different = [
        one
        for one, claim, answer in zip(asked, claimed(spec, asked), answers, strict=True)
        if not judged_alike(claim, answer) and not is_small(*one)
    ]
    assert not different


def is_small(_: str, text: str, unit: str) -> bool:
    """Whether it is a number that a person has counted, and a file may have rounded."""
    return unit in ("values", "bytes") and text.isdigit() and int(text) < 1000


def test_a_small_number_with_zeros_is_rounded_where_it_is_published():
    spec = read("example:small-cnn-50")
    (claim,) = claimed(spec, [("conv1.weights", "860", "values")])
    (answer,) = diagnose(Case(build(spec), plan_for(spec)), [Answer("conv1.weights", "860")])
    assert (claim.verdict, answer.verdict) == ("right as rounded", "not explained")


def spoilt(graph: Graph, diagnoser: Diagnoser) -> Iterator[tuple[str, str, str]]:
    """Wrong numbers of some quantities in every unit, with all their digits and with a few."""
    names = {node.name for node in graph.nodes} | {"totals", "training", "optimizer"}
    for quantity in NUMBERS:
        if quantity.partition(".")[0] not in names:
            continue
        for unit in (*UNITS_OF_COUNT, *(() if quantity == "optimizer.slots" else UNITS_OF_MEMORY)):
            right = diagnoser.diagnose(Answer(quantity, "7", unit)).figure
            assert not isinstance(right, tuple)
            for factor in FACTORS if right else ():
                for text in as_written(Fraction(right or 0) * factor):
                    yield quantity, text, unit


def as_written(number: Fraction) -> Iterator[str]:
    yield f"{float(number):.2f}"
    yield f"{float(number):.0f}"
    if number > 100:
        yield f"{int(float(f'{float(number):.2g}')):,}"
        yield str(int(number))
