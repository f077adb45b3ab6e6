"""One layer of Keras in the words of a model file: its class, and of its configuration what counts.

A model file knows Keras' classes, their words and their defaults. What only says how values begin
or are held small is left out; what would change the layer and can't be said is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from explainer.errors import ModelFileError
from explainer.language import sentence
from explainer.layers import LAYERS, spellings


class Refusing(Protocol):
    """What knows the file that a layer stands in."""

    def refuse(self, fault: str, layer: str = "", advice: str = "") -> ModelFileError:
        """The error at this layer."""


# What a layer may say of itself that changes nothing here, where it has just this value.
ONLY: Mapping[str, tuple[Any, ...]] = {
    "data_format": ("channels_last", None),
    "axis": (-1, [-1], [3], 3, None),
    "interpolation": ("nearest", "bilinear"),
    "center": (True,),
    "scale": (True,),
    "noise_shape": (None,),
    "output_padding": (None,),
}
# What would be read as something else: Keras' momentum is what is left of torch's.
OTHERWISE = ("momentum", "name", "axis", "dtype")
RECURRENT = ("LSTM", "GRU", "SimpleRNN", "Bidirectional")


def entries_of(
    layers: Refusing, layer: Mapping[str, Any], name: str, taken: Sequence[str]
) -> list[dict[str, Any]]:
    """The entries of a model file that are this layer; none where it only passes on."""
    written, config = str(layer["class_name"]), layer["config"]
    sources: Any = list(taken) if len(taken) > 1 else next(iter(taken), "input")
    said = {"name": name, "from": sources}
    if written == "Activation":
        return _activation(layers, config.get("activation"), said)
    if written == "ReLU":
        return _relu(layers, config, said)
    if written == "GlobalAveragePooling2D":
        kept = {"keepdims": True} if config.get("keepdims") else {}
        return [{"global_avg_pool2d": kept | said}]
    if written in RECURRENT or written not in spellings():
        raise layers.refuse(
            sentence("keras.no_kind", name=written), name, sentence("torch.no_kind_try")
        )
    _check(layers, config, name)
    return [{written: {**_settings(written, config), **said}}]


def _check(layers: Refusing, config: Mapping[str, Any], name: str) -> None:
    """Refuse what would be another layer."""
    for setting, values in ONLY.items():
        if setting in config and config[setting] not in values:
            fault = sentence("keras.otherwise", setting=setting, value=str(config[setting]))
            raise layers.refuse(fault, name)


def _settings(written: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """What the kind knows by any of its words; a row of equal sizes as it stands."""
    found = spellings()[written]
    kinds = [LAYERS[layer.kind] for layer in found.layers]
    words = {
        word for kind in kinds for each in kind.settings for word in (each.name, *each.aliases)
    }
    class_ = found.written_as
    words |= set(class_.settings) if class_ else set()
    words |= {"activation"}
    return {
        setting: value
        for setting, value in config.items()
        if setting in words and setting not in OTHERWISE and value is not None
    }


def _activation(layers: Refusing, activation: Any, said: dict[str, Any]) -> list[dict[str, Any]]:
    if isinstance(activation, dict):
        activation = activation.get("class_name", activation)
    if activation == "linear":
        return [{"identity": said}]
    if not isinstance(activation, str) or activation not in {*LAYERS, *spellings()}:
        fault = sentence("keras.no_kind", name=str(activation))
        raise layers.refuse(fault, said["name"], sentence("torch.no_kind_try"))
    return [{activation: said}]


def _relu(
    layers: Refusing, config: Mapping[str, Any], said: dict[str, Any]
) -> list[dict[str, Any]]:
    """A ReLU with a largest value of 6 is a ReLU6, one with a slope a leaky one."""
    most, slope = config.get("max_value"), config.get("negative_slope") or 0
    if config.get("threshold") or (most is not None and slope):
        raise layers.refuse(sentence("keras.no_kind", name="ReLU"), said["name"])
    if most == 6:
        return [{"relu6": said}]
    if most is not None:
        raise layers.refuse(sentence("keras.no_kind", name="ReLU"), said["name"])
    return [{"leaky_relu": {"negative_slope": slope, **said}}] if slope else [{"relu": said}]
