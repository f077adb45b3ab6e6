"""A sequence with channels, `100x64`, is a shape like any other: each kind, every question."""

from __future__ import annotations

import json
from typing import Any

import pytest

import explainer
from explainer.exercises.luck import Luck
from explainer.exercises.vary import varied
from explainer.layers import LAYERS
from explainer.layers.layer import SEQUENCE
from explainer.network.plan import Plan
from explainer.readers import read

FIRST = {"conv1d": {"out_channels": 64, "kernel_size": 3, "padding": 1, "name": "first"}}
LAST: list[Any] = ["flatten", {"linear": {"out_features": 10}}, "softmax"]
SETTINGS = {
    "conv1d": {"out_channels": 8, "kernel_size": 5, "stride": 2},
    "layer_norm": {"normalized_shape": [64, 100]},
    "rms_norm": {"normalized_shape": 64},
    "group_norm": {"num_groups": 4},
    "split": {"sizes": [24, 40]},
    "local_response_norm": {"size": 3},
    # As many columns as its other matrix has.
    "matmul": {"from": ["first", "input"], "transpose_second": True},
}
KINDS = [kind for kind, layer in LAYERS.items() if SEQUENCE[0] in layer.takes]
QUESTIONS: list[dict[str, Any]] = [
    {"sensitivity": True, "devices": 4, "fits": "1GB", "checkpoint": "best"},
    {"optimizer": "adafactor", "detail": "full"},
    {"dtype": "int8"},
    {"dtype": "mixed_float16", "set": ["batch=4"]},
]


def model(kind: str) -> dict[str, Any]:
    settings = (
        ["first", "input"]
        if LAYERS[kind].many and kind not in SETTINGS
        else SETTINGS.get(kind, LAYERS[kind].example.settings)
    )
    middle = [] if kind == "flatten" else [{kind: settings}]
    return {"name": "sequence", "input": "100x64", "layers": [FIRST, *middle, *LAST]}


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: next(iter(asked.values())))
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_sequences_answers_every_question(kind, asked):
    report = explainer.explain(model(kind), **asked)
    assert "**differ**" not in report.markdown()
    assert json.loads(report.json())["input"] == [100, 64]


def test_exercises_vary_the_length_and_the_kernels():
    found = [varied(read(model("conv1d")), Plan(), Luck(seed)) for seed in range(8)]
    changed = {change.split("=")[0] for _, changes, _ in found for change in changes}
    assert {"input", "first.out_channels"} <= changed
    lengths = {case.graph.spec.input for case, _, _ in found}
    assert len(lengths) > 2
    assert {channels for _, channels in lengths} == {64}


def test_either_order_of_a_sequence_can_be_written():
    first = {"input": "64x100", "layout": "channels_first", "layers": [FIRST]}
    assert read(first).input == read({"input": "100x64", "layers": [FIRST]}).input == (100, 64)
    with pytest.raises(explainer.ModelFileError, match="can be read in two orders"):
        read({"input": "3x100", "layers": [FIRST]})
