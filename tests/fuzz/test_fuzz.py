"""A short run: model files drawn from a seed, and what has to hold for each.

`EXPLAIN_FUZZ_SEED=…` draws others. A fault prints its seed, its number and its model file, and
`python -m tests.fuzz --seed S --only N` gives the same case again.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from random import Random

import pytest

from explainer.library.explain import explain
from explainer.readers.from_yaml import read_yaml
from tests.fuzz.cases import Case, check, draw_case
from tests.fuzz.figures import assert_pdf_has_figures
from tests.fuzz.fresh import assert_same_bytes
from tests.fuzz.relations import RELATIONS, Subject

SEED = os.environ.get("EXPLAIN_FUZZ_SEED", "12")
PARTS, MODELS, SECONDS = 4, 150, 20  # so many parts of so many models; processor time of each part


def right_cases(count: int, start: int = 0) -> list[Case]:
    """So many cases whose models are right."""
    drawn = (draw_case(SEED, number) for number in range(start, start + 10 * count))
    return [case for case in drawn if case.model][:count]


def told(case: Case, work: object) -> str:
    """What somebody needs who reads about a fault."""
    return f"{work} on seed {case.seed}, number {case.number}:\n{case.text}"


@pytest.mark.parametrize("part", range(PARTS))
def test_model_files_that_nobody_wrote(part: int, tmp_path: Path) -> None:
    print(f"seed {SEED}")
    end = time.process_time() + SECONDS
    for number in range(part * MODELS, (part + 1) * MODELS):
        case = draw_case(SEED, number)
        try:
            check(case, tmp_path)
        except Exception as error:
            raise AssertionError(told(case, f"{type(error).__name__}: {error}")) from error
        if time.process_time() > end:
            break


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.__name__)
def test_it_holds_between_runs(relation) -> None:
    for case in right_cases(8, start=10_000):
        assert case.model
        try:
            relation(Subject(case.model, case.text, {}), case.chance("relation"))
        except Exception as error:
            raise AssertionError(told(case, f"{type(error).__name__}: {error}")) from error


def test_a_pdf_has_the_figures_of_its_page() -> None:
    for case in right_cases(2, start=20_000):
        assert_pdf_has_figures(explain(read_yaml(case.text, "model.yaml"), detail="handout"))


def test_a_fresh_process_prints_the_same_bytes(tmp_path: Path) -> None:
    for case in right_cases(4, start=30_000):
        assert_same_bytes(case.text, case.chance("fresh"), tmp_path)


def test_a_case_is_the_same_again() -> None:
    assert [draw_case("x", number) for number in range(50)] == [
        draw_case("x", number) for number in range(50)
    ]
    assert Random("x/1").random() == Random("x/1").random()


def test_most_models_are_right_and_many_are_not() -> None:
    drawn = [draw_case("x", number) for number in range(400)]
    assert 200 < sum(case.model is not None for case in drawn) < 280
