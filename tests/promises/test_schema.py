"""`explain schema` takes what the reader takes, and refuses what it refuses."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema
import pytest
import yaml

from explainer.errors import ModelFileError
from explainer.layers import LAYERS
from explainer.library.explain import explain as work_out
from explainer.readers.model import CLAIM, KEYS, MADE_FOR, TOTALS
from explainer.readers.questions import QUESTION
from explainer.readers.schema import schema
from tests.command_line import ROOT, explain

pytestmark = pytest.mark.quick

SCHEMA = schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
MODELS = sorted(ROOT.glob("examples/*.yaml")) + sorted(ROOT.glob("tests/golden/*.yaml"))

BASE = yaml.safe_load("""
name: 4
about: A network that uses what there is.
input: [64, 64, 3]
batch: 2
optimizer: adam
loss: none
layers:
  - conv2d: {filters: 8, kernel_size: [3, 5], padding: {top: 1, left: 2}, name: first}
  - relu
  - max_pool2d: 2
  - max_pool2d: {pool_size: 3, strides: null, padding: 1}
  - batch_norm2d:
  - residual: {channels: 8, stride: 2, name: one}
  - residual: 8
  - plain
  - repeat:
      times: 2
      layers: [relu, {residual: {channels: 8, stride: 1, from: input}}]
  - flatten: {from: [repeat]}
  - linear: 10
blocks:
  residual:
    arguments: [channels, stride]
    layers:
      - conv2d: {out_channels: $channels, kernel_size: 3, stride: $stride, padding: 1}
      - batch_norm2d: {name: main}
      - conv2d: {out_channels: $channels, kernel_size: [$stride, 1], bias: false, from: input}
      - add: [main, conv2d_1]
      - repeat: {times: $stride, layers: [relu]}
  plain:
    layers: [tanh]
claims:
  - {quantity: first.weights, value: 4.10, unit: K, source: a book, with: {input: 8x8x3, batch: 1}}
  - {quantity: total.parameters, value: "1,024", note: Of a table.}
questions:
  - {ask: "Why?", show: [first.weights, training.layers], answer: So.}
  - {ask: "And then?", set: {first.bias: false, batch: 2}, fits: 2 GB, claims: [first.weights]}
