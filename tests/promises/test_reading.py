"""What a model file means: values, names, sources, blocks and repeats."""

from __future__ import annotations

from decimal import Decimal

import pytest

from explainer.errors import ModelFileError
from explainer.readers.from_mapping import read_mapping
from explainer.readers.from_yaml import parse_yaml, read_yaml
from explainer.spec import LayerSpec, ModelSpec, Source
from tests.work_done import calls_in

pytestmark = pytest.mark.quick


def read(layers: str, rest: str = "") -> tuple[LayerSpec, ...]:
    """The layers of a model with an input of 8×8×3."""
    return read_yaml(f"input: 8x8x3\nlayers:\n{layers}\n{rest}", "model.yaml").layers


def names(layers: tuple[LayerSpec, ...]) -> list[str]:
    """Their full names."""
    return [layer.name for layer in layers]


def model(head: str) -> ModelSpec:
    """A model with one layer."""
    return read_yaml(f"{head}\nlayers: [relu]\n", "nets/my net.yaml")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3", 3),
        ("-3", -3),
        ("010", 10),
        ("0x10", "0x10"),
        ("0o10", "0o10"),
        ("1_000", "1_000"),
        ("4.10", Decimal("4.10")),
        (".5", Decimal("0.5")),
        ("1e3", Decimal("1e3")),
        (".inf", ".inf"),
        ("1:30", "1:30"),
        ("2024-01-31", "2024-01-31"),
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("off", "off"),
        ("~", None),
        ("null", None),
        ('"3"', "3"),
        ("'true'", "true"),
        ("1000000000000000000", 10**18),
    ],
)
def test_a_value_is_read_as_yaml_1_2_has_it(written: str, value: object) -> None:
    root = parse_yaml(f"a: {written}", "model.yaml").value
    assert isinstance(root, dict)
    assert (type(root["a"].value), root["a"].value) == (type(value), value)
    assert root["a"].text == written.strip("\"'")


def test_a_value_stands_where_its_key_stands() -> None:
    root = parse_yaml("a: 1\nb:\n  - c\n  -\n    d:\n      e: 2\n", "f").value
    assert isinstance(root, dict)
    first, second = root["b"].value
    assert [root["a"].place.line, root["b"].place.line] == [1, 2]
    assert (first.place.line, first.place.column) == (3, 5)
    assert second.value["d"].place.line == 5


def test_an_alias_stands_where_it_is_used() -> None:
    layers = read("  - conv2d: &c {out_channels: 4, kernel_size: 3}\n  - conv2d: *c")
    assert [layer.place.line for layer in layers] == [3, 4]
    assert layers[0].settings == layers[1].settings


@pytest.mark.parametrize(
    ("written", "sizes"),
    [
        ("224x224x3", (224, 224, 3)),
        ("224×200×3", (224, 200, 3)),
        ("224 X 200 x 3", (224, 200, 3)),
        ("[224, 200, 3]", (224, 200, 3)),
        ("784", (784,)),
        ('"784"', (784,)),
        ("100x4", (100, 4)),
        ("16x32x32x1", (16, 32, 32, 1)),
        ("1000000000000000000x1x1", (10**18, 1, 1)),
    ],
)
def test_input_is_read(written: str, sizes: tuple[int, ...]) -> None:
    assert model(f"input: {written}").input == sizes


def test_the_file_names_a_model_without_name() -> None:
    assert model("input: 8").name == "my net"
    assert read_mapping({"input": 8, "layers": ["relu"]}).name == "network"
    assert model("input: 8\nname: <script>$x$|`{{ }}").name == "<script>$x$|`{{ }}"


def test_what_is_not_given_is_none() -> None:
    spec = model("input: 8")
    assert (spec.batch, spec.dtype, spec.optimizer, spec.loss, spec.totals) == (None,) * 5
    assert spec.claims == ()
    spec = model(
        "input: 8\nbatch: 32\ndtype: bfloat16\noptimizer: adam\nloss: none\n"
        "source: s\nabout: |\n  a\n  b"
    )
    assert (spec.batch, spec.dtype, spec.optimizer) == (32, "bfloat16", "adam")
    assert spec.loss == "none"
    assert (spec.sources, spec.about) == ((Source("s"),), "a\nb\n")


def test_totals_need_no_layers() -> None:
    spec = read_yaml("totals: {activations: 532752, parameters: 19072984}", "t.yaml")
    assert spec.totals is not None
    assert (spec.totals.activations, spec.totals.parameters) == (532752, 19072984)
    assert (spec.totals.miscellaneous, spec.input, spec.layers) == (0, (), ())


def test_a_claim_keeps_its_digits() -> None:
    one = "{quantity: training.total, value: 4.10, unit: MB, with: {batch: 128}}"
    other = "{quantity: a.b, value: '1,728'}"
    first, second = model(f"input: 8\nclaims: [{one}, {other}]").claims
    assert (first.value, first.unit, first.overrides["batch"].value) == ("4.10", "MB", 128)
    assert (second.value, second.unit, second.overrides) == ("1,728", "values", {})


def test_names_are_made_as_torch_fx_makes_them() -> None:
    layers = read(
        "  - relu\n  - flatten\n  - relu\n  - relu: {name: relu_2}\n  - relu\n  - linear: 3"
    )
    assert names(layers) == ["relu", "flatten", "relu_1", "relu_2", "relu_3", "linear"]


def test_a_given_name_may_be_any_text() -> None:
    layers = read(
        "  - relu: {name: <b>$x$|`{{ }}}\n".replace("{{ }}", "") + "  - relu: {name: 1.10}"
    )
    assert names(layers) == ["<b>$x$|`", "1.10"]


