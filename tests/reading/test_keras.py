"""Configurations of Keras: sizes and values as Keras counted them, see tests.zoo.keras_networks."""

from __future__ import annotations

import copy
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import explainer
from explainer.errors import ExplainError, ModelFileError
from explainer.readers import read
from tests.reading.spoiled import spoiled
from tests.zoo.keras_networks import KerasNetwork, kept, kept_networks


def explained(path: Path, configuration: Any) -> dict[str, Any]:
    """What a file says that holds the configuration."""
    path.write_text(json.dumps(configuration), encoding="utf-8")
    found: dict[str, Any] = json.loads(explainer.explain(path).json())
    return found


def held(layer: dict[str, Any]) -> int:
    """What Keras counts for a layer: running statistics among it."""
    return int(layer["parameters"] or 0) + int(layer["buffers"] or 0)


def statistics_of_inputs(network: KerasNetwork) -> dict[str, int]:
    """Of Normalization: Keras keeps a mean and a variance as values, here they are constants."""
    listed = network.configuration["config"]["layers"]
    names = {each["config"]["name"] for each in listed if each["class_name"] == "Normalization"}
    return {name: network.layers[name][1] for name in names}


def agree(network: KerasNetwork, found: dict[str, Any]) -> None:
    """Compare every layer, and the sum."""
    layers = {each["name"]: each for each in found["layers"]}
    left_out = statistics_of_inputs(network)
    for name, (sizes, count) in network.layers.items():
        behind = [each for each in layers if each == name or each.startswith(f"{name}.")]
        assert behind, name
        assert tuple(layers[behind[-1]]["output"]) == sizes[1:], name
        assert sum(held(layers[each]) for each in behind) == count - left_out.get(name, 0), name
    assert sum(map(held, found["layers"])) == network.values - sum(left_out.values())


@pytest.mark.parametrize("name", kept_networks())
def test_sizes_and_values_are_those_of_keras(name: str, tmp_path: Path) -> None:
    network = kept(name)
    agree(network, explained(tmp_path / "model.json", network.configuration))


def refused(path: Path) -> str:
    """The message about a file, without its name."""
    with pytest.raises(ModelFileError) as caught:
        read(path)
    place, *lines = str(caught.value).split("\n")
    assert place.startswith(str(path))
    return "\n".join([place.removeprefix(str(path)).strip(), *(line.strip() for line in lines)])


