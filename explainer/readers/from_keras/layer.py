"""One layer of Keras in the words of a model file: its class, and of its configuration what counts.

A model file knows Keras' classes, their words and their defaults. What only says how values begin
or are held small is left out; what would change the layer and can't be said is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from explainer.errors import named, shown
from explainer.language import sentence
from explainer.layers import LAYERS, spellings
from explainer.layers.libraries import NO_ACTIVATION
from explainer.readers.from_keras.configuration import Configuration, KerasLayer
from explainer.readers.from_keras.constants import normalized, rescaled
from explainer.readers.from_keras.norms import learnt_by, shift_behind
from explainer.readers.spelled import kinds_meant

# What a layer may say of itself that changes nothing here, where it has just this value.
ONLY: Mapping[str, tuple[Any, ...]] = {
    "data_format": ("channels_last", None),
    "axis": (-1, [-1], [3], 3, None),
    "interpolation": ("nearest", "bilinear"),
    "noise_shape": (None,),
    "output_padding": (None,),
    "invert": (False,),
    "rms_scaling": (False,),
    "renorm": (False,),
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
    if written == "Dropout" and _of_images(config.get("noise_shape")):
        return [{"stochastic_depth": {"p": config.get("rate", 0.5), "mode": "row", **ends}}]
    if written in ALONE:
        _check(said, config, name)
        return ALONE[written](said, config, ends)
    if written in RECURRENT or f"keras.layers.{written}" not in spellings():
        raise said.refuse(
            sentence("keras.no_kind", name=shown(written)), name, sentence("torch.no_kind_try")
        )
    _check(said, config, name)
    settings = {**_settings(said, layer, name), **ends}
    behind = shift_behind(written, config, name)
    return [{written: settings | ({"counted": False} if behind else {})}, *behind]


def learns(kind: str, settings: Mapping[str, Any]) -> bool:
    """Whether an entry has parameters, which another may share."""
    if settings.get("affine") is False or settings.get("elementwise_affine") is False:
        return False
    if kind in ("scale", "shift"):
        return "learnt" in settings
    return any(LAYERS[each].tensors for each in kinds_meant(kind))


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
    learnt = learnt_by(layer.class_name, layer.config)
    if learnt is None:
        raise said.refuse(sentence("keras.norm", name=layer.class_name), name)
    return settings | learnt | _along_channels(layer)


def _along_channels(layer: KerasLayer) -> dict[str, Any]:
    """What works along the last axis of an image, which a model file has to say."""
    if layer.class_name == "Dense" and len(layer.given) >= IMAGE_AXES:
        return {"along": "channels"}
    if layer.class_name == "LayerNormalization" and layer.given and layer.given[-1]:
        return {"normalized_shape": layer.given[-1]}
    return {}


def _of_images(shape: Any) -> bool:
    """Whether noise of this shape leaves out whole images, and not single values."""
    return isinstance(shape, list) and shape[:1] == [None] and set(map(str, shape[1:])) == {"1"}


def _average(
    _: Configuration, config: Mapping[str, Any], ends: Mapping[str, Any]
) -> list[dict[str, Any]]:
    kept = {"keepdims": True} if config.get("keepdims") else {}
    return [{"global_avg_pool2d": {**kept, **ends}}]


def _average_of_positions(
    said: Configuration, config: Mapping[str, Any], ends: Mapping[str, Any]
) -> list[dict[str, Any]]:
    if config.get("keepdims"):
        raise said.refuse(sentence("keras.no_kind", name="GlobalAveragePooling1D"), ends["name"])
    return [{"mean": {"axis": "length", **ends}}]


def _largest(
    _: Configuration, config: Mapping[str, Any], ends: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The largest value of each channel; without its places it is a row of features."""
    made = [{"adaptive_max_pool2d": {"output_size": 1, **ends}}]
    name = ends["name"]
    flat = [] if config.get("keepdims") else [{"flatten": {"name": f"{name}.flat", "from": name}}]
    return [*made, *flat]


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


def _activation(
    said: Configuration, config: Mapping[str, Any], ends: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """A layer that only activates."""
    found = _activated(said, config.get("activation"), ends["name"])
    if found == NO_ACTIVATION:
        return [{"identity": dict(ends)}]
    if isinstance(found, Mapping):
        ((kind, settings),) = found.items()
        return [{kind: settings | ends}]
    return [{found: dict(ends)}]


def _is_known(activation: Any) -> bool:
    return isinstance(activation, str) and activation in {*LAYERS, *spellings()}


def _relu(
    said: Configuration, config: Mapping[str, Any], ends: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """A ReLU with a largest value of 6 is a ReLU6, one with a slope a leaky one."""
    most, slope = config.get("max_value"), config.get("negative_slope") or 0
    if config.get("threshold") or (most is not None and (slope or most != 6)):
        raise said.refuse(sentence("keras.no_kind", name="ReLU"), ends["name"])
    if most is not None:
        return [{"relu6": dict(ends)}]
    return [{"leaky_relu": {"negative_slope": slope, **ends}} if slope else {"relu": dict(ends)}]


Rule: TypeAlias = Callable[
    [Configuration, Mapping[str, Any], Mapping[str, Any]], list[dict[str, Any]]
]
# Classes that are no kind's other name.
ALONE: Mapping[str, Rule] = {
    "Activation": _activation,
    "ReLU": _relu,
    "GlobalAveragePooling2D": _average,
    "GlobalMaxPooling2D": _largest,
    "GlobalAveragePooling1D": _average_of_positions,
    "LayerScale": lambda _, __, ends: [{"layer_scale": dict(ends)}],
    "Rescaling": lambda _, config, ends: rescaled(config, ends),
    "Normalization": lambda _, config, ends: normalized(config, ends),
}