def test_a_bare_value_is_the_first_setting() -> None:
    conv, pool, total = read("  - conv2d: 64\n  - max_pool2d: [2, 3]\n  - add: [conv2d, input]")
    assert conv.settings["out_channels"].value == 64
    assert [part.value for part in pool.settings["kernel_size"].value] == [2, 3]  # type: ignore[union-attr]
    assert (dict(total.settings), total.sources) == ({}, ("conv2d", "input"))


def test_a_layer_takes_from_the_one_before() -> None:
    layers = read("  - relu\n  - flatten: {from: input}\n  - linear: 3\n  - relu: {from: [relu]}")
    assert [layer.sources for layer in layers] == [("input",), ("input",), ("flatten",), ("relu",)]


BLOCKS = """
blocks:
  residual:
    arguments: [channels, stride]
    layers:
      - conv2d: {out_channels: $channels, kernel_size: [3, $stride], name: main}
      - conv2d: {out_channels: $channels, kernel_size: 1, from: input, name: shortcut}
      - add: [main, shortcut]
      - relu
  two:
    arguments: [of, called]
    layers:
      - residual: {channels: $of, stride: 1, name: $called}
      - residual: {channels: $of, stride: 2}
      - add: [$called, residual.main]
  many:
    arguments: [times]
    layers:
      - relu: {name: stem}
      - repeat: {times: $times, layers: [relu, {add: [relu, stem, input]}]}
"""


def test_a_block_is_written_out() -> None:
    layers = read(
        "  - relu\n  - residual: {channels: 4, stride: 2, name: layer2.0}\n  - relu", BLOCKS
    )
    assert names(layers)[1:] == [
        "layer2.0.main", "layer2.0.shortcut", "layer2.0.add", "layer2.0.relu", "relu_1",
    ]  # fmt: skip
    assert layers[1].sources == layers[2].sources == ("relu",)
    assert layers[3].sources == ("layer2.0.main", "layer2.0.shortcut")
    assert layers[5].sources == ("layer2.0.relu",)
    assert [layer.block for layer in layers] == ["", *["residual"] * 4, ""]
    assert layers[1].settings["out_channels"].value == 4
    assert [part.value for part in layers[1].settings["kernel_size"].value] == [3, 2]  # type: ignore[union-attr]


def test_a_block_may_take_its_input_from_anywhere() -> None:
    layers = read(
        "  - relu: {name: a}\n  - flatten\n  - residual: {channels: 4, stride: 1, from: a}\n"
        "  - add: [residual, residual.main, a]",
        BLOCKS,
    )
    assert layers[2].sources == layers[3].sources == ("a",)
    assert layers[-1].sources == ("residual.relu", "residual.main", "a")


def test_arguments_go_from_block_to_block() -> None:
    layers = read("  - two: {of: 8, called: first.0}", BLOCKS)
    assert names(layers)[0] == "two.first.0.main"
    assert layers[4].sources == ("two.first.0.relu",)
    assert layers[-1].sources == ("two.first.0.relu", "two.residual.main")
    assert layers[4].settings["out_channels"].value == 8


def test_a_repeat_is_written_out() -> None:
    layers = read("  - many: 2\n  - relu: {from: many.repeat.0}", BLOCKS)
    assert names(layers) == [
        "many.stem", "many.repeat.0.relu", "many.repeat.0.add",
        "many.repeat.1.relu", "many.repeat.1.add", "relu",
    ]  # fmt: skip
    assert layers[2].sources == ("many.repeat.0.relu", "many.stem", "many.stem")
    assert layers[4].sources == ("many.repeat.1.relu", "many.stem", "many.repeat.0.add")
    assert layers[5].sources == ("many.repeat.0.add",)


def test_a_nearer_name_hides_one_further_out() -> None:
    layers = read(
        "  - relu: {name: a}\n"
        "  - repeat: {times: 1, layers: [{flatten: {name: a}}, {relu: {from: a}}]}\n"
        "  - relu: {from: a}"
    )
    assert layers[2].sources == ("repeat.0.a",)
    assert layers[3].sources == ("a",)


def test_a_nearer_name_that_comes_later_is_not_taken_from_further_out() -> None:
    with pytest.raises(ModelFileError, match="relu → a → relu"):
        read(
            "  - relu: {name: a}\n"
            "  - repeat: {times: 1, layers: [{relu: {from: a}}, {flatten: {name: a}}]}\n"
        )


def test_a_mapping_reads_as_the_same_file_does() -> None:
    text = "input: 8x8x3\nlayers: [{conv2d: {out_channels: 4, kernel_size: [3, 3]}}, relu]\n"
    data = {
        "input": (8, 8, 3),
        "layers": [{"conv2d": {"out_channels": 4, "kernel_size": [3, 3]}}, "relu"],
    }
    written, given = read_yaml(text, "m.yaml"), read_mapping(data)
    assert [(x.name, x.kind, x.sources) for x in written.layers] == [
        (x.name, x.kind, x.sources) for x in given.layers
    ]
    assert given.place.file == "<mapping>"


def test_five_thousand_layers_are_read_in_linear_time() -> None:
    line = "  - conv2d: {out_channels: 64, kernel_size: 3, padding: 1, name: layer_%d}"
    text = "\n".join(line % number for number in range(5000))
    layers: list[LayerSpec] = []
    calls = calls_in(lambda: layers.extend(read(text)))
    assert len(layers) == 5000
    assert calls < 2000 * 5000