def zipped(path: Path, text: bytes, name: str = "config.json") -> Path:
    """A `.keras` file with one entry."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return path


def test_a_zip_is_read_without_its_weights(tmp_path: Path) -> None:
    network = kept("sequential")
    path = zipped(tmp_path / "a.keras", json.dumps(network.configuration).encode())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("model.weights.h5", b"no weights")
        archive.writestr("../outside.json", b"{}")
    agree(network, json.loads(explainer.explain(path).json()))


# ---- as Keras 2 wrote it ----------------------------------------------------------------


def as_keras_2(value: Any) -> Any:
    """`inbound_nodes` as rows of names, `batch_input_shape`, and nothing of where classes lie."""
    if isinstance(value, list):
        return [as_keras_2(each) for each in value]
    if not isinstance(value, dict):
        return value
    made = {k: as_keras_2(v) for k, v in value.items() if k not in ("module", "build_config")}
    if "batch_shape" in made:
        made["batch_input_shape"] = made.pop("batch_shape")
    if "inbound_nodes" in value:
        made["inbound_nodes"] = [
            [[*each, {}] for each in histories(call)] for call in value["inbound_nodes"]
        ]
    return made


def histories(value: Any) -> list[list[Any]]:
    """The tensors that a call takes."""
    if isinstance(value, dict):
        if "keras_history" in value:
            return [value["keras_history"]]
        value = list(value.values())
    if isinstance(value, list):
        return [each for part in value for each in histories(part)]
    return []


@pytest.mark.parametrize("name", ["sequential", "branches", "nested", "MobileNetV2"])
def test_keras_2_is_read_alike(name: str, tmp_path: Path) -> None:
    network = kept(name)
    agree(network, explained(tmp_path / "model.json", as_keras_2(network.configuration)))


def test_layers_may_stand_in_any_order(tmp_path: Path) -> None:
    network = kept("branches")
    network.configuration["config"]["layers"].reverse()
    agree(network, explained(tmp_path / "model.json", network.configuration))


# ---- what is refused ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no .keras file"),
        (b"PK\x03\x04", "no .keras file"),
        (b"{}", "no .keras file"),
        (b"\x80\x04\x95", "no .keras file"),
    ],
)
def test_what_is_no_zip_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "a.keras").write_bytes(content)
    assert says in refused(tmp_path / "a.keras")


def test_a_zip_without_the_entry_is_refused(tmp_path: Path) -> None:
    for name in ("other.json", "../config.json", "/config.json", "a/config.json"):
        assert "with a config.json in it" in refused(zipped(tmp_path / "a.keras", b"{}", name))


@pytest.mark.parametrize("suffix", [".keras", ".json"])
def test_a_text_longer_than_any_network_is_refused(suffix: str, tmp_path: Path) -> None:
    text = b'{"config": {"layers": [' + b" " * 2**25 + b"]}}"
    path = tmp_path / f"a{suffix}"
    if suffix == ".keras":
        zipped(path, text)
        assert path.stat().st_size < 2**16
    else:
        path.write_bytes(text)
    assert "longer than 16 MiB" in refused(path)


def test_a_zip_that_lies_about_its_length_is_not_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.keras", b" " * 2**25)
    content, length = path.read_bytes(), (2**25).to_bytes(4, "little")
    assert content.count(length) == 2
    path.write_bytes(content.replace(length, (100).to_bytes(4, "little")))
    assert refused(path)


def test_a_cut_off_zip_is_refused(tmp_path: Path) -> None:
    text = json.dumps(kept("branches").configuration).encode()
    whole = zipped(tmp_path / "whole.keras", text).read_bytes()
    for length in range(0, len(whole), len(whole) // 40):
        (tmp_path / "a.keras").write_bytes(whole[:length])
        assert "no .keras file" in refused(tmp_path / "a.keras")


@pytest.mark.parametrize(
    "text", ["", "{", "[1, 2]", '{"config": 3}', "nul", '{"a": NaN}', "\ud800"]
)
def test_what_is_no_model_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8", errors="surrogatepass")
    assert refused(tmp_path / "a.json")


def test_lists_deep_inside_each_other_are_refused(tmp_path: Path) -> None:
    for text in (
        "[" * 10**6,
        '{"config":' * 10**5,
        '{"config": {"layers": ' + "[" * 900 + "]" * 900 + "}}",
    ):
        (tmp_path / "a.json").write_text(text)
        assert refused(tmp_path / "a.json")


def test_models_deep_inside_each_other_are_refused(tmp_path: Path) -> None:
    model: dict[str, Any] = {"class_name": "Sequential", "config": {"name": "in", "layers": []}}
    for _ in range(100):
        model = {"class_name": "Sequential", "config": {"name": "out", "layers": [model]}}
    (tmp_path / "a.json").write_text(json.dumps(model))
    assert "more than 20 deep" in refused(tmp_path / "a.json")


def layer(configuration: Any, name: str) -> Any:
    """A layer of a configuration, to be changed."""
    (found,) = (
        each for each in configuration["config"]["layers"] if each["config"]["name"] == name
    )
    return found


Change = Callable[[Any], object]


@pytest.mark.parametrize(
    ("change", "at", "says"),
    [
        (lambda c: layer(c, "right")["config"].update(data_format="channels_first"), "right",
         "data_format is 'channels_first' here"),
        (lambda c: layer(c, "right").update(class_name="Mine"), "right", "This is Mine"),
        (lambda c: layer(c, "right").update(registered_name="mine>Conv2D"), "right",
         "a class Conv2D that is none of Keras' own"),
        (lambda c: layer(c, "right").update(module="nets"), "right", "none of Keras' own"),
        (lambda c: layer(c, "image")["config"].update(batch_shape=[None, None, 20, 4]), "image",
         "The input image is left open: ?×20×4."),
        (lambda c: c.update(class_name="Mine"), "", "Mine is no Sequential and no functional"),
        (lambda c: layer(c, "end").update(inbound_nodes=[[["end", 0, 0, {}]]]), "end",
         "takes, by way of others, what it gives itself"),
        (lambda c: layer(c, "end").update(inbound_nodes=[[["gone", 0, 0, {}]]]), "end",
         "This takes from gone, which gives nothing there."),
        (lambda c: layer(c, "end").update(inbound_nodes=[[["row", 0, 1, {}]]]), "end",
         "This takes from row, which gives nothing there."),
        (lambda c: c["config"]["layers"].append(layer(c, "row")), "row",
         "There are two layers called row."),
        (lambda c: layer(c, "left")["config"].update(activation={
            "module": "builtins", "class_name": "function", "config": "mine"}), "left",
         "explain has no kind"),
        (lambda c: layer(c, "right").update(
            class_name="BatchNormalization", config={"name": "right", "center": False}), "right",
         "This BatchNormalization learns a scale or a shift alone"),
        (lambda c: layer(c, "relu6")["config"].update(max_value=5.0), "relu6", "This is ReLU"),
    ],
)  # fmt: skip
def test_what_would_be_another_network_is_refused(
    change: Change, at: str, says: str, tmp_path: Path
) -> None:
    configuration = copy.deepcopy(kept("branches").configuration)
    change(configuration)
    (tmp_path / "a.json").write_text(json.dumps(configuration))
    place, said, *_ = refused(tmp_path / "a.json").split("\n")
    assert (place, says in said) == (at, True), said


def test_an_activation_may_be_a_layer_inside(tmp_path: Path) -> None:
    configuration = copy.deepcopy(kept("sequential").configuration)
    layer(configuration, "conv1")["config"]["activation"] = {
        "module": "keras.layers", "class_name": "LeakyReLU",
        "config": {"name": "leaky", "negative_slope": 0.1, "trainable": True},
    }  # fmt: skip
    kinds = [each["kind"] for each in explained(tmp_path / "a.json", configuration)["layers"]]
    assert kinds[1:3] == ["conv2d", "leaky_relu"]


def test_layers_that_are_not_trainable_are_frozen(tmp_path: Path) -> None:
    configuration = copy.deepcopy(kept("ResNet50V2").configuration)
    listed = configuration["config"]["layers"]
    for each in listed[:-1]:
        each["config"]["trainable"] = False
    found = explained(tmp_path / "a.json", configuration)
    learning = {each["name"] for each in found["layers"] if each["parameters"]}
    assert {*found["frozen"]} == learning - {"predictions"}
    assert len(found["frozen"]) > 100


@pytest.mark.parametrize("seed", range(120))
def test_a_spoiled_value_is_one_clear_error_or_none(seed: int, tmp_path: Path) -> None:
    names = ("sequential", "branches", "nested", "sequence")
    configuration = kept(names[seed % len(names)]).configuration
    path = tmp_path / "a.json"
    path.write_text(json.dumps(spoiled(configuration, random.Random(seed))))
    assert one_error_or_none(path)


def one_error_or_none(path: Path) -> bool:
    """Whether a file is explained, or refused by a message that names it."""
    try:
        explainer.explain(path).json()
    except ExplainError as error:
        return str(error).startswith(str(path)) and "\n  " in str(error)
    return True
