"""`--sensitivity`: the formulas give what the network has when it is built, at other places too."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

import explainer
from explainer.maths import Arguments, Formula
from explainer.maths.functions import floor
from explainer.maths.polynomial import polynomial, polynomial_of, through
from explainer.memory.framework.simulation import training_step
from explainer.network.case import Case
from explainer.network.input_size import input_sizes
from explainer.questions.growth.polynomials import (
    PARTS,
    Growth,
    at_batch,
    at_size,
    at_width,
    counts,
    growths_of,
    stride_of,
)
from explainer.questions.growth.wider import widths_of
from explainer.readers import example_names
from tests.command_line import explain

BLOCK = [
    {"conv2d": {"out_channels": 8, "kernel_size": 3, "padding": 1, "groups": 2}},
    {"group_norm": 4},
    {"prelu": 8},
    {"conv2d": {"out_channels": 8, "kernel_size": 3, "groups": 8, "name": "depthwise"}},
    {"global_avg_pool2d": {}},
    {"flatten": {}},
    {"layer_norm": 8},
    {"linear": 10},
]
GROUPED: dict[str, Any] = {
    "input": "20x20x4",
    "layers": [{"conv2d": {"filters": 8, "kernel_size": 1}}, *BLOCK],
}


def case_of(model: Any, **options: Any) -> Case:
    document = explainer.explain(model, **options)
    return document.case


def agrees(growth: Growth, at: Any, places: list[int]) -> None:
    for place in places:
        case = at(place)
        assert case is not None
        for part in PARTS:
            assert growth.parts[part](place) == counts(case)[part]


LARGE = ("densenet121", "googlenet")


def grown(case: Case) -> Growth | None:
    """With the size of the one input."""
    (found,) = growths_of(case).inputs.values()
    return found


def resized(case: Case) -> Any:
    (size,) = input_sizes(case.graph)
    return at_size(case, size)


@pytest.mark.parametrize("name", sorted({*example_names()} - {*LARGE}))
def test_the_formulas_hold_far_beyond_the_places_they_come_from(name: str):
    case = case_of(f"example:{name}")
    found = growths_of(case)
    agrees(found.batch, at_batch(case), [1, 17, 1000])
    if case.graph.totals is not None:
        assert found.width is None
        assert not found.inputs
        return
    image = grown(case)
    assert image is not None
    assert found.width is not None
    assert found.widths is not None
    first, step = image.first, image.step
    agrees(image, resized(case), [first, first + 11 * step, first + 40 * step])
    agrees(found.width, at_width(case, found.widths), [1, 9, 16])


def test_the_shares_of_attention_grow_with_the_fourth_power_of_the_side():
    """12 layers of 12 heads have a share for each two of (n/16)² + 1 positions, which is N."""
    found = grown(case_of("example:vit_b_16"))
    assert found is not None
    assert (found.first, found.step) == (224, 16)
    values = found.parts["activations"]
    assert values.degree == 4
    assert values.coefficient(4) == Fraction(12 * 12, 16**4)
    n = sympy.Symbol("n")
    positions = n**2 / 256 + 1
    # A block: two norms, two sums and 5 times in attention, each with 768 channels; 3·768 and
    # 768 of the dense layers and 3072 of GELU. Outside: the image, the patches, the sequence with
    # its token and with its positions, the last norm; and 1,000 scores.
    block = (4 + 5 + 4 + 4 + 1) * 768 * positions + 12 * positions**2
    whole = 12 * block + 3 * n**2 + 3 * n**2 + 3 * 768 * positions + 1000
    theirs = sympy.Poly(sympy.expand(whole), n).all_coeffs()[::-1]
    assert [sympy.Rational(*c.as_integer_ratio()) for c in values.coefficients] == theirs
    assert found.parts["parameters"].coefficient(2) == 3  # 768 for each 16·16 pixels


def test_what_torch_keeps_for_the_fused_kernel_grows_with_the_positions_alone():
    """So it is told for ViT: twice the positions take twice the bytes, and with dropout more."""

    def kept(length: int, dropout: float) -> int:
        attention = {"num_heads": 2, "dropout": dropout}
        layers = [{"linear": 8}, {"multihead_attention": attention}]
        case = case_of({"input": f"{length}x8", "layers": layers}, optimizer="sgd", batch=3)
        return training_step(case).peak.saved

    assert kept(65, 0) - kept(64, 0) == kept(513, 0) - kept(512, 0)
    assert kept(65, 0.5) - kept(64, 0.5) < kept(513, 0.5) - kept(512, 0.5)


def test_the_length_of_a_text_has_a_formula():
    """Shares: 2 layers of 8 heads for 32 texts of n + 1 positions, so 512·n² at the top."""
    case = case_of("example:text_encoder")
    found = grown(case)
    assert found is not None
    assert found.parts["activations"].coefficient(2) == 2 * 8 * 32
    assert found.parts["parameters"].coefficient(1) == 256  # a row for each position
    told = explainer.explain("example:text_encoder", sensitivity=True).markdown()
    assert "With the length of the input" in told
    assert "The square comes from the shares of attention" in told
    figures = json.loads(explainer.explain("example:char_lstm", sensitivity=True).json())
    assert figures["sensitivity"]["image"] is figures["sensitivity"]["inputs"] is None
    assert figures["sensitivity"]["length"]["parameters"] == ["5334337"]


def test_each_of_several_inputs_grows_by_itself():
    layers = [
        {"conv2d": {"filters": 2, "kernel_size": 3, "stride": 2, "padding": 1, "from": "photo"}},
        {"flatten": {"name": "seen"}},
        {"embedding": {"num_embeddings": 9, "embedding_dim": 4, "from": "words"}},
        {"flatten": {"name": "read"}},
        {"concat": ["seen", "read"]},
        {"linear": 5},
    ]
    inputs = {"photo": "8x8x3", "words": {"tokens": 6}, "age": 1}
    model = {"inputs": inputs, "layers": layers}
    case = case_of(model)
    found = growths_of(case).inputs
    assert [(size.name, growth and growth.step) for size, growth in found.items()] == [
        ("photo", 2), ("words", 1),
    ]  # fmt: skip
    for size, growth in found.items():
        assert growth is not None
        agrees(growth, at_size(case, size), [growth.first, growth.first + 20 * growth.step])
    document = explainer.explain(model, sensitivity=True)
    told = document.markdown()
    assert "**With the side of photo**" in told
    assert "with the length of words" in told
    figures = json.loads(document.json())["sensitivity"]
    # 5 outputs read 2·(n/2)² values of the photo, and 4 of each word.
    assert figures["inputs"]["photo"]["parameters"][2] == "5/2"
    assert figures["inputs"]["words"]["parameters"][1] == "20"
    assert figures["image"] is figures["length"] is None


def test_parts_of_channels_are_widened_as_their_input_is():
    layers = [
        {"conv2d": {"filters": 6, "kernel_size": 1}},
        {"slice": {"start": -4, "name": "part"}},
        {"split": {"sizes": [1, 3], "name": "halves"}},
        {"reshape": {"shape": [-1, 1], "name": "rows"}},
        {"flatten": {}},
        {"linear": 10},
    ]
    widths = widths_of(case_of({"input": "4x4x3", "layers": layers}).graph)
    assert widths is not None
    wide = widths.times(3)
    assert wide is not None
    outputs = {node.name: node.output for node in wide.nodes}
    assert outputs["part"] == (4, 4, 12)
    assert outputs["halves"] == (4, 4, 3)
    assert outputs["rows"] == (16, 3)


def test_groups_and_norms_are_widened_as_their_input_is():
    case = case_of(GROUPED)
    widths = widths_of(case.graph)
    assert widths is not None
    wide = widths.times(3)
    assert wide is not None
    settings = {node.name: node.settings for node in wide.nodes}
    assert settings["depthwise"]["groups"] == settings["depthwise"]["out_channels"] == 24
    assert settings["conv2d_1"]["groups"] == 2
    assert settings["linear"]["out_features"] == 10
    assert settings["layer_norm"]["normalized_shape"] == (24,)
    assert settings["prelu"]["num_parameters"] == 24
    agrees(growth_with_width(case), at_width(case, widths), [2, 5, 13])


def growth_with_width(case: Case) -> Growth:
    found = growths_of(case).width
    assert found is not None
    return found


@pytest.mark.parametrize("strides", [(2, 3), (3,), (2, 2, 5), (1,)])
def test_the_step_is_that_after_which_every_window_ends_alike(strides: tuple[int, ...]):
    layers = [{"conv2d": {"out_channels": 2, "kernel_size": 4, "stride": s}} for s in strides]
    case = case_of({"input": "97x97x1", "layers": [*layers, "flatten", {"linear": 3}]})
    product = 1
    for stride in strides:
        product *= stride
    assert stride_of(case.graph) == product
    found = grown(case)
    assert found is not None
    assert found.parts["parameters"].degree == 2
    agrees(found, resized(case), [97 + product * i for i in (0, 3, 50)])


@pytest.mark.parametrize("out", [1, 5, 20, 40])
def test_the_formulas_begin_where_no_adaptive_pooling_is_counted_otherwise_later(out: int):
    layers = [
        {"conv2d": {"filters": 4, "kernel_size": 2, "stride": 2}},
        {"adaptive_avg_pool2d": out},
    ]
    case = case_of({"input": "10x10x1", "layers": layers})
    found = grown(case)
    assert found is not None
    assert found.first == max(10, 2 * out + 2)
    agrees(found, resized(case), [found.first + 2 * i for i in range(60)])


def test_global_pooling_keeps_the_parameters_and_flattening_does_not():
    resnet = grown(case_of("example:resnet18"))
    vgg = grown(case_of("example:vgg16"))
    assert resnet is not None
    assert vgg is not None
    assert resnet.parts["parameters"].degree == 0
    # fc1 has 4096 outputs, and 512 channels of (n/32)² places before it.
    assert vgg.parts["parameters"].coefficient(2) == Fraction(4096 * 512, 32 * 32)


def test_where_there_is_no_formula_the_report_says_so():
    fixed = {"layer_norm": {"normalized_shape": [2, 8, 8]}}
    model = {"input": "8x8x1", "layers": [{"conv2d": {"filters": 2, "kernel_size": 1}}, fixed]}
    document = explainer.explain(model, sensitivity=True)
    assert json.loads(document.json())["sensitivity"]["image"] is None
    assert "No such formula was found: there are sides" in document.markdown()
    pools = explainer.explain({"input": "8x8x1", "layers": ["relu"]}, sensitivity=True)
    assert json.loads(pools.json())["sensitivity"]["width"] is None
    assert "can't all be multiplied by the same factor here" in pools.markdown()
    row = explainer.explain({"input": 8, "layers": [{"linear": 3}]}, sensitivity=True)
    assert "The input here is no image, so it has no side." in row.markdown()


@pytest.mark.parametrize("coefficients", [[], [7], [0, 3], [-5, 0, 2], [1, -8, 0, 4]])
@pytest.mark.parametrize(("start", "step"), [(0, 1), (224, 32), (5, 7)])
def test_the_polynomial_through_points_is_that_of_sympy(
    coefficients: list[int], start: int, step: int
):
    def at(x: int) -> int:
        return sum(c * x**i for i, c in enumerate(coefficients))

    points = [(start + i * step, at(start + i * step)) for i in range(5)]
    n = sympy.Symbol("n")
    theirs = sympy.Poly(sympy.interpolate(points, n), n).all_coeffs()[::-1]
    ours = through(points)
    assert [sympy.Rational(*c.as_integer_ratio()) for c in ours.coefficients] == theirs[
        : len(coefficients)
    ]
    assert all(ours(x) == y for x, y in points)


@given(st.lists(st.integers(-50, 50), max_size=5), st.integers(1, 90), st.integers(-(10**6), 10**6))
def test_the_last_place_within_a_limit_is_that_of_trying_all(lower, leading, limit):
    found = polynomial(*lower, leading)
    if not lower:
        assert found.last_within(limit) is None
        return

    def at(n: int) -> int:
        return sum(c * n**power for power, c in enumerate((*lower, leading)))

    last = found.last_within(limit)
    assert last is not None
    assert last == 0 or at(last) <= limit
    # With such coefficients it falls nowhere from 300 on.
    assert all(at(n) > limit for n in range(last + 1, last + 300))


def test_a_fall_below_the_limit_between_two_whole_numbers_is_none():
    """4·(n − 2)² − 4·(n − 2) − 62 is −62 at 2 and at 3, and −63 between them."""
    assert polynomial(-38, -20, 4).last_within(-63) == 0
    assert polynomial(-38, -20, 4).last_within(-62) == 3


def test_a_formula_is_the_polynomial_that_its_values_lie_on():
    formula = Formula("q", lambda a, x, y: (a * x + y / 3) * x + floor(a / 2))
    arguments: Arguments = {"a": 7, "x": 1, "y": Fraction(2, 5)}
    found = polynomial_of(formula, arguments, "x")
    assert list(found.coefficients) == [3, Fraction(2, 15), 7]
    assert all(found(x) == formula.value(arguments | {"x": x}) for x in range(50))
    assert polynomial_of(formula, arguments, "y").degree == 1
    with pytest.raises(ValueError, match="no polynomial of a"):
        polynomial_of(formula, arguments, "a")


@pytest.mark.parametrize("dtype", ["float32", "mixed_bfloat16", "int8"])
@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adafactor"])
@pytest.mark.parametrize("more", [{}, {"freeze": ["c1"]}, {"accumulate": 3}])
def test_the_formula_of_the_batch_is_what_each_batch_takes(dtype, optimizer, more):
    case = case_of("example:lenet5", dtype=dtype, optimizer=optimizer, batch=5, **more)
    agrees(growths_of(case).batch, at_batch(case), [1, 2, 3, 4, 977])


def test_the_mistakes_are_shown_with_the_numbers_of_the_network():
    report = explain("example:vgg16", "--sensitivity").text
    assert "**Memory taken to double with the batch.**" in report
    assert "**Memory taken to double with the side.**" in report
    assert "**Parameters taken to double with the width.**" in report
    assert "It gives 276,715,088 and not 545,206,888" in report
    one_layer = {"input": "8x8x1", "layers": [{"conv2d": {"filters": 2, "kernel_size": 1}}]}
    assert "Parameters taken to double" not in explainer.explain(
        one_layer, sensitivity=True
    ).markdown()  # fmt: skip


@pytest.mark.parametrize("name", ["lenet5", "totals-recipe", "seven-parts"])
def test_every_output_shows_it_and_only_where_it_is_asked(name: str):
    document = explainer.explain(f"example:{name}", sensitivity=True)
    assert "What makes it grow" in document.html()
    assert "the batch grows" in document.html()
    assert "What makes it grow" in document.markdown()
    plain = explainer.explain(f"example:{name}")
    assert "sensitivity" not in json.loads(plain.json())
    assert "What makes it grow" not in plain.markdown()