""")


def changed(path: str, value: object) -> Any:
    """BASE with something else at one place, or nothing where the value is `...`."""
    model = copy.deepcopy(BASE)
    place: Any = model
    *way, last = [int(p) if p.isdigit() else p for p in path.split("/")]
    for part in way:
        place = place[part]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return model


def test_the_command_prints_it():
    ran = explain("schema")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.text) == SCHEMA


def test_it_is_a_schema_of_draft_2020_12():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_it_has_the_keys_that_the_reader_has():
    properties = SCHEMA["properties"]
    claim = properties["claims"]["items"]["properties"]
    question = properties["questions"]["items"]["properties"]
    assert set(properties) == set(KEYS)
    assert set(properties["totals"]["properties"]) == set(TOTALS)
    assert set(claim) == set(CLAIM)
    assert set(question) == set(QUESTION)
    assert set(claim["with"]["properties"]) == set(MADE_FOR)


def test_every_setting_and_every_other_name_of_it_is_described():
    for kind, layer in LAYERS.items():
        for suffix in ("", "_in_block"):
            found = SCHEMA["$defs"][kind + suffix]
            settings = found.get("properties") or found["anyOf"][0]["properties"]
            names = {n for setting in layer.settings for n in (setting.name, *setting.aliases)}
            assert set(settings) - {"name", "from", "activation", "counted", "shares"} == names | (
                {layer.declares} - {""}
            )
            assert all(settings[name]["description"] for name in names)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_it_takes_every_model_that_comes_with_us(path):
    VALIDATOR.validate(yaml.safe_load(path.read_text()))


def test_it_takes_all_that_a_model_file_may_hold():
    VALIDATOR.validate(BASE)


@pytest.mark.parametrize(
    "model",
    [
        {"totals": {"activations": 5, "parameters": 0}},
        {"input": 784, "layers": [{"linear": {"units": 10, "use_bias": False}}]},
        {"input": "224 X 224 × 3", "layers": ["relu"]},
        {"input": "3x8x8", "layout": "channels_first", "layers": ["relu"]},
        {"input": "8x8x2", "layers": [{"zero_pad2d": [1, 2]}, {"flatten": None}]},
        {"input": "8x8x2", "layers": [{"upsample": 2}, {"adaptive_avg_pool2d": [None, 1]}]},
    ],
)
def test_it_takes_other_models(model):
    VALIDATOR.validate(model)
    work_out(model)


BROKEN = {
    "no input": ("input", ...),
    "no layers": ("layers", ...),
    "empty layers": ("layers", []),
    "an unknown key": ("layer", []),
    "layers and totals": ("totals", {"activations": 5, "parameters": 5}),
    "input of zero": ("input", "0x8x3"),
    "input of words": ("input", "big"),
    "input with five sizes": ("input", [1, 2, 3, 4, 5]),
    "an unknown layout": ("layout", "NCHW"),
    "batch zero": ("batch", 0),
    "batch of a fraction": ("batch", 1.5),
    "an unknown optimizer": ("optimizer", "adan"),
    "an unknown loss": ("loss", "mse"),
    "a claim with a loss": ("claims/0/with/loss", "none"),
    "an unknown setting": ("layers/0/conv2d/kernel", 3),
    "a setting twice": ("layers/0/conv2d/out_channels", 8),
    "a setting missing": ("layers/0/conv2d/kernel_size", ...),
    "a kernel of zero": ("layers/0/conv2d/kernel_size", 0),
    "a kernel of a fraction": ("layers/0/conv2d/kernel_size", 2.5),
    "a kernel of a truth value": ("layers/0/conv2d/kernel_size", True),
    "a kernel of a text": ("layers/0/conv2d/kernel_size", "three"),
    "a kernel of three": ("layers/0/conv2d/kernel_size", [3, 3, 3]),
    "an unknown side": ("layers/0/conv2d/padding", {"up": 1}),
    "an unknown word": ("layers/0/conv2d/padding", "some"),
    "above 10^18": ("layers/0/conv2d/filters", 10**18 + 1),
    "an argument outside": ("layers/2/max_pool2d", "$channels"),
    "a kind that needs settings alone": ("layers/1", "conv2d"),
    "a bare value for more than one setting": ("layers/1", {"conv2d": 3}),
    "a value where there are no settings": ("layers/1", {"flatten": 3}),
    "two kinds in one": ("layers/1", {"relu": None, "tanh": None}),
    "a list as a layer": ("layers/1", ["relu"]),
    "a sum of one": ("layers/1", {"add": ["first"]}),
    "no times": ("layers/8/repeat/times", ...),
    "times of zero": ("layers/8/repeat/times", 0),
    "a block like a kind": ("blocks/relu", {"layers": ["tanh"]}),
    "a block without layers": ("blocks/plain", {}),
    "an unknown key of a block": ("blocks/plain/layer", []),
    "an argument called name": ("blocks/residual/arguments", ["channels", "stride", "name"]),
    "an argument twice": ("blocks/residual/arguments", ["channels", "stride", "stride"]),
    "an unknown setting in a block": ("blocks/residual/layers/0/conv2d/kernel", 3),
    "a wrong value in a block": ("blocks/residual/layers/0/conv2d/stride", 0),
    "a claim without value": ("claims/0/value", ...),
    "a claim of words": ("claims/0/value", "a lot"),
    "an unknown key of a claim": ("claims/0/page", 3),
    "a claim for an unknown thing": ("claims/0/with", {"weather": "fine"}),
    "a question without words": ("questions/0/ask", ...),
    "a question without an answer": ("questions/0", {"ask": "Why?"}),
    "an unknown key of a question": ("questions/0/shows", ["activations"]),
    "a question that shows nothing": ("questions/0/show", []),
    "a question that sets nothing": ("questions/1/set", {}),
    "more questions than are answered": ("questions", [{"ask": "Why?", "answer": "So."}] * 41),
    "an empty name": ("name", ""),
}


@pytest.mark.parametrize(("path", "value"), BROKEN.values(), ids=BROKEN.keys())
def test_it_refuses_what_the_reader_refuses(path, value):
    model = changed(path, value)
    assert not VALIDATOR.is_valid(model)
    with pytest.raises(ModelFileError):
        work_out(model)


def test_without_blocks_an_unknown_kind_is_refused():
    model = {"input": "8x8x3", "layers": [{"conv2": {"filters": 3}}]}
    assert not VALIDATOR.is_valid(model)
    assert not VALIDATOR.is_valid(model | {"layers": ["rel"]})
