"""The working of each hypothesis: the formula that leads to the number, and where it was made."""

from __future__ import annotations

import json

import pytest

import explainer

pytestmark = pytest.mark.quick


def explanations(model: str, quantity: str, value: str, *mistakes: str) -> list[dict[str, object]]:
    found = json.loads(explainer.diagnose(f"example:{model}", quantity, value).json())
    ways = [way for way in found["explanations"] if way["mistakes"] == list(mistakes)]
    assert ways
    return ways


def page(model: str, quantity: str, value: str) -> str:
    return explainer.diagnose(f"example:{model}", quantity, value).markdown()


@pytest.mark.parametrize(
    ("quantity", "value", "mistake", "layers"),
    [
        # s2 keeps 27×27 of c1's 28×28, and c3 makes 23×23 of it; s4 comes behind c3.
        ("c3.activations", 23 * 23 * 16, "stride_forgotten", 1),
        # c1 gives 27×27, and s2 12×12 of it; c3 and s4 come behind s2.
        ("s2.activations", 12 * 12 * 6, "first_place_forgotten", 2),
    ],
)
def test_layers_that_come_behind_are_not_counted(quantity, value, mistake, layers):
    assert [way["layers"] for way in explanations("lenet5", quantity, str(value), mistake)] == [
        layers
    ]


def test_one_earlier_layer_is_named():
    (way,) = explanations("lenet5", "c3.activations", str(23 * 23 * 16), "stride_forgotten")
    assert (way["layer"], way["carried"]) == ("s2", True)


def test_a_name_that_spoils_two_formulas_is_told_by_the_one_that_was_asked_about():
    """Swapped depths spoil biases and activations; the biases have no part in this number."""
    text = page("tiny-cnn-512", "conv1.activations", str(512 * 512 * 3))
    assert r"$\text{biases}$" not in text
    assert "The output has as many channels as there are kernels" in text
    assert "work out conv2.activations" in text


def test_a_wrong_size_goes_on_to_what_was_asked_about():
    text = page("small-cnn-50", "pool2.activations", str(13 * 13 * 64))
    assert r"$13 \cdot 13 \cdot 64$ = 10,816." in text


def test_a_slip_in_a_total_is_worked_out_in_its_first_layer_and_tried_in_another():
    kernels = 5 * 5 * (6 + 16 + 120) + 120 * 84 + 84 * 10
    text = page("lenet5", "totals.weights", str(kernels))
    assert r"In c3, the first of them: $\text{weights}$" in text
    assert r"$5 \cdot 5 \cdot 16$ = 400." in text
    assert "work out c5.weights" in text


def test_parameters_of_inference_are_not_told_by_the_whole_of_it():
    text = page("vgg16", "inference.parameters", "552000000")
    assert r"$138{,}000{,}000 \cdot 4$ = 552,000,000." in text


@pytest.mark.parametrize(
    ("value", "title", "ends"),
    [("553 GB", "The unit GB for MB", " GB"), ("553 KiB", "The unit KiB for MB", " KiB")],
)
def test_any_wrong_unit_has_its_formula_and_what_to_try_next(value, title, ends):
    text = page("vgg16", "totals.parameters", value)
    assert f"**1. {title}**" in text
    assert r"$\frac{553{,}430{,}176}{1{,}000{,}000}$ = 553.43." in text
    assert f"explain diagnose example:vgg16 totals.activations …{ends}\n" in text


def test_a_number_cut_off_has_its_right_idea_and_what_to_try_next():
    text = page("vgg16", "totals.activations", "58.12 MiB")
    assert "round only the last one." in text
    assert "To try next: " in text


def test_what_to_try_next_after_a_size_that_nothing_explains():
    given = {"pool2.output": "17x5x64"}
    found = explainer.diagnose("example:small-cnn-50", "fc.weights", 2_720_000, given=given)
    assert "To try next: work out pool2.output" in found.markdown()


def test_the_command_to_try_next_runs_the_network_alike():
    found = explainer.diagnose("example:vgg16", "conv1_1.weights", 576, batch=32, dtype="float16")
    assert "explain diagnose example:vgg16 --batch 32 --dtype float16 conv1_2.weights …" in (
        found.markdown()
    )
