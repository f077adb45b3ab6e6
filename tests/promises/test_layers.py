"""What every kind of layer promises: a name, a source, whole sentences, formulas that run."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sympy

import explainer.layers
from explainer.errors import ModelFileError
from explainer.layers import LAYERS
from explainer.layers.layer import Shape
from explainer.layers.operations import Running
from explainer.layers.quantities import BETWEEN, OF_RECURRENCE, QUANTITIES
from explainer.maths import Exact, Formula, Mistake, value_of
from explainer.maths.expression import symbol
from explainer.maths.substitution import Function
from explainer.maths.tree import Number, Tree, rebuilt, with_numbers
from explainer.network.node import Node
from explainer.page.sentences import knows
from tests.every_kind import EXAMPLES, KINDS
from tests.one_layer import last_layer, one_layer

pytestmark = pytest.mark.quick

# Issue 2, section 3: the mistakes that are made in one layer, and the kinds that must have them.
MISTAKES = {
    "input_depth_forgotten": ["conv2d", "conv_transpose2d", "conv1d", "conv3d"],
    "kernel_not_squared": ["conv2d", "conv_transpose2d", "conv3d"],
    "bias_forgotten": ["conv2d", "conv_transpose2d", "conv1d", "conv3d", "linear"],
    "one_bias_for_the_layer": ["conv2d", "conv_transpose2d", "conv1d", "conv3d", "linear"],
    "depths_swapped": ["conv2d", "conv_transpose2d", "conv1d", "conv3d"],
    "groups_ignored": ["conv2d", "conv_transpose2d", "conv1d", "conv3d"],
    "padding_counted_once": ["conv2d", "conv_transpose2d", "max_pool2d", "zero_pad2d"],
    "dilation_ignored": ["conv2d", "conv_transpose2d", "max_pool2d"],
    "floor_not_taken": ["conv2d", "max_pool2d", "avg_pool2d", "upsample"],
    "ceil_for_floor": ["conv2d", "max_pool2d", "avg_pool2d", "upsample"],
    "pooling_given_weights": [kind for kind in KINDS if "pool" in kind],
    "flatten_before_last_pool": ["linear"],
    "flatten_forgotten": ["linear"],
    "norm_parameters_forgotten": ["batch_norm2d", "layer_norm", "group_norm"],
    "norm_buffers_counted_as_trained": ["batch_norm2d", "layer_norm", "group_norm"],
    "im2col_forgotten": ["conv2d", "conv1d", "conv3d"],
    "weights_not_shared": ["conv2d", "conv_transpose2d", "conv1d", "conv3d"],
}

NODES: list[Node] = [one_layer(kind, *shapes, **settings) for kind, shapes, settings in EXAMPLES]
NODES.append(
    last_layer(
        (12, 12, 4), ("max_pool2d", {"kernel_size": 2}), ("flatten", {}), ("linear", {"units": 9})
    )
)

FORMULAS = [(layer, case.formula) for layer in LAYERS.values() for case in layer.formulas]
SLIPS = [(layer, case.formula) for layer in LAYERS.values() for case in layer.mistakes]
# A law that many kinds share is one; a dict keeps the order, whichever process collects.
LAWS = list({(formula.name, formula.function): None for _, formula in FORMULAS + SLIPS})
# Likewise what they say of their symbols, and what a mistake says of the quantity that it spoils.
SENTENCES = list({(f.why, f.needs): f for _, f in FORMULAS + SLIPS}.values())
SAID_OF_SLIPS = list({(m.why, m.spoils): None for _, m in SLIPS if isinstance(m, Mistake)})
SENTENCE = re.compile(r"[A-Z].*[^.]\.", re.DOTALL)
SYMBOL = re.compile(r"\b[A-Za-z]_[a-z]+\b")


# What is looked at in every layer is one test for each kind.
NODES_OF = {kind: [node for node in NODES if node.kind == kind] for kind in LAYERS}


def applied(node: Node) -> list[Formula]:
    """The formulas and mistakes of a layer whose names it provides, in teaching order."""
    mistakes = [m for m in node.layer.mistakes_for(node.situation) if not m.missing(node.values)]
    return [*node.formulas.values(), *mistakes]


def label(pair: object) -> str:
    """A readable name for a parametrized test."""
    known = (getattr(pair, name, None) for name in ("kind", "name", "__name__"))
    return next(filter(None, known), None) or str(pair)


def test_every_kind_of_the_issue_is_there() -> None:
    assert set(KINDS) <= set(LAYERS)
    assert all(kind == layer.kind for kind, layer in LAYERS.items())


@pytest.mark.parametrize("kind", LAYERS)
def test_a_kind_is_one_short_file_of_its_name(kind: str) -> None:
    file = Path(explainer.layers.__file__).with_name(f"{kind}.py")
    assert len(file.read_text(encoding="utf-8").splitlines()) < 130


@pytest.mark.parametrize("kind", LAYERS)
def test_a_kind_says_what_it_does_and_where_its_rule_is_published(kind: str) -> None:
    layer = LAYERS[kind]
    assert SENTENCE.fullmatch(layer.about)
    sources = (
        "docs.pytorch.org/docs/stable/",
        "docs.pytorch.org/vision/",
        "keras.io/",
        "arxiv.org/",
    )
    assert layer.reference.startswith(tuple(f"https://{source}" for source in sources))


@pytest.mark.parametrize("kind", LAYERS)
def test_a_setting_says_what_it_means(kind: str) -> None:
    settings = LAYERS[kind].settings
    assert [s.name for s in settings if not SENTENCE.fullmatch(s.about)] == []
    written = [name for s in settings for name in (s.name, *s.aliases)]
    assert len(written) == len(set(written))


@pytest.mark.parametrize("formula", SENTENCES, ids=label)
def test_why_is_a_whole_sentence_about_its_own_symbols(formula: Formula) -> None:
    assert SENTENCE.fullmatch(formula.why)
    assert set(SYMBOL.findall(formula.why)) <= set(formula.needs)


def laws_of_operations(node: Node) -> list[Formula]:
    declared = node.layer.backward.operations or (lambda _, __: ())
    every = [
        operation
        for training in (True, False)
        for batch in (1, 2)
        for operation in declared(node, Running(training, batch))
    ]
    return [law for one in every for law in (one.law, *one.beside) if law is not None]


@pytest.mark.parametrize("kind", NODES_OF)
def test_what_a_kind_makes_for_the_backward_pass_is_said_in_sentences(kind: str) -> None:
    for node in NODES_OF[kind]:
        known = {*node.values, "values_in", "values_out", "places_in", "channels_in", "b", "batch"}
        for formula in (*node.layer.backward.made_by(node), *laws_of_operations(node)):
            assert SENTENCE.fullmatch(formula.why)
            assert set(formula.needs) <= known


@pytest.mark.parametrize(("name", "function"), LAWS, ids=label)
def test_every_formula_and_mistake_is_used_by_an_example(name: str, function: Function) -> None:
    assert (name, function) in laws_of_examples()


@cache
def laws_of_examples() -> set[tuple[str, Function]]:
    return {(formula.name, formula.function) for node in NODES for formula in applied(node)}


@pytest.mark.parametrize("kind", NODES_OF)
def test_every_needed_name_is_provided(kind: str) -> None:
    for node in NODES_OF[kind]:
        assert [f.name for f in node.formulas.values() if f.missing(node.values)] == []
        of_the_network = {"n_before_pool", "c_flattened"}
        for mistake in node.layer.mistakes_for(node.situation):
            assert set(mistake.missing(node.values)) <= of_the_network
            assert mistake.spoils in node.formulas


@pytest.mark.parametrize("kind", NODES_OF)
def test_goals_come_in_the_same_order_everywhere(kind: str) -> None:
    order = ["weights", "biases", "parameters", "buffers", "activations", "macs", "im2col"]
    for node in NODES_OF[kind]:
        named = [name for name in node.formulas if name in order]
        assert named == sorted(named, key=order.index)
        parts = {*OF_RECURRENCE, *BETWEEN}
        assert all(
            name in order or name in parts or name.endswith("_out") or name[0] == "P"
            for name in node.formulas
        )
        goals = [QUANTITIES[name].goal for name in node.formulas if QUANTITIES[name].goal in order]
        assert goals == sorted(goals, key=order.index)


@pytest.mark.parametrize("kind", NODES_OF)
def test_every_symbol_and_mistake_has_its_words_on_the_page(kind: str) -> None:
    for node in NODES_OF[kind]:
        for formula in applied(node):
            if isinstance(formula, Mistake):  # shown with its numbers alone
                assert knows(f"mistake.{formula.name}")
                continue
            branches = {f"{name}_{i}" for name in formula.needs for i in range(1, 4)}
            for name in set(formula.arguments(node.values)) - branches:
                assert knows(f"symbol.{name}"), name


@pytest.mark.parametrize("kind", NODES_OF)
def test_what_is_taken_away_is_printed_with_a_minus(kind: str) -> None:
    def look(tree: Tree) -> Tree:
        assert not isinstance(tree, Number) or tree.value >= 0
        return rebuilt(tree, look)

    for node in NODES_OF[kind]:
        for formula in applied(node):
            look(formula.law(node.arguments(formula)))


@pytest.mark.parametrize(("why", "spoils"), SAID_OF_SLIPS, ids=label)
def test_every_mistake_is_wrong_somewhere(why: str, spoils: str) -> None:
    # Several kinds share a mistake; it may be wrong in any of them.
    assert (why, spoils) in wrong_in_examples()


@cache
def wrong_in_examples() -> set[tuple[str, str]]:
    return {
        (wrong.why, wrong.spoils)
        for node in NODES
        for wrong in applied(node)
        if isinstance(wrong, Mistake)
        and wrong.value(node.arguments(wrong)) != node.values[wrong.spoils]
    }


@pytest.mark.parametrize(("name", "kinds"), MISTAKES.items(), ids=MISTAKES)
def test_the_mistakes_of_the_contract_are_in_their_kinds(name: str, kinds: list[str]) -> None:
    assert [
        kind for kind in kinds if (kind, name) not in {(la.kind, m.name) for la, m in SLIPS}
    ] == []


@pytest.mark.parametrize("kind", NODES_OF)
def test_printed_and_run_a_formula_gives_the_same(kind: str) -> None:
    for node in NODES_OF[kind]:
        for formula in applied(node):
            arguments = node.arguments(formula)
            value = formula.value(arguments)
            for neutral in {frozenset[str](), formula.at_neutral(arguments)}:
                expression = formula.expression(tuple(arguments), neutral)
                assert by_sympy(expression, tuple(arguments.items())) == value
            assert value_of(with_numbers(formula.form(arguments), arguments)) == value
            assert value_of(with_numbers(formula.law(arguments), arguments)) == value


@cache  # kinds share their laws, and examples their numbers
def by_sympy(expression: sympy.Expr, arguments: tuple[tuple[str, Exact], ...]) -> Fraction:
    numbers = {symbol(name): sympy.Rational(str(value)) for name, value in arguments}
    return Fraction(str(expression.xreplace(numbers).doit()))


# Counts of the textbook account, told in the issue.


@pytest.mark.parametrize(
    ("kind", "shape", "settings", "counted"),
    [
        ("relu", (4, 4, 2), {}, 0),
        ("gelu", (4, 4, 2), {}, 0),
        ("prelu", (4, 4, 2), {}, 0),
        ("dropout", (4, 4, 2), {}, 0),
        ("relu", (4, 4, 2), {"inplace": False}, 32),
        ("dropout", (32,), {"inplace": False}, 32),
        ("flatten", (4, 4, 2), {}, 0),
        ("softmax", (32,), {}, 0),
        ("adaptive_avg_pool2d", (4, 4, 2), {"output_size": 4}, 0),
        ("adaptive_avg_pool2d", (4, 4, 2), {"output_size": [None, 4]}, 0),
        ("adaptive_max_pool2d", (4, 4, 2), {"output_size": [4, 2]}, 16),
        ("global_avg_pool2d", (4, 4, 2), {}, 2),
        ("layer_norm", (4, 4, 2), {"normalized_shape": 2}, 32),
        ("upsample", (4, 4, 2), {"scale_factor": 1}, 32),
        ("zero_pad2d", (4, 4, 2), {"padding": 0}, 32),
        # Between the two parts 2·2·6 values, and behind them 2·2·5.
        (
            "separable_conv2d",
            (4, 4, 2),
            {"filters": 5, "kernel_size": 3, "depth_multiplier": 3},
            44,
        ),
        ("crop2d", (4, 4, 2), {"cropping": 1}, 8),
        ("linear", (4, 4, 2), {"out_features": 5, "along": "channels"}, 80),
    ],
)
def test_the_textbook_account_counts(
    kind: str, shape: Shape, settings: dict[str, Any], counted: int
) -> None:
    assert one_layer(kind, shape, **settings).count("activations") == counted


@pytest.mark.parametrize("kernel", [1, 2, 3, 5])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize(("axes", "shape"), [(1, (7, 2)), (2, (7, 8, 2)), (3, (7, 8, 5, 2))])
def test_same_padding_gives_what_keras_gives(
    axes: int, shape: Shape, stride: int, kernel: int
) -> None:
    # compute_pooling_output_shape: ⌈size / stride⌉; deconv_output_length: size · stride.
    same = {"kernel_size": kernel, "stride": stride, "padding": "same"}
    for kind in ("max_pool", "avg_pool"):
        fewer = tuple(-(-size // stride) for size in shape[:-1])
        assert one_layer(f"{kind}{axes}d", shape, **same).output == (*fewer, 2)
    more = tuple(size * stride for size in shape[:-1])
    transposed = one_layer(f"conv_transpose{axes}d", shape, **same, out_channels=3)
    assert transposed.output == (*more, 3)


@pytest.mark.parametrize(
    ("kind", "shape", "settings", "fault"),
    [
        ("conv_transpose2d", (4, 4, 2), {"output_padding": 2, "stride": 2}, "output padding of 2"),
        ("conv_transpose2d", (4, 4, 2), {"padding": 3}, "cuts off the whole height"),
        (
            "conv_transpose2d",
            (4, 4, 2),
            {"padding": "same", "output_padding": 1, "stride": 2},
            "nothing can be added",
        ),
        ("conv_transpose2d", (4, 4, 3), {"groups": 2}, "cannot be split into 2"),
        ("layer_norm", (4, 4, 2), {"normalized_shape": [4, 4]}, "does not fit"),
        ("layer_norm", (4, 4, 2), {"normalized_shape": [4, 4, 2]}, "does not fit"),
        ("layer_norm", (4, 4, 2), {"normalized_shape": []}, "one to four numbers"),
        ("group_norm", (4, 4, 6), {"num_groups": 4}, "cannot be split into 4"),
        ("group_norm", (4, 4, 6), {"num_groups": 3, "num_channels": 5}, "not that of the input"),
        ("prelu", (4, 4, 6), {"num_parameters": 4}, "do not fit the 6 channels"),
        ("softmax", (4, 4, 6), {"dim": 4}, "no axis 4"),
        ("pad", (4, 5, 6), {"padding": 4, "mode": "reflect"}, "can't be mirrored"),
        ("pad", (4, 6), {"padding": 5, "mode": "circular"}, "from the other end"),
        ("crop2d", (4, 5, 6), {"cropping": 2}, "Nothing is left of the height"),
        ("upsample", (4, 4, 6), {}, "given neither"),
        ("upsample", (4, 4, 6), {"scale_factor": 2, "size": 8}, "given both"),
        ("upsample", (4, 4, 6), {"scale_factor": 0}, "above 0"),
        ("upsample", (4, 4, 6), {"scale_factor": 0.1}, "Nothing is left"),
        ("dropout", (6,), {"p": 1.5}, "1 or less"),
        ("elu", (6,), {"alpha": 1e300}, "beyond what any network has"),
        ("adaptive_avg_pool2d", (4, 4, 6), {"output_size": 0}, "1 or more"),
        ("max_pool2d", (1, 1, 6), {"kernel_size": 3, "stride": 2, "ceil_mode": True}, "not fit"),
        ("local_response_norm", (6,), {"size": 5}, "takes a sequence with channels or"),
    ],
)
def test_what_torch_refuses_is_refused(
    kind: str, shape: Shape, settings: dict[str, Any], fault: str
) -> None:
    if kind == "conv_transpose2d":
        settings = {"out_channels": 4, "kernel_size": 1, "stride": 1} | settings
    with pytest.raises(ModelFileError, match=fault):
        one_layer(kind, shape, **settings)


# torch's classes whose constructor has an argument `inplace`, and those without.
WITH_INPLACE = {
    "relu", "relu6", "leaky_relu", "elu", "silu", "hardswish", "hardsigmoid", "dropout",
    "mish",
}  # fmt: skip
WITHOUT_INPLACE = {"prelu", "gelu", "sigmoid", "tanh", "softplus", "stochastic_depth"}


def test_inplace_says_whether_torch_has_it():
    told = {
        kind: setting.about
        for kind, layer in LAYERS.items()
        for setting in layer.settings
        if setting.name == "inplace"
    }
    assert {*told} == WITH_INPLACE | WITHOUT_INPLACE
    assert all("this account's convention" in about for about in told.values())
    without = {kind for kind, about in told.items() if "no such argument" in about}
    assert without == WITHOUT_INPLACE


@pytest.mark.parametrize("kind", ["adaptive_avg_pool2d", "adaptive_max_pool2d"])
def test_adaptive_windows_are_not_said_to_be_even(kind):
    # 32 rows into 7: windows of 5 and of 6 rows, which overlap.
    told = [LAYERS[kind].about, *(case.formula.why for case in LAYERS[kind].mistakes)]
    assert not any("evenly" in text or "Divides" in text for text in told)
