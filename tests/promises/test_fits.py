"""`--fits`: the largest batch fits and the next does not, by the account's own totals."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
import sympy

import explainer
from explainer.errors import UsageError
from explainer.maths import Arguments, Formula
from explainer.maths import tree as t
from explainer.maths.arithmetic import value_of
from explainer.maths.expression import symbol
from explainer.maths.functions import floor
from explainer.maths.solve import at_most
from explainer.memory.framework.simulation import training_step
from explainer.memory.textbook.account import total_of_training, training_of
from explainer.network.sizes import NAMES, bytes_of
from explainer.page.nodes import Step
from explainer.page.steps import Seen
from explainer.questions.fits.answer import fits_of
from explainer.questions.fits.batch import (
    framework_fit,
    largest_within,
    textbook_fit,
)
from explainer.questions.fits.page import fits_blocks
from explainer.readers import example_names
from explainer.results.request import Asked
from explainer.results.results import Results
from tests.command_line import explain

SIZES = ("300MB", "8GB", "80GiB")
OTHERS = {"largest_length": None, "largest_inputs": None}
WITHOUT_LAYERS = {"totals": {"activations": 10, "parameters": 5, "miscellaneous": 3}}


def worked_out(name: str, **options: Any) -> explainer.Document:
    return explainer.explain(f"example:{name}", **options)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", example_names())
def test_the_largest_batch_fits_by_the_textbook_and_the_next_does_not(name: str, size: str):
    document, limit = worked_out(name), bytes_of(size)
    fit = textbook_fit(document.case, limit)
    assert fit is not None

    def total(batch: int) -> int:
        return training_of(document.case.with_plan(batch=batch)).total

    assert fit.largest == 0 or total(fit.largest) == fit.taken <= limit
    assert total(fit.largest + 1) == fit.next_taken > limit


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", example_names())
def test_the_largest_batch_fits_in_torch_and_the_next_does_not(name: str, size: str):
    document, limit = worked_out(name), bytes_of(size)
    fit = framework_fit(document.case, limit)
    if document.graph.totals is not None:
        assert fit is None
        return
    assert fit is not None

    def total(batch: int) -> int:
        return training_step(document.case.with_plan(batch=batch)).peak.total

    assert fit.largest == 0 or total(fit.largest) == fit.taken <= limit
    assert total(fit.largest + 1) == fit.next_taken > limit


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("name", ["lenet5", "vgg16", "densenet121"])
def test_the_peak_never_falls_as_the_batch_grows(name: str, optimizer: str):
    document = worked_out(name, optimizer=optimizer)
    peaks = [
        training_step(document.case.with_plan(batch=batch)).peak.total for batch in range(1, 40)
    ]
    assert peaks == sorted(peaks)


@pytest.mark.parametrize("name", example_names())
def test_the_solved_inequality_is_that_of_sympy(name: str):
    document = worked_out(name)
    formula, arguments = total_of_training(document.case)
    neutral = formula.at_neutral(arguments) - {"batch"}
    total, memory = formula.expression(tuple(arguments), neutral), symbol("memory")
    (solution,) = sympy.solve(sympy.Eq(total.doit(), memory), symbol("batch"))
    tree = at_most(formula, arguments, "batch", "memory")
    for size in (10**9 + 7, 10**15):
        numbers = arguments | {"memory": size}
        theirs = solution.subs({symbol(key): value for key, value in numbers.items()})
        ours = value_of(t.with_numbers(tree, numbers))
        assert sympy.Rational(*ours.as_integer_ratio()) == theirs


def test_only_what_is_linear_in_a_symbol_is_solved_for_it():
    numbers: Arguments = {"a": 2, "x": 3, "c": 5}
    linear = Formula("q", lambda a, x, c: (a + 1) * x * c + a * x + c + c * a)
    tree = at_most(linear, numbers, "x", "most")
    for most in (100, 7):
        bound = Fraction(most - 5 - 10) / Fraction((2 + 1) * 5 + 2)
        assert value_of(t.with_numbers(tree, numbers | {"most": most})) == bound
    for function in (
        lambda a, x, c: a * x * x + c,
        lambda a, x, c: a * (x + 1) + c,
        lambda a, x, c: a + c,
        lambda a, x, c: a / x + c,
        lambda a, x, c: floor(a * x) + c,
    ):
        with pytest.raises(ValueError, match="solved for x"):
            at_most(Formula("q", function), numbers, "x", "most")


@pytest.mark.parametrize("dtype", ["float32", "float64", "int8"])
@pytest.mark.parametrize("model", ["example:lenet5", WITHOUT_LAYERS])
def test_the_solution_is_what_trying_every_batch_gives(model: Any, dtype: str):
    document = explainer.explain(model, dtype=dtype, batch=7)
    first = training_of(document.case.with_plan(batch=1)).total
    for size in (1, first - 1, first, first + 1, 3 * first, 7 * first + 5):
        batch = 0
        while training_of(document.case.with_plan(batch=batch + 1)).total <= size:
            batch += 1
        fit = textbook_fit(document.case, size)
        assert fit is not None
        assert fit.largest == batch
        work = Results(document.case, Asked({"fits": size}))
        blocks = fits_blocks(work, fits_of(work.case, size), Seen())
        shown = [b.lines for b in blocks if isinstance(b, Step)]
        assert len(shown) == (1 if batch else 0)
        assert all(value_of(lines[1]) == batch for lines in shown)


@pytest.mark.parametrize("size", [*range(1, 60), 10**6, 10**18])
def test_the_search_finds_the_largest_on_lines_that_bend(size: int):
    def total(batch: int) -> int:
        return max(40, 7 * batch, 30 * batch - 9000)

    found = largest_within(total, size)
    assert found == 0 or total(found) <= size
    assert total(found + 1) > size


def test_the_search_takes_few_steps():
    tried: list[int] = []

    def total(batch: int) -> int:
        tried.append(batch)
        return max(10**9, 10**6 + 4321 * batch)

    largest_within(total, 80 * 10**9)
    assert len(set(tried)) < 60


def test_where_nothing_grows_there_is_no_largest_batch():
    model = {"totals": {"activations": 0, "parameters": 5}}
    document = explainer.explain(model, fits="1MB")
    assert json.loads(document.json())["fits"]["textbook"] == {
        "largest_batch": None, "largest_image": None,
        "largest_length": None, "largest_inputs": None,
    }  # fmt: skip
    assert "there is no largest batch" in document.markdown()


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("8GB", 8 * 10**9), ("8 GB", 8 * 10**9), ("8GiB", 8 * 2**30), ("500MB", 5 * 10**8),
        ("512MiB", 2**29), ("1.5KiB", 1536), ("0.1GiB", 107374182), ("12345", 12345),
        ("12 bytes", 12), ("3B", 3),
    ],
)  # fmt: skip
def test_sizes_are_read_exactly(text: str, size: int):
    assert bytes_of(text) == size


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("8gb", "There is no unit of memory called 'gb'. Did you mean 'GB'?"),
        ("8gib", "There is no unit of memory called 'gib'. Did you mean 'GiB'?"),
        (
            "8 parsecs",
            f"There is no unit of memory called 'parsecs'. Known are: {', '.join(NAMES)}.",
        ),
        (
            "much",
            "The memory has to be a number with a unit, such as 8GB or 512MiB, and it is much.",
        ),
        ("", "The memory has to be a number with a unit, such as 8GB or 512MiB, and it is empty."),
        ("0GB", "The memory has to be at least one byte, and it is 0."),
    ],
)
def test_what_is_no_size_is_refused_in_a_sentence(text: str, message: str):
    with pytest.raises(UsageError) as raised:
        bytes_of(text)
    assert str(raised.value) == message


@pytest.mark.parametrize("size", ["-1", "1e9", "٣GB", "nan", "8" * 31, "8GB\n8GB"])
def test_numbers_of_other_kinds_are_refused(size: str):
    with pytest.raises(UsageError):
        bytes_of(size)


@pytest.mark.parametrize("size", [0, -1, True])
def test_the_library_refuses_them_too(size: int):
    with pytest.raises(UsageError):
        worked_out("lenet5", fits=size)


def test_the_command_gives_the_figures_and_the_section():
    figures = json.loads(explain("example:vgg16", "--fits", "8 GB", "--json").text)
    assert figures["fits"] == {
        "size": 8 * 10**9,
        "textbook": {"largest_batch": 52, "largest_image": 543, **OTHERS},
        "framework": {"largest_batch": 86, "largest_image": 543, **OTHERS},
    }
    report = explain("example:vgg16", "--fits", "8 GB").text
    assert report.index("What PyTorch really keeps") < report.index("Does it fit?")
    assert report.index("Does it fit?") < report.index("**Checks.**")


def test_the_command_refuses_a_wrong_size_with_code_2():
    ran = explain("example:lenet5", "--fits", "8gb")
    assert (ran.code, ran.out) == (2, b"")
    assert "Did you mean 'GB'?" in ran.err


def test_without_the_option_nothing_is_said_of_it():
    document = worked_out("lenet5")
    assert "fits" not in json.loads(document.json())
    assert "Does it fit?" not in document.markdown()


def test_where_not_even_one_image_fits_the_report_says_so():
    document = worked_out("vgg16", fits="1GB")
    fits = json.loads(document.json())["fits"]
    assert fits["textbook"]["largest_batch"] == fits["framework"]["largest_batch"] == 0
    assert document.markdown().count("Not even one image fits") == 2


def test_every_output_can_show_it():
    document = worked_out("totals-recipe", fits="8GB")
    assert "Does it fit?" in document.html()
    assert "There is no account of what PyTorch keeps here" in document.markdown()
