"""One layer of Keras in the words of a model file: its class, and of its configuration what counts.

A model file knows Keras' classes, their words and their defaults. What only says how values begin
or are held small is left out; what would change the layer and can't be said is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from explainer.errors import named, shown
from explainer.language import sentence
from explainer.layers import LAYERS, spellings
from explainer.layers.libraries import NO_ACTIVATION
from explainer.readers.from_keras.configuration import Configuration, KerasLayer
from explainer.readers.spelled import kinds_meant

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
IMAGE_AXES = 4  # the batch, height, width, channels


def entries_of(
    said: Configuration, layer: KerasLayer, name: str, taken: Sequence[str]
) -> list[dict[str, Any]]:
    """The entries of a model file that are this layer; none where it only passes on."""
    written, config = layer.class_name, layer.config
    sources: Any = list(taken) if len(taken) > 1 else next(iter(taken), "input")
    ends = {"name": name, "from": sources}
    if written == "Activation":
        return [_activation(said, config.get("activation"), ends)]
    if written == "ReLU":
        return [_relu(said, config, ends)]
    if written == "GlobalAveragePooling2D":
        kept = {"keepdims": True} if config.get("keepdims") else {}
        return [{"global_avg_pool2d": kept | ends}]
    if written == "LayerScale":
        return [{"layer_scale": ends}]
    if written in RECURRENT or f"keras.layers.{written}" not in spellings():
        raise said.refuse(
            sentence("keras.no_kind", name=shown(written)), name, sentence("torch.no_kind_try")
        )
    _check(said, config, name)
    return [{written: {**_settings(said, layer, name), **ends}}]


def learns(entries: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the layer has parameters, which another may share."""
    return any(LAYERS[kind].tensors for entry in entries for kind in kinds_meant(next(iter(entry))))


def _check(said: Configuration, config: Mapping[str, Any], name: str) -> None:
    """Refuse what would be another layer."""
    for setting, values in ONLY.items():
        if setting in config and config[setting] not in values:
            fault = sentence("keras.otherwise", setting=setting, value=named(config[setting]))
            raise said.refuse(fault, name, sentence("torch.no_kind_try"))


def _settings(said: Configuration, layer: KerasLayer, name: str) -> dict[str, Any]:
    """What the kind knows by any of its words; a row of equal sizes as it stands."""
    found = spellings()[layer.class_name]
    kinds = [LAYERS[layer.kind] for layer in found.layers]
    words = {
        word for kind in kinds for each in kind.settings for word in (each.name, *each.aliases)
    }
    class_ = found.written_as
    words |= set(class_.settings) if class_ else set()
    settings = {
        setting: value
        for setting, value in layer.config.items()
        if setting in words and setting not in OTHERWISE and value is not None
    }
    if (activation := layer.config.get("activation")) is not None:
        settings["activation"] = _activated(said, activation, name)
    return settings | _along_channels(layer)


def _along_channels(layer: KerasLayer) -> dict[str, Any]:
    """What works along the last axis of an image, which a model file has to say."""
    if layer.class_name == "Dense" and len(layer.given) >= IMAGE_AXES:
        return {"along": "channels"}
    if layer.class_name == "LayerNormalization" and layer.given and layer.given[-1]:
        return {"normalized_shape": layer.given[-1]}
    return {}


def _activated(said: Configuration, activation: Any, name: str) -> Any:
    """An activation by its name, or as a layer of its own that stands in another."""
    if isinstance(activation, Mapping):
        written, config = activation.get("class_name"), activation.get("config")
        if isinstance(written, str) and isinstance(config, Mapping):
            layer = KerasLayer(name, written, config)
            ((kind, settings),) = entries_of(said, layer, name, ())[0].items()
            return {kind: {k: v for k, v in settings.items() if k not in ("name", "from")}}
    if activation == NO_ACTIVATION or _is_known(activation):
        return activation
    fault = sentence("keras.no_kind", name=shown(activation))
    raise said.refuse(fault, name, sentence("torch.no_kind_try"))


def _activation(said: Configuration, activation: Any, ends: Mapping[str, Any]) -> dict[str, Any]:
    """A layer that only activates."""
    found = _activated(said, activation, ends["name"])
    if found == NO_ACTIVATION:
        return {"identity": dict(ends)}
    if isinstance(found, Mapping):
        ((kind, settings),) = found.items()
        return {kind: settings | ends}
    return {found: dict(ends)}


def _is_known(activation: Any) -> bool:
    return isinstance(activation, str) and activation in {*LAYERS, *spellings()}


def _relu(
    said: Configuration, config: Mapping[str, Any], ends: Mapping[str, Any]
) -> dict[str, Any]:
    """A ReLU with a largest value of 6 is a ReLU6, one with a slope a leaky one."""
    most, slope = config.get("max_value"), config.get("negative_slope") or 0
    if config.get("threshold") or (most is not None and (slope or most != 6)):
        raise said.refuse(sentence("keras.no_kind", name="ReLU"), ends["name"])
    if most is not None:
        return {"relu6": dict(ends)}
    return {"leaky_relu": {"negative_slope": slope, **ends}} if slope else {"relu": dict(ends)}
