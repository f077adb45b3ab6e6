"""Diagnosis: the verdict, every slip that gives the number, the simplest first, and no more."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

import explainer
from explainer.errors import UsageError
from explainer.library.diagnose import diagnose_all
from explainer.mistakes.answers import Answer
from explainer.mistakes.answers.diagnoser import Diagnoser
from explainer.mistakes.engine.spoilt import mistakes_in
from explainer.network.case import Case
from explainer.network.graph import build
from explainer.network.plan import plan_for
from explainer.readers import read
from tests.command_line import explain as run_command

SMALL, VGG = "example:small-cnn-50", "example:vgg16"


def told(model: str, quantity: str, value: object, unit: str = "", **more: Any) -> dict[str, Any]:
    found = explainer.diagnose(model, quantity, str(value), unit, **more)
    loaded: dict[str, Any] = json.loads(found.json())
    return loaded


def mistakes(answer: dict[str, Any]) -> list[list[str]]:
    return [way["mistakes"] for way in answer["explanations"]]


# ---- the verdict ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "value", "verdict"),
    [
        ("conv1_1.weights", "1,728", "right"),
        ("conv1_1.weights", "1728", "right"),
        ("totals.parameters", "138M", "right as rounded"),
        ("totals.parameters", "0.138B", "right as rounded"),
        ("training.total", "1782191392B", "right"),
        ("totals.activations", "58.1 MiB", "right as rounded"),
        ("totals.activations", "58.15 MiB", "not explained"),
        ("totals.activations", "61.0 MiB", "wrong unit"),
        ("conv1_1.weights", "576", "explained"),
        ("conv1_1.weights", "577", "not explained"),
        ("conv1_1.output", "224x224x64", "right"),
        ("conv1_1.H_out", "224", "right"),
    ],
)
def test_the_verdict(quantity, value, verdict):
    assert told(VGG, quantity, value)["verdict"] == verdict


def test_a_wrong_unit_lists_its_slip():
    assert mistakes(told(VGG, "totals.activations", "61.0 MiB")) == [["mib_for_mb"]]


def test_a_count_with_a_unit_of_memory_means_its_bytes():
    answer = told(VGG, "conv1_1.weights", "6912", "bytes")
    assert (answer["verdict"], answer["right"]) == ("right", 3 * 3 * 3 * 64 * 4)
    half = told(VGG, "conv1_1.weights", "3456", "bytes", dtype="float16")
    assert half["verdict"] == "right"


def test_digits_count():
    assert told(VGG, "totals.activations", "58.1 MiB")["verdict"] == "right as rounded"
    assert told(VGG, "totals.activations", "58.11 MiB")["verdict"] == "not explained"
    assert mistakes(told(VGG, "totals.activations", "58.12 MiB")) == [["truncated"]]


# ---- the numbers, by hand -------------------------------------------------------------


def test_the_input_depth_forgotten_and_the_biases_too():
    answer = told(SMALL, "conv2.parameters", 3 * 3 * 64)
    assert answer["verdict"] == "explained"
    assert mistakes(answer) == [["input_depth_forgotten", "bias_forgotten"]]


def test_a_separable_convolution_whose_first_part_was_given_biases():
    separable = {"SeparableConv2D": {"filters": 100, "kernel_size": 5, "name": "sep"}}
    model = {"input": "9x9x10", "layers": [separable]}
    answer = json.loads(explainer.diagnose(model, "sep.parameters", "1360").json())
    assert mistakes(answer) == [["biases_in_both_parts"]]


def test_one_mistake_goes_before_two():
    answer = told(SMALL, "conv2.parameters", 3 * 3 * 64 + 64)
    assert mistakes(answer)[0] == ["input_depth_forgotten"]


def test_a_mistake_times_a_slip_of_the_unit():
    forgotten = Fraction(3 * 3 * 64 * 4, 2**10)
    value = f"{float(forgotten):.2f}"
    assert ["input_depth_forgotten", "kb_for_kib"] in mistakes(
        told(SMALL, "conv2.weights", value, "kB")
    )


def test_bits_and_the_bytes_of_another_type():
    assert ["bits_for_bytes"] in mistakes(told(SMALL, "conv1.weights", 864 * 32, "bytes"))
    assert ["two_bytes_per_value"] in mistakes(told(SMALL, "conv1.weights", 864 * 2, "bytes"))


@pytest.mark.parametrize(
    ("quantity", "value"),
    [
        ("c3.weights", 5 * 16),
        ("c3.parameters", 5 * 16 + 16),
        ("totals.weights", 5 * (6 + 16 + 120) + 120 * 84 + 84 * 10),
    ],
)
def test_two_mistakes_in_one_formula(quantity, value):
    """Flat kernels that are not squared either."""
    both = {"input_depth_forgotten", "kernel_not_squared"}
    assert both in [set(two) for two in mistakes(told("example:lenet5", quantity, value))]


def test_one_formula_is_one_hypothesis():
    answer = told("example:tiny-cnn-512", "conv1.activations", 786_432)
    assert mistakes(answer) == [["depths_swapped"]]


@pytest.mark.parametrize("given", [{}, {"pool2.output": "13x13x64"}, {"pool2.output": "13×13×64"}])
def test_an_error_carried_forward(given):
    answer = told(SMALL, "fc.weights", 13 * 13 * 64 * 500, given=given)
    (way,) = answer["explanations"]
    assert (way["mistakes"], way["layer"], way["carried"]) == (["ceil_for_floor"], "pool2", True)


def test_a_given_size_that_nothing_explains_is_carried_forward_all_the_same():
    answer = told(SMALL, "fc.weights", 17 * 5 * 64 * 500, given={"pool2.output": "17x5x64"})
    assert mistakes(answer) == [["carried_forward"]]


def test_a_slip_of_ones_own_behind_a_given_size():
    given = {"pool2.output": "13x13x64"}
    answer = told(SMALL, "fc.parameters", 13 * 13 * 64 * 500, given=given)
    assert mistakes(answer)[0] == ["ceil_for_floor", "bias_forgotten"]


def test_an_output():
    answer = told(SMALL, "pool2.output", "13x13x64")
    (way,) = answer["explanations"]
    assert (answer["right"], way["value"], way["mistakes"]) == (
        "12x12x64", "13x13x64", ["ceil_for_floor"],
    )  # fmt: skip


def test_a_slip_in_a_total_is_made_in_every_layer_alike():
    # 3·3·c_out for 13 convolutions, dense layers right, biases right.
    channels = (64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512)
    dense = 25088 * 4096 + 4096 * 4096 + 4096 * 1000
    biases = sum(channels) + 4096 + 4096 + 1000
    value = sum(9 * c for c in channels) + dense + biases
    answer = told(VGG, "totals.parameters", value)
    assert ["input_depth_forgotten"] in mistakes(answer)
    assert next(iter(answer["explanations"]))["layers"] == 13


def test_the_24_million_of_vgg():
    found = diagnose_all(
        VGG, [Answer("totals.activations", "24M"), Answer("totals.activations", "93", "MiB")]
    )
    for figure in json.loads(found.json())["figures"]:
        names = {name for way in figure["explanations"][:3] for name in way["mistakes"]}
        assert names == {"prefix_lost_in_a_sum", "inputs_counted_beside_outputs"}
        assert all(way["explains_all"] for way in figure["explanations"][:3])


def test_what_is_made_in_other_layers_alike_explains_all():
    """Flat kernels, in bytes: 3·3·c_out·4 for each of two convolutions of another size."""
    answers = [Answer("conv2.weights", "432"), Answer("conv4.weights", "1,728")]
    for figure in diagnose_all("example:tiny-cnn-512", answers).found:
        marked = [way.mistakes for way in figure.explanations if way.explains_all]
        assert marked == [("input_depth_forgotten", "bytes_for_values")]


def test_a_number_that_was_cut_off_is_named_beside_other_slips():
    """15,237,608 values take 60.95 MB, and 15 M of them 60."""
    ways = mistakes(told(VGG, "totals.activations", "60", "MB"))
    assert ways == [["rounded_before_multiplying"], ["truncated"]]


def test_zeros_at_the_end_are_rounded_digits_in_every_larger_unit():
    assert told("example:lenet5", "totals.parameters", "250 kB")["verdict"] == "right as rounded"
    assert told("example:lenet5", "totals.parameters", "260 kB")["verdict"] != "right as rounded"


def test_no_slip_is_made_twice():
    right = told(SMALL, "training.total", "1", "bytes")["right"]
    twice = told(SMALL, "training.total", 4 * right, "bytes")
    assert all(len(set(names)) == len(names) for names in mistakes(twice))


def test_two_digits_that_only_pairs_reach_are_weak():
    ways = told(SMALL, "totals.activations", "39 kB")["explanations"]
    assert all(way["weak"] == (len(way["mistakes"]) > 1) for way in ways)


def test_a_coincidence_is_said_to_be_one():
    found = explainer.diagnose(VGG, "conv1_2.biases", 64)
    assert json.loads(found.json())["coincidences"] == ["depths_swapped"]
    assert "c_{\\text{in}}" in found.markdown()
    assert not json.loads(explainer.diagnose(VGG, "conv1_1.biases", 64).json())["coincidences"]


# ---- every mistake of every layer -----------------------------------------------------


@pytest.mark.parametrize("name", ["lenet5", "small-cnn-50", "alexnet", "unet", "mobilenet_v2"])
def test_every_mistake_is_found_by_its_number(name):
    spec = read(f"example:{name}")
    graph = build(spec)
    diagnoser = Diagnoser(Case(graph, plan_for(spec)))
    tried = 0
    for node in graph.nodes[:40]:
        for mistake in mistakes_in(node):
            right = node.formulas.get(mistake.spoils)
            if right is None or mistake.missing(node.values):
                continue
            wrong = mistake.value(mistake.arguments(node.values))
            exact = right.value(right.arguments(node.values))
            if wrong == exact or not isinstance(wrong, int) or wrong < 1:
                continue
            answer = Answer(f"{node.name}.{mistake.spoils}", str(wrong))
            found = diagnoser.diagnose(answer)
            assert found.verdict == "explained", answer
            assert (mistake.name,) in [way.mistakes for way in found.explanations], answer
            tried += 1
    assert tried > 20


@pytest.mark.parametrize("name", ["lenet5", "resnet18"])
def test_every_right_number_is_right(name):
    spec = read(f"example:{name}")
    graph = build(spec)
    diagnoser = Diagnoser(Case(graph, plan_for(spec)))
    for node in graph.nodes:
        for count in ("activations", "weights", "parameters"):
            answer = Answer(f"{node.name}.{count}", str(node.count(count)))
            assert diagnoser.diagnose(answer).verdict == "right"


# ---- what can't be asked --------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "value", "fault"),
    [
        ("conv1.weigths", "1", "conv1.weights"),
        ("cnv1.weights", "1", "conv1.weights"),
        ("conv1.weights", "many", "has to be a number"),
        ("conv1.weights", "1 parsec", "no unit called"),
        ("pool2.output", "13x13", "has 3 sizes"),
        ("pol2.output", "1x1x1", "pool2.output"),
    ],
)
def test_one_clear_error(quantity, value, fault):
    with pytest.raises(UsageError, match=fault):
        explainer.diagnose(SMALL, quantity, value)


def test_what_is_given_has_to_fit():
    with pytest.raises(UsageError, match="has to be an output"):
        explainer.diagnose(SMALL, "fc.weights", 1, given={"pool2": "3"})


# ---- the command ----------------------------------------------------------------------


def test_the_command_ends_with_0_whatever_the_verdict():
    for value in ("1728", "576", "577"):
        done = run_command("diagnose", VGG, "conv1_1.weights", value, "--json")
        assert done.code == 0
        assert list(json.loads(done.text))[:2] == ["quantity", "value"]


def test_several_figures_and_their_units_on_one_line():
    words = ("totals.activations", "24", "M", "totals.activations", "93 MiB", "--json")
    figures = json.loads(run_command("diagnose", VGG, *words).text)["figures"]
    assert [figure["unit"] for figure in figures] == ["M", "MiB"]


ANSWERS = """student,quantity,value
Ann,conv1.weights,864
Bob,conv1.weights,288
=1+1,conv2.weights,I don't know
Cy,fc.weights,5408000
Dee,conv1.weights,12345
"""


def test_a_class_at_once(tmp_path):
    file = tmp_path / "class.csv"
    file.write_text(ANSWERS)
    out = run_command("diagnose", SMALL, "--answers", str(file)).text.splitlines()
    assert out[1] == "Ann,conv1.weights,864,values,864,right,,"
    assert out[2].startswith("Bob,conv1.weights,288,values,864,explained,input_depth_forgotten")
    assert out[3] == "'=1+1,conv2.weights,I don't know,,,no number,,"
    assert out[4].endswith("explained,ceil_for_floor,pool2")
    assert "not explained" in out[5]


def test_a_class_as_a_page(tmp_path):
    file = tmp_path / "class.csv"
    file.write_text(ANSWERS)
    done = run_command("diagnose", SMALL, "--answers", str(file), "--md", "-o", str(tmp_path))
    assert done.code == 0
    page = (tmp_path / "small-cnn-50-answers.md").read_text()
    assert "`input_depth_forgotten` | 1" in page
    assert (tmp_path / "small-cnn-50-answers.csv").exists()


def test_a_bad_row_is_named_by_its_line(tmp_path):
    file = tmp_path / "class.csv"
    file.write_text("student,quantity,value\nAnn,conv1.weights,864\nBob,conv9.weights,3\n")
    done = run_command("diagnose", SMALL, "--answers", str(file))
    assert done.code == 2
    assert f"{file}:3" in done.err
    assert "conv1.weights" in done.err or "conv2.weights" in done.err


def test_what_a_given_size_leads_to_is_told_in_the_unit_of_the_answer():
    given = {"pool2.output": "13x13x64"}
    found = explainer.diagnose(SMALL, "fc.weights", 5_408_000, given=given)
    (first, *_) = json.loads(found.json())["explanations"]
    assert (first["mistakes"], first["value"]) == (["ceil_for_floor"], 5_408_000)


def test_a_name_that_spoils_two_formulas_is_refuted_by_the_one_asked_about():
    for spoilt, value in (("biases", 32), ("activations", 25 * 25 * 32)):
        (found,) = diagnose_all(SMALL, [Answer(f"conv2.{spoilt}", str(value))]).found
        way = next(way for way in found.explanations if way.mistakes == ("depths_swapped",))
        assert [mistake.spoils for mistake in way.wrong] == [spoilt]
        assert [getattr(step.formula, "spoils", "") for step in way.steps] == [spoilt]


def page_of(*words: str) -> str:
    return run_command("diagnose", *words).text


@pytest.mark.parametrize("given", [(), ("--given", "pool2.output=13x13x64")])
def test_what_is_carried_forward_is_told_with_both_formulas_and_what_to_try_next(given):
    text = page_of(SMALL, "fc.weights", "5408000", *given)
    assert r"\left\lceil \frac{25 - 2}{2} \right\rceil + 1$ = 13." in text
    assert r"$10{,}816 \cdot 500$ = 5,408,000." in text
    assert "explain mistakes ceil_for_floor" in text


def test_a_wrong_output_is_told_with_its_formula_and_what_to_try_next():
    text = page_of("example:lenet5", "c1.output", "27x27x6")
    assert r"\left\lfloor \frac{32 - 5}{1} \right\rfloor$ = 27." in text
    assert "work out s2.H_out" in text


def test_every_explanation_of_a_slip_says_what_to_try_next():
    for quantity, value in (("totals.activations", "61.0 MiB"), ("fc1.weights", "2,097,152")):
        text = page_of(VGG, quantity, value)
        assert text.count("**1. ") == 1
        assert text.count("To try next: ") == text.count("The right idea: ")


def test_no_formula_gives_a_quantity_from_itself():
    text = page_of(VGG, "totals.activations", "24M")
    assert r"$\text{activations} + A_{\text{conv inputs}}$ = $15{,}237{,}608 + " in text
    assert r"$\text{activations}$ = $\text{activations} + " not in text


def test_a_small_count_is_no_rounded_one():
    """Nobody rounds 112 rows to 110, or 864 weights to 860."""
    assert mistakes(told("example:resnet18", "conv1.H_out", 110)) == []
    assert mistakes(told(SMALL, "conv1.weights", 860)) == []


@pytest.mark.parametrize(
    ("quantity", "value", "two"),
    [("c3.weights", "7", False), ("c3.output", "9x8x16", False), ("c3.weights", "7777", True)],
)
def test_it_is_told_whether_two_slips_were_looked_for(quantity, value, two):
    text = page_of("example:lenet5", quantity, value)
    assert ("no two known slips within this quantity do" in text) == two
    assert ("two slips together are not looked for here" in text) != two


@pytest.mark.parametrize("value", ["5 parsec", "12 MB kB", "13x13"])
def test_one_odd_answer_does_not_end_a_class(tmp_path, value):
    file = tmp_path / "class.csv"
    quantity = "pool2.output" if "x" in value else "conv1.weights"
    file.write_text(f"student,quantity,value\nAnn,{quantity},{value}\nBob,conv1.weights,864\n")
    done = run_command("diagnose", SMALL, "--answers", str(file))
    assert done.code == 0
    rows = done.text.splitlines()
    assert rows[1].startswith(f"Ann,{quantity},{value},,,no number")
    assert rows[2].startswith("Bob,conv1.weights,864,values,864,right")
