"""The layers of a Sequential or functional model, and of the models in it, one behind the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from explainer.errors import ModelFileError
from explainer.language import sentence
from explainer.readers.from_keras.layer import entries_of
from explainer.spec import Place

SEQUENTIAL, FUNCTIONAL, INPUT_LAYER = "Sequential", ("Functional", "Model"), "InputLayer"


@dataclass
class Layers:
    """Collects the layers, each as an entry of a model file.

    file: for errors. inputs: the sizes of each input, by name.
    """

    file: str
    inputs: dict[str, Any] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, fault: str, layer: str = "", advice: str = "") -> ModelFileError:
        """The error at this layer."""
        return ModelFileError(Place(self.file), fault, layer=layer, advice=advice)


def mapping_of(model: Mapping[str, Any], file: str) -> dict[str, Any]:
    """What a model file would hold; ModelFileError where a layer is none of our kinds."""
    layers = Layers(file)
    config = model["config"]
    ends = _model(layers, model, "", ())
    if not layers.inputs:
        raise layers.refuse(sentence("keras.no_input"))
    sizes = dict(layers.inputs)
    given: dict[str, Any] = {"inputs": sizes}
    if len(sizes) == 1:
        (alone,) = sizes
        given = {"input": sizes[alone]}
        _rename(layers.entries, alone)
    name = config.get("name") if isinstance(config, dict) else None
    said = {"name": name or "model", **given, "layout": "channels_last", "layers": layers.entries}
    last = next(iter(layers.entries[-1].values()))["name"] if layers.entries else ""
    return said if list(ends) == [last] else {**said, "outputs": list(ends)}


def _rename(entries: Sequence[dict[str, Any]], alone: str) -> None:
    """The only input is `input`, whatever Keras calls it."""
    for entry in entries:
        for settings in entry.values():
            taken = settings["from"]
            if isinstance(taken, list):
                settings["from"] = ["input" if each == alone else each for each in taken]
            elif taken == alone:
                settings["from"] = "input"


def _model(
    layers: Layers, model: Mapping[str, Any], prefix: str, taken: Sequence[str]
) -> Sequence[str]:
    """Write out one model; taken: what its inputs are, none for the whole network."""
    kind, config = model.get("class_name", FUNCTIONAL[0]), model["config"]
    inner = config["layers"] if isinstance(config, dict) else config
    if kind == SEQUENTIAL:
        return _sequential(layers, inner, prefix, taken)
    if kind not in FUNCTIONAL:
        raise layers.refuse(sentence("keras.no_functional", name=str(kind)))
    return _functional(layers, config, inner, prefix, taken)


def _sequential(
    layers: Layers, inner: Sequence[Mapping[str, Any]], prefix: str, taken: Sequence[str]
) -> Sequence[str]:
    before: Sequence[str] = tuple(taken)
    for each in inner:
        config = each["config"]
        name = prefix + str(each.get("name") or config.get("name") or each["class_name"])
        if not before and (shape := _shape_of(config)):
            layers.inputs[name] = _sizes(layers, shape, config, name)
            before = (name,)
        if each["class_name"] != INPUT_LAYER:
            before = _layer(layers, each, name, before)
    return before


def _functional(
    layers: Layers,
    config: Mapping[str, Any],
    inner: Sequence[Mapping[str, Any]],
    prefix: str,
    taken: Sequence[str],
) -> Sequence[str]:
    made: dict[tuple[str, int], Sequence[str]] = {}
    begins = _ends(config.get("input_layers", ()))
    for (name, _), source in zip(begins, taken, strict=False):
        made[name, 0] = (source,)
    for each in inner:
        name = str(each.get("name") or each["config"]["name"])
        if each["class_name"] == INPUT_LAYER:
            if not taken:
                shape = _shape_of(each["config"])
                layers.inputs[prefix + name] = _sizes(layers, shape, each["config"], name)
                made[name, 0] = (prefix + name,)
            continue
        for call, sources in enumerate(_calls(each)):
            given = [source for key in sources for source in made.get(key, ())]
            called = f"{prefix}{name}" if call == 0 else f"{prefix}{name}_{call}"
            shares = f"{prefix}{name}" if call else ""
            made[name, call] = _layer(layers, each, called, given, shares)
    return [source for key in _ends(config.get("output_layers", ())) for source in made[key]]


def _layer(
    layers: Layers,
    layer: Mapping[str, Any],
    name: str,
    taken: Sequence[str],
    shares: str = "",
) -> Sequence[str]:
    """A layer, or a model that stands as one."""
    if layer["class_name"] in (SEQUENTIAL, *FUNCTIONAL):
        if shares:
            raise layers.refuse(sentence("keras.shared_model"), name)
        return _model(layers, layer, f"{name}.", taken)
    entries = entries_of(layers, layer, name, taken)
    if shares and entries and layer["class_name"] not in NOTHING_LEARNT:
        next(iter(entries[0].values()))["shares"] = shares
    layers.entries += entries
    return (next(iter(entries[-1].values()))["name"],) if entries else tuple(taken)


NOTHING_LEARNT = frozenset(
    (
        *("Activation", "ReLU", "Add", "Multiply", "Concatenate", "Dropout", "Flatten", "Reshape"),
        *("MaxPooling2D", "AveragePooling2D", "GlobalAveragePooling2D", "ZeroPadding2D"),
        *("UpSampling2D", "Softmax", "LeakyReLU", "ELU"),
    )
)


def _ends(layers: Any) -> list[tuple[str, int]]:
    """`[["a", 0, 0]]`, or `["a", 0, 0]` where there is one: names, and which call of them."""
    if layers and isinstance(layers[0], str):
        layers = [layers]
    return [(str(each[0]), int(each[1])) for each in layers]


def _calls(layer: Mapping[str, Any]) -> Iterator[list[tuple[str, int]]]:
    """What each call of a layer takes, as Keras 3 writes it, and as Keras 2 did."""
    for call in layer.get("inbound_nodes") or ():
        if isinstance(call, dict):
            yield list(_histories((call.get("args"), call.get("kwargs"))))
        else:
            yield [(str(each[0]), int(each[1])) for each in call]


def _histories(value: Any) -> Iterator[tuple[str, int]]:
    if isinstance(value, dict):
        if (history := (value.get("config") or {}).get("keras_history")) is not None:
            yield str(history[0]), int(history[1])
        else:
            yield from _histories(list(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _histories(each)


def _shape_of(config: Mapping[str, Any]) -> Any:
    return config.get("batch_shape") or config.get("batch_input_shape")


def _sizes(layers: Layers, shape: Any, config: Mapping[str, Any], name: str) -> Any:
    """The sizes behind the batch, which Keras may leave open."""
    sizes = list(shape or ())[1:]
    if not sizes or None in sizes:
        written = "×".join("?" if size is None else str(size) for size in sizes)
        fault = sentence("keras.open", name=name, sizes=written)
        raise layers.refuse(fault, name, sentence("keras.open_try"))
    if len(sizes) == 1:
        whole = "int" in str(config.get("dtype", ""))
        return {"tokens": sizes[0]} if whole else sizes[0]
    return sizes
