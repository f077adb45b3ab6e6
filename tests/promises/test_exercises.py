"""Exercises: the same for a seed everywhere, told apart, and right by another count."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import cache

import pytest

from explainer.derivation.checks import places
from explainer.errors import UsageError
from explainer.exercises import ExerciseSet, Question, Variant
from explainer.exercises.draw import draw, drawing_of
from explainer.exercises.luck import Luck
from explainer.exercises.source import Source
from explainer.exercises.text_numbers import answer_stands_in, is_a_setting_of
from explainer.exercises.wrong import table_of, told_apart, wrong_answers
from explainer.maths import Exact
from explainer.mistakes.engine.quantity import Count, Quantity
from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import plan_for
from explainer.network.tensor_shapes import tensor_shapes
from explainer.readers import read
from explainer.readers.changes import read_changes, with_changes
from tests.command_line import ROOT

NAMES = ("lenet5", "small-cnn-50", "alexnet", "resnet18")
KINDS = {"value", "faded", "find_the_error", "fits", "largest_batch"}


@cache
def drawn(name: str, seed: int = 7, variants: int = 6, questions: int = 6) -> ExerciseSet:
    spec = read(f"example:{name}")
    return draw(
        spec, plan_for(spec), questions=questions, variants=variants, seed=seed, stem=name,
        model=f"example:{name}",
    )  # fmt: skip


def every() -> list[tuple[Variant, Question]]:
    return [(v, q) for name in NAMES for v in drawn(name).variants for q in v.questions]


# ---- the seed -------------------------------------------------------------------------

DIGEST = """
import hashlib
from tests.promises.test_exercises import drawn
questions = [q for v in drawn("lenet5").variants for q in v.questions]
told = repr([(q.quantity, q.answer, q.given) for q in questions])
print(hashlib.sha256(told.encode()).hexdigest())
"""


def test_a_seed_gives_the_same_whatever_the_hashes():
    told = set()
    for hashes in ("0", "1"):
        env = os.environ | {"PYTHONHASHSEED": hashes, "PYTHONPATH": str(ROOT)}
        run = subprocess.run([sys.executable, "-c", DIGEST], env=env, capture_output=True)
        told.add(run.stdout)
    assert len(told) == 1
    assert told != {b""}


def test_luck_is_what_sha256_says():
    digest = hashlib.sha256(b"7/3/1").digest()
    assert Luck(7, 3).below(1000) == int.from_bytes(digest[:8], "big") % 1000


def test_a_variant_is_the_same_alone_and_among_others():
    spec = read("example:lenet5")
    alone = drawing_of(
        spec, plan_for(spec), questions=6, variants=9, seed=7, stem="lenet5", model="example:lenet5"
    ).variant(3)
    other = drawn("lenet5").variants[2]
    assert [q.answer for q in alone.questions] == [q.answer for q in other.questions]


def test_seeds_and_variants_differ():
    def answers(variant: Variant) -> list[Exact]:
        return [question.answer for question in variant.questions]

    found = [answers(v) for seed in (7, 8) for v in drawn("lenet5", seed).variants]
    assert len({tuple(a) for a in found}) == len(found)


# ---- the networks ---------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_variant_can_be_built_again_by_its_changes(name):
    spec = read(f"example:{name}")
    for variant in drawn(name).variants:
        again = build(with_changes(spec, read_changes(variant.changed)))
        assert [n.output for n in again.nodes] == [n.output for n in variant.case.graph.nodes]
        assert variant.network.startswith(f"explain example:{name} --set")


# ---- the questions --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["lenet5", "small-cnn-50", "alexnet"])
def test_six_questions_have_all_kinds(name):
    for variant in drawn(name).variants:
        assert {question.kind for question in variant.questions} == KINDS


def test_no_answer_stands_in_another_question():
    for name in NAMES:
        for variant in drawn(name).variants:
            for one in variant.questions:
                others = [other for other in variant.questions if other is not one]
                assert not any(answer_stands_in(one, other) for other in others)


def test_no_number_answers_two_questions():
    """A network with little to ask about may have to ask for one twice; these have enough."""
    for name in (*NAMES, "char_lstm", "vit_b_16"):
        for variant in drawn(name).variants:
            answers = [q.answer for q in variant.questions if q.kind != "fits"]
            assert len(set(answers)) == len(answers)


def test_mistakes_are_told_apart_or_declared():
    for _, question in every():
        declared = {name for one in question.collisions for name in one.mistakes}
        values: dict[Exact, str] = {}
        for wrong in question.mistakes:
            (name,) = wrong.mistakes
            clash = wrong.value in values or wrong.value == question.answer
            assert not clash or name in declared, (question.quantity, name)
            values[wrong.value] = name


def test_most_questions_have_no_collision():
    told = [question for _, question in every() if question.kind != "fits"]
    assert sum(bool(question.collisions) for question in told) <= len(told) // 10


def test_answers_are_right_by_another_count():
    counted = 0
    for variant, question in every():
        node = next((n for n in variant.case.graph.nodes if n.name == question.layer), None)
        count = question.quantity.rpartition(".")[2]
        bytes_each = variant.case.plan.bytes_per_value if question.unit == "bytes" else 1
        if node is None or (len(node.output) != 3 and count == "H_out"):
            continue
        if count == "parameters":
            right = sum(_product(shape) for shape in tensor_shapes(node))
        elif count == "biases":
            right = _product(tensor_shapes(node)[1])
        elif count == "weights":
            right = _product(tensor_shapes(node)[0])
        elif count == "H_out":
            right = len(places(node, "H"))
        else:
            right = _product(node.output)
        assert question.answer == right * bytes_each, question
        counted += 1
    assert counted > 60


def _product(shape: tuple[int, ...]) -> int:
    found = 1
    for size in shape:
        found *= size
    return found


def test_the_largest_batch_fits_and_one_more_does_not():
    for variant, question in every():
        if question.kind == "largest_batch":
            size = question.given["memory"]
            assert isinstance(size, int)
            assert _training(variant, int(question.answer)) <= size * 2**20
            assert _training(variant, int(question.answer) + 1) > size * 2**20


def test_whether_it_fits_is_said_rightly_both_ways():
    said = set()
    for variant, question in every():
        if question.kind == "fits":
            size, unit = question.given["memory"], question.given["memory_unit"]
            assert isinstance(size, int)
            available = size * {"MiB": 2**20, "KiB": 2**10}[str(unit)]
            assert question.answer == (_training(variant, variant.case.plan.batch) <= available)
            said.add(question.answer)
    assert said == {0, 1}


def _training(variant: Variant, batch: int) -> int:
    """Parameters three times (value, gradient, momentum), stored values twice, four bytes each."""
    nodes = variant.case.graph.nodes
    parameters = sum(node.count("parameters") for node in nodes)
    activations = sum(node.count("activations") for node in nodes)
    return 4 * (3 * parameters + 2 * activations * batch)


def test_a_line_with_an_error_leads_to_the_wrong_end():
    for _, question in every():
        if question.kind == "find_the_error":
            wrong, right = question.wrong_steps, question.steps
            assert wrong[question.shown].formula is question.error
            spoilt = question.error.spoils if question.error is not None else ""
            values = {step.name: step.value for step in right}
            assert wrong[question.shown].value != values[spoilt]
            assert wrong[-1].value != right[-1].value == question.answer
            assert len(wrong) >= len(right) >= 3
            for step in wrong[: question.shown]:
                assert step.value == values.get(step.name, step.value)


def test_too_many_questions_are_refused_with_how_many_there_are():
    with pytest.raises(UsageError, match="Ask for at most"):
        drawn("lenet5", questions=40, variants=1)
    with pytest.raises(UsageError, match="bare totals"):
        drawn("totals-recipe")


def test_a_mistake_spoils_what_its_question_asks_about():
    for _, question in every():
        names = {step.name for step in question.steps}
        others = {"weights", "biases", "parameters", "activations"} - names
        for wrong in question.mistakes:
            if question.layer:
                assert wrong.wrong[0].spoils not in others, (question.quantity, wrong.mistakes)


def test_the_stored_values_of_a_convolution_can_be_asked_about():
    spec = read("example:lenet5")
    graph, plan = build(spec), plan_for(spec)
    source = Source.of(Case(graph, plan), Luck(1))
    node = next(node for node in graph.nodes if node.name == "c3")
    quantity = Quantity((Count("activations", (node.index,)),))
    table = table_of(source.slips, quantity, "values", 4)
    assert table is not None
    found = wrong_answers(table, 0)
    assert 10 * 10 * 6 in [wrong.value for wrong in found]
    assert not told_apart(found, 10 * 10 * 16)


def test_every_kind_of_quantity_is_asked_about():
    told = {
        (q.kind, (q.quantity.rpartition(".")[2] if q.layer else q.quantity), q.unit)
        for name in ("lenet5", "small-cnn-50")
        for v in drawn(name, variants=10).variants
        for q in v.questions
    }
    for count in ("H_out", "weights", "biases", "totals.weights"):
        assert ("value", count, "values") in told
    for count in ("weights", "activations"):
        assert ("value", count, "bytes") in told
    for count in ("parameters", "activations"):
        assert ("faded", count, "values") in told
    assert ("find_the_error", "parameters", "values") in told
    assert ("find_the_error", "activations", "bytes") in told


def test_networks_without_biases_have_errors_to_find_and_large_ones_a_largest_batch():
    for name in ("resnet18", "unet"):
        for variant in drawn(name).variants:
            assert {"find_the_error", "largest_batch"} <= {q.kind for q in variant.questions}


def test_faded_examples_have_more_and_more_blanks():
    ladders = 0
    for variant in drawn("alexnet", variants=4, questions=15).variants:
        faded = [q for q in variant.questions if q.kind == "faded"]
        blanks = [len(q.steps) - q.shown for q in faded]
        most = [len(q.steps) - 1 for q in faded]
        assert all(1 <= blank <= limit for blank, limit in zip(blanks, most, strict=True))
        assert blanks[0] <= 2
        for number, (blank, limit) in enumerate(zip(blanks, most, strict=True)):
            assert blank >= min(number + 1, limit)
        ladders += len(faded) > 1
    assert ladders


def test_a_sum_over_the_network_is_worth_a_point_for_each_line_and_two_for_the_layers():
    sums = [q for _, q in every() if q.quantity.startswith("totals.")]
    assert sums
    assert all(q.marks == len(q.steps) + 2 for q in sums)


def test_an_answer_is_a_setting_in_another_question_only_where_nothing_else_is_left():
    found = 0
    for name in ("lenet5", "small-cnn-50"):
        for variant in drawn(name, variants=10).variants:
            pairs = [(one, other) for one in variant.questions for other in variant.questions]
            found += sum(is_a_setting_of(one, other) for one, other in pairs if one is not other)
    assert found <= 2  # of 120 questions, where 200 tries found no other
