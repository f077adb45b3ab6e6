"""Inputs of token numbers: read, refused where a kind takes real numbers, counted apart."""

from __future__ import annotations

import json
from typing import Any

import pytest

import explainer
from explainer.derivation.checks import checks_of
from explainer.errors import ModelFileError
from explainer.memory.framework.simulation import prediction, training_step
from explainer.memory.textbook.account import account_values, inference_of, training, training_of
from explainer.memory.textbook.int8 import int8_inference_of
from explainer.memory.textbook.sums import totals_of
from explainer.mistakes.engine.claims import judge_claims
from explainer.network.case import Case
from explainer.network.graph import Graph, build
from explainer.network.plan import Plan
from explainer.questions.fits.batch import textbook_fit
from explainer.questions.growth.polynomials import growths_of
from explainer.readers import read
from explainer.readers.inputs import INPUT_ADVICE

pytestmark = pytest.mark.quick

EMBED = {"embedding": {"num_embeddings": 10, "embedding_dim": 4}}
LAYERS: list[Any] = [EMBED, "flatten", {"linear": {"out_features": 3}}]
MODEL = {"name": "words", "input": {"tokens": 6}, "layers": LAYERS}
# 10·4 rows; 6·4·3 + 3.
PARAMETERS = 40 + 75


@pytest.fixture
def words() -> Graph:
    return build(read(MODEL))


def test_the_input_is_a_row_of_tokens():
    spec = read({"input": {"tokens": 128}, "layers": ["relu"]})
    assert (spec.input, spec.tokens) == ((128,), True)
    assert not read({"input": 128, "layers": ["relu"]}).tokens


@pytest.mark.parametrize("layer", ["relu", "flatten", {"linear": 3}, {"softmax": {}}])
def test_kinds_that_need_real_numbers_refuse_tokens(layer):
    kind = layer if isinstance(layer, str) else next(iter(layer))
    with pytest.raises(ModelFileError) as caught:
        explainer.explain({"input": {"tokens": 128}, "layers": [layer]})
    assert caught.value.fault == f"{kind} takes real numbers, and it is given token numbers."


def test_a_kind_of_tokens_refuses_real_numbers(words):
    with pytest.raises(
        ModelFileError, match="embedding takes token numbers, and it is given real ones"
    ):
        build(read(MODEL | {"input": 6}))
    with pytest.raises(ModelFileError, match="embedding takes token numbers"):
        build(read(MODEL | {"layers": [EMBED, "flatten", EMBED]}))


def test_tokens_alone_are_no_network():
    with pytest.raises(ModelFileError, match="The model has no layers"):
        read({"input": {"tokens": 128}})


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({}, "input is an empty mapping."),
        ({"token": 3}, '"token" is not a key of input.'),
        ({"tokens": 0}, "input.tokens"),
        ({"tokens": "3x4"}, "input.tokens"),
        ({"tokens": [3, 4]}, "input.tokens"),
    ],
)
def test_other_inputs_of_this_sort_are_refused(given, fault):
    with pytest.raises(ModelFileError) as caught:
        read({"input": given, "layers": ["relu"]})
    assert fault in str(caught.value) or fault in caught.value.fault
    assert str(INPUT_ADVICE)


def test_tokens_take_eight_bytes_in_training(words):
    # 24 values of the rows and 3 at the end; the tokens have no gradient.
    assert totals_of(words).activations == 24 + 3
    for dtype, b in (("float64", 8), ("float32", 4), ("bfloat16", 2)):
        book = training_of(Case(words, Plan(batch=5, optimizer="sgd", dtype=dtype)))
        assert book.miscellaneous == 6 * 8 * 5
        assert book.total == 2 * PARAMETERS * b + 2 * 27 * 5 * b + 6 * 8 * 5


@pytest.mark.parametrize(
    "plan",
    [
        Plan(batch=5, optimizer="adam", freeze=("linear",)),
        Plan(batch=5, optimizer="adafactor"),
        Plan(batch=5, optimizer="adafactor", freeze=("linear",)),
        Plan(batch=5, optimizer="adam", dtype="mixed_bfloat16"),
        Plan(batch=5, optimizer="adafactor", dtype="mixed_float16"),
    ],
)
def test_each_total_is_the_sum_of_its_parts(words, plan):
    case = Case(words, plan)
    assert training_of(case).miscellaneous == 6 * 8 * 5
    assert [check.what for check in checks_of(case) if not check.agrees] == []


@pytest.mark.parametrize(
    "asked", [{"freeze": ["linear"]}, {"optimizer": "adafactor"}, {"dtype": "mixed_float16"}]
)
def test_every_variant_is_written_out(words, asked):
    text = explainer.explain(MODEL, detail="full", **asked).markdown()
    assert "**differ**" not in text
    assert "A token is a whole number of 8 bytes, and has no gradient." in text


def test_tokens_stay_in_inference(words):
    # While flatten's view is read by the last layer: 24 values and 3.
    assert inference_of(Case(words, Plan(batch=5))).total == 4 * (PARAMETERS + 27 * 5) + 6 * 8 * 5


