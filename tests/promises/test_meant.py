"""Hints come from a table of what people write, before likeness of letters."""

from __future__ import annotations

from collections import Counter

import pytest

from explainer.errors import ModelFileError, UsageError
from explainer.layers import LAYERS
from explainer.layers.meant import (
    KINDS,
    NO_KINDS,
    NO_SETTINGS,
    SETTINGS,
    _letters,
    advice_for_kind,
    advice_for_setting,
)
from explainer.network.graph import build
from explainer.readers import read
from explainer.readers.model import KEYS, MEANT
from tests.command_line import explain

pytestmark = pytest.mark.quick

WORDS = [(name, word) for name, words in KINDS.items() for word in words.split()]


def said(layer: object, image: str = "8x8x3") -> str:
    """The last line of what is said about a layer, which is what to try."""
    with pytest.raises(ModelFileError) as caught:
        build(read({"input": image, "layers": [layer]}))
    return str(caught.value).splitlines()[-1].strip()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("fc", "linear"),
        ("dense", "linear"),
        ("fc1", "linear"),
        ("conv", "conv2d"),
        ("Conv-2D", "conv2d"),
        ("MaxPool", "max_pool2d"),
        ("BatchNorm", "batch_norm2d"),
        ("bn", "batch_norm2d"),
        ("cat", "concat"),
        ("torch.cat", "concat"),
        ("shortcut", "add"),
        ("GAP", "global_avg_pool2d"),
    ],
)
def test_a_kind_that_people_write_otherwise(written: str, meant: str) -> None:
    assert said(written) == said({written: 3}) == f'Did you mean "{meant}"?'


@pytest.mark.parametrize(("name", "word"), WORDS)
def test_every_word_leads_to_its_kind_or_says_that_there_is_none_yet(name: str, word: str) -> None:
    found = advice_for_kind(word, LAYERS)
    if name in LAYERS:
        assert found == f'Did you mean "{name}"?'
    else:
        assert found.startswith(f'explain has no kind "{name}" yet')
    # From the day that it is there, it is what was meant.
    assert advice_for_kind(word, [*LAYERS, name]) == f'Did you mean "{name}"?'


def test_a_kind_that_is_not_there_yet_is_said_to_be_so_by_its_own_name_too() -> None:
    for name in KINDS:
        if name not in LAYERS:
            assert "yet" in advice_for_kind(name, LAYERS)
    assert "flatten" not in said("attention")


def test_no_word_means_two_things_and_none_is_missing_from_the_catalogue() -> None:
    words = [_letters(word) for _, word in WORDS] + [_letters(name) for name in KINDS]
    words += [_letters(word) for words in NO_KINDS.values() for word in words.split()]
    assert [word for word, times in Counter(words).items() if times > 1] == []
    others = [word for words in NO_KINDS.values() for word in words.split()]
    assert all(advice_for_kind(word, LAYERS).endswith((".", "?")) for word in others)


def test_a_word_that_is_no_kind_has_its_own_advice() -> None:
    assert "activation: relu inside" in said({"activation": "relu"})
    assert "at the top of the file" in said("InputLayer")
    assert "under blocks:" in said("bottleneck")
    assert "example:text_encoder" in said({"nn.TransformerEncoderLayer": {"nhead": 2}})
    assert "no attention to another sequence" in said("TransformerDecoder")


@pytest.mark.parametrize(
    ("layer", "meant"),
    [
        ({"conv2d": {"out_channels": 8, "size": 3}}, "kernel_size"),
        ({"conv2d": {"channels": 8, "kernel_size": 3}}, "out_channels"),
        ({"conv2d": {"in": 3, "out_channels": 8, "kernel_size": 3}}, "in_channels"),
        ({"linear": {"neurons": 8}}, "out_features"),
        ({"linear": {"size": 8}}, "out_features"),
        ({"dropout": {"probability": 0.5}}, "p"),
        ({"batch_norm2d": {"channels": 3}}, "num_features"),
    ],
)
def test_a_setting_that_people_write_otherwise(layer: object, meant: str) -> None:
    image = "8" if "linear" in str(layer) else "8x8x3"
    assert said(layer, image) == f'Did you mean "{meant}"?'


def test_every_name_of_the_table_of_settings_is_one_of_a_kind() -> None:
    known = {setting.name for layer in LAYERS.values() for setting in layer.settings}
    known |= {layer.declares for layer in LAYERS.values()} | {"name", "from"}
    assert set(SETTINGS) <= known


def test_settings_that_change_no_size_are_said_to_be_so() -> None:
    given = {"filters": 8, "kernel_size": 3, "kernel_initializer": "he_normal"}
    assert said({"Conv2D": given}).endswith("Leave it out.")
    for words in NO_SETTINGS.values():
        assert all(advice_for_setting(word, ()) for word in words.split())


@pytest.mark.parametrize(("written", "key"), MEANT.items())
def test_a_key_that_people_write_otherwise(written: str, key: str) -> None:
    assert key in KEYS
    assert written not in KEYS
    model = {"input": "8x8x3", "layers": ["relu"], written: 3}
    with pytest.raises(ModelFileError, match=f'Did you mean "{key}"'):
        read(model)


@pytest.mark.parametrize("written", ["vgg16", "VGG16", "VGG-16", "vgg16.yaml"])
def test_an_example_without_its_word_before_it(written: str) -> None:
    ran = explain(written)
    assert (ran.code, ran.text) == (2, "")
    assert ran.err == f"There is no file called {written}. Did you mean example:vgg16?\n"
    with pytest.raises(UsageError, match="lists the networks"):
        read("vgg20")


def test_explain_layers_says_what_is_meant() -> None:
    assert 'Did you mean "linear"?' in explain("layers", "fc").err
    assert 'no kind "multihead_attention" yet' in explain("layers", "attention").err or (
        '"multihead_attention"?' in explain("layers", "attention").err
    )
