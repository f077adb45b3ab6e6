"""No option and no quantity ends in a fault of the program's own, on small networks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

import explainer
from explainer.errors import ExplainError
from explainer.layers.quantities import COUNTS
from explainer.mistakes.answers.diagnosis import Answer
from explainer.mistakes.answers.reading import asked_in
from explainer.mistakes.engine.judge import Judge
from explainer.mistakes.engine.quantity import PARTS, SLOTS, symbols_of
from explainer.mistakes.engine.world import World
from explainer.network.graph import build
from explainer.network.loss import LOSSES
from explainer.network.optimizers import optimizer_names
from explainer.network.plan import DEVICES
from explainer.network.units import BYTES
from explainer.readers import read
from explainer.results.checked_case import case_of

Model = dict[str, Any]


def conv(**settings: Any) -> Model:
    return {"conv2d": {"out_channels": 3, "kernel_size": 3, "name": "conv1", **settings}}


PLAIN: Model = {
    "name": "plain", "input": "9x9x3",
    "layers": [conv(), "batch_norm2d", "relu", {"max_pool2d": {"kernel_size": 2}}, "flatten",
               {"linear": {"out_features": 5, "name": "fc"}}, "softmax"],
}  # fmt: skip
# Behind its first convolution the floor that is not taken leaves 15.5 rows of 3 channels.
HALVES: Model = {
    "name": "halves", "input": "32x32x3",
    "layers": [conv(stride=2), conv(name="conv2", out_channels=4),
               {"adaptive_avg_pool2d": {"output_size": [None, 2]}}, "flatten", {"linear": 10}],
}  # fmt: skip
FROZEN = {**PLAIN, "freeze": ["conv1"]}
FACTORED = {**PLAIN, "optimizer": "adafactor"}
BARE: Model = {"name": "bare", "totals": {"activations": 1000, "parameters": 300}}
EMPTY: Model = {"name": "empty", "input": "9x9x3", "layers": ["relu"]}
MODELS = [PLAIN, HALVES, FROZEN, FACTORED, BARE, EMPTY]

RUNS: list[dict[str, Any]] = [
    {},
    {"batch": 7, "threads": 2, "accumulate": 3},
    *({"optimizer": name} for name in optimizer_names()),
    *({"dtype": name} for name in BYTES),
    *({"loss": name} for name in LOSSES),
    *({"device": name} for name in DEVICES),
    *({"freeze": ["conv1"], "optimizer": name} for name in optimizer_names()),
    {"freeze": ["*"]},
    *({"freeze": ["conv1"], "dtype": name, "accumulate": 3} for name in BYTES),
    *({"optimizer": "adafactor", "dtype": name} for name in BYTES),
]
OF_RECONCILE = {"batch", "dtype", "optimizer", "loss"}


def refused_or_told(make: Callable[[], explainer.Document | Any]) -> bool:
    """Whether there is a report in every format; an error of ours is the other good end."""
    try:
        found = make()
        assert found.json()
        assert "None" not in found.markdown()
    except ExplainError:
        return False
    return True


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model["name"]))
def test_every_way_to_run_a_network_is_told_or_refused(model: Model) -> None:
    told = [refused_or_told(partial(explainer.explain, model, **run)) for run in RUNS]
    assert told[0]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model["name"]))
def test_every_way_to_run_a_network_is_reconciled_or_refused(model: Model) -> None:
    runs = [run for run in RUNS if not set(run) - OF_RECONCILE]
    told = [refused_or_told(partial(explainer.reconcile, model, **run)) for run in runs]
    assert told[0]


@pytest.mark.parametrize("first", MODELS, ids=lambda model: str(model["name"]))
def test_any_two_networks_are_compared_however_they_are_run(first: Model) -> None:
    runs: list[Model] = [
        {},
        {"optimizer": "adafactor"},
        {"dtype": "mixed_float16"},
        {"freeze": ["conv1"]},
    ]
    for second in MODELS:
        told = [refused_or_told(partial(explainer.compare, first, second, **run)) for run in runs]
        assert told[0], second["name"]


def test_an_example_is_reconciled_with_every_optimizer() -> None:
    for name in optimizer_names():
        assert refused_or_told(partial(explainer.reconcile, "example:lenet5", optimizer=name))


def test_what_adafactor_keeps_is_in_the_lower_bound_of_nvidia_smi() -> None:
    """By hand: 3·27 + 3 weights and biases; planes 3×3 leave 3 + 3 for each of 9, and 3 biases."""
    one = {"name": "one", "input": "9x9x3", "layers": [conv()]}
    figures = explainer.reconcile(one, optimizer="adafactor").json()
    assert f'"value": {4 * (2 * 84 + 9 * (3 + 3) + 3)}' in figures


def test_training_is_compared_by_the_formula_of_each() -> None:
    """By hand, 3 x 27 + 3 of conv1 frozen: its gradients and its slots are gone."""
    page = explainer.compare(PLAIN, FROZEN).markdown()
    assert "has a formula of its own in each network" in page
    for document in (explainer.explain(PLAIN), explainer.explain(FROZEN)):
        total = int(document.json().split('"total": ')[1].split("\n")[0])
        assert f"= {total:,} bytes." in page


def quantities(model: Model) -> Iterator[str]:
    graph = build(read(model))
    yield from (f"totals.{count}" for count in COUNTS)
    yield from (*PARTS, SLOTS)
    for node in graph.nodes:
        yield from (f"{node.name}.{count}" for count in (*COUNTS, *symbols_of(graph, node.name)))


@pytest.mark.parametrize("run", [{}, {"optimizer": "adafactor"}, {"dtype": "mixed_float16"},
                                 {"freeze": ["conv1"]}], ids=str)  # fmt: skip
@pytest.mark.parametrize("model", [PLAIN, HALVES, BARE], ids=lambda model: str(model["name"]))
def test_every_quantity_can_be_diagnosed(model: Model, run: dict[str, Any]) -> None:
    """A number that nothing explains, for which pairs of mistakes are looked through as well."""
    for quantity in quantities(model):
        for value in ("12", "0.37 MB"):
            refused_or_told(partial(explainer.diagnose, model, quantity, value, **run))


@pytest.mark.parametrize("quantity", ["totals.macs", "conv2.activations", "training.total"])
def test_every_wrong_number_of_a_mistake_can_be_diagnosed(quantity: str) -> None:
    case = case_of(read(HALVES), {})
    asked = asked_in(Answer(quantity, "12"), case.graph, case.plan.bytes_per_value)
    table = Judge(World(case)).table(asked.quantity, asked.unit)
    assert table is not None
    numbers = {way.value for way in table.singles()}
    assert numbers
    for number in numbers:
        text = str(number) if isinstance(number, int) else f"{float(number):.3f}"
        assert refused_or_told(partial(explainer.diagnose, HALVES, quantity, text))


NULL: Model = {
    "name": "null",
    "input": "8x8x3",
    "layers": [
        {"adaptive_avg_pool2d": {"output_size": None, "name": "whole"}},
        {"adaptive_max_pool2d": {"output_size": [None, 2], "name": "half"}},
    ],
}


@pytest.mark.parametrize("given", [None, [None, 4]])
def test_a_size_of_null_is_printed_as_it_stands_in_the_file(given: Any) -> None:
    page = explainer.explain(NULL, detail="full").markdown()
    assert "`output_size: null`" in page
    assert "`output_size: [null, 2]`" in page
    changed = explainer.explain(NULL, detail="full", set={"half.output_size": given}).markdown()
    assert "None" not in page + changed


WRONG_CLAIM = {"quantity": "nowhere.weights", "value": 3}


@pytest.mark.parametrize(
    "make",
    [
        lambda model: explainer.explain(model).json(),
        lambda model: explainer.explain(model).markdown(),
        lambda model: explainer.explain(model, set=["batch=2"]),
        lambda model: explainer.reconcile(model).json(),
        lambda model: explainer.compare(model, PLAIN).json(),
        lambda model: explainer.compare(PLAIN, model).json(),
        lambda model: explainer.diagnose(model, "conv1.weights", 81).json(),
    ],
)
@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (WRONG_CLAIM, "The layers are: input, conv1, batch_norm2d, relu, max_pool2d, flatten, …."),
        (WRONG_CLAIM | {"quantity": "cnov1.weights"}, 'Did you mean "conv1.weights"?'),
        (WRONG_CLAIM | {"quantity": "conv1.wieghts"}, 'Did you mean "conv1.weights"?'),
        (WRONG_CLAIM | {"quantity": "weights", "unit": "Mib"}, 'Did you mean "MiB"?'),
        (WRONG_CLAIM | {"quantity": "conv1.weights", "with": {"input": "2x2x3"}}, "does not fit"),
        (WRONG_CLAIM | {"quantity": "weights + training.total"}, "Added up are values and bytes"),
    ],
)
def test_every_command_and_format_refuses_the_same_claims(
    make: Callable[[Model], object], claim: Model, said: str
) -> None:
    with pytest.raises(explainer.ModelFileError, match="claim") as caught:
        make({**PLAIN, "claims": [claim]})
    assert said in str(caught.value)