def test_whole_numbers_leave_tokens_as_they_are(words):
    found = int8_inference_of(Case(words, Plan(batch=5, dtype="int8")))
    assert found is not None
    assert found.tensors == 27 * 5 + 6 * 8 * 5
    assert found.total == sum(getattr(found, part) for part in (
        "weights", "biases", "others", "channel_scales", "tensor_scales", "tensors"))  # fmt: skip


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "mixed_bfloat16"])
def test_pytorch_holds_tokens_as_the_input(words, dtype):
    case = Case(words, Plan(batch=5, dtype=dtype, loss="none"))
    assert training_step(case).peak.input == prediction(case).peak.input == 6 * 8 * 5
    assert [check.what for check in checks_of(case) if not check.agrees] == []


def test_the_report_speaks_of_tokens(words):
    text = " ".join(explainer.explain(MODEL, detail="full", batch=5).markdown().split())
    assert (
        "The input is a row of 6 tokens, whole numbers of 8 bytes each; one such row is an example."
        in text
    )
    assert "It takes 6 tokens from input and gives 6×4." in text
    assert "A token is a whole number of 8 bytes, and has no gradient." in text
    assert "**differ**" not in text


def test_json_says_what_the_input_is_made_of(words):
    figures = json.loads(explainer.explain(MODEL).json())
    assert (figures["input"], figures["input_type"]) == ([6], "int64")
    assert "input_type" not in json.loads(explainer.explain("example:lenet5").json())


def test_the_number_of_tokens_can_be_set(words):
    report = explainer.explain(MODEL, set=["input={tokens: 9}"])
    assert report.case.graph.nodes[1].output == (9, 4)
    with pytest.raises(ModelFileError, match="embedding takes token numbers"):
        explainer.explain(MODEL, set=["input=9"])


def test_every_question_can_be_asked(words):
    report = explainer.explain(
        MODEL, sensitivity=True, checkpoint="best", devices=2, fits="1MB", set={"linear.units": 5}
    )
    assert "**differ**" not in report.markdown()
    assert report.pdf()[:5] == b"%PDF-"
    assert "6 tokens" in report.html()


def test_a_claim_may_be_about_another_number_of_tokens(words):
    claims = [
        {"quantity": "embedding.activations", "value": 36, "with": {"input": {"tokens": 9}}},
        {"quantity": "embedding.activations", "value": 24},
        {"quantity": "embedding.activations", "value": 24, "with": {"input": {"tokens": 9}}},
    ]
    model = MODEL | {"claims": claims}
    found = judge_claims(Case(build(read(model)), Plan()))
    assert [each.exact for each in found] == [36, 24, 36]
    assert "tokens: 9" in explainer.explain(model).markdown()


@pytest.mark.parametrize(
    "plan", [Plan(), Plan(dtype="mixed_bfloat16"), Plan(freeze=("embedding",))]
)
def test_growth_and_the_largest_batch_count_the_tokens_of_each_input(words, plan):
    case = Case(words, plan)
    total = training_of(case.with_plan(batch=9)).total
    assert growths_of(case).batch.parts["training"](9) == total
    found = textbook_fit(case, total)
    assert found is not None
    assert (found.largest, found.taken) == (9, total)


def test_mistakes_in_the_total_count_tokens_as_the_right_sum_does(words):
    """Six tokens of three texts are 144 bytes, whatever is forgotten beside them."""
    values = account_values(Case(words, Plan(batch=3, optimizer="adam")))
    found = {
        slip.name: slip
        for slip in training.mistakes_for(values)
        if slip.spoils == "bytes_of_training" and slip.name != "bytes_per_value_wrong"
    }
    stored = 4 * (6 * 4 + 3) * 3
    kept = 4 * PARAMETERS
    expected = {
        "gradients_forgotten": 3 * kept + stored + 144,
        "activations_forgotten": 4 * kept + 144,
        "optimizer_state_forgotten": 2 * kept + 2 * stored + 144,
        "batch_multiplied_into_weights": 4 * kept * 3 + 2 * stored + 144,
    }
    shown = {name: found[name].arguments(values) for name in expected}
    assert {name: found[name].value(shown[name]) for name in expected} == expected
    assert all("tokens" in numbers and "M" not in numbers for numbers in shown.values())


def test_wrong_totals_where_layers_are_frozen_hold_the_tokens_as_well() -> None:
    """Each is off by what its mistake says, and by nothing else: 156 parameters are frozen."""
    model = {
        "name": "frozen",
        "input": {"tokens": 16},
        "batch": 4,
        "freeze": ["first"],
        "layers": [
            {"embedding": {"num_embeddings": 200, "embedding_dim": 12}},
            {"linear": {"out_features": 12, "name": "first"}},
            {"linear": {"out_features": 200}},
        ],
    }
    total = explainer.explain(model).results.training[-1]
    off = {slip.mistake.name: slip.value - total.value for slip in total.slips}
    assert off == {
        "frozen_layers_forgotten": -156 * 4,
        "frozen_counted_as_trained": 2 * 156 * 4,
        "activations_forgotten": -2 * 4 * 4 * 16 * (12 + 12 + 200),
    }
