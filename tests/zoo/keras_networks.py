"""Configurations of Keras networks, and what Keras counts: written once, by Keras itself.

    KERAS_BACKEND=torch python -m tests.zoo.keras_networks        writes tests/zoo/keras/*.json

No test needs Keras. A file holds the configuration, without what says how values begin, and of
every layer the sizes of what it gives (the batch first) and the values that it holds.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "keras"
APPLICATIONS = ("MobileNetV2", "ResNet50V2", "Xception", "EfficientNetB0", "InceptionV3")
BEGINS = ("_initializer", "_regularizer", "_constraint", "compile_config", "registered_name")


@dataclass(frozen=True)
class KerasNetwork:
    """configuration: as Keras writes it; layers: by name, the sizes given and the values held."""

    configuration: dict[str, Any]
    values: int
    layers: Mapping[str, tuple[tuple[int, ...], int]]


def kept_networks() -> list[str]:
    """The names of the networks that are kept."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def kept(name: str) -> KerasNetwork:
    """A network that was written here before."""
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    layers = {each: (tuple(sizes), count) for each, (sizes, count) in found["layers"].items()}
    return KerasNetwork(found["configuration"], found["values"], layers)


def main(names: list[str]) -> None:
    """Write the networks, or those that are named."""
    import keras

    made = {each: getattr(keras.applications, each) for each in APPLICATIONS}
    for name, make in {**SMALL, **made}.items():
        if names and name not in names:
            continue
        model = make(weights=None) if name in made else make(keras)
        said = {
            "keras": keras.__version__,
            "values": model.count_params(),
            "layers": dict(_layers(model, "")),
            "configuration": _bare(json.loads(model.to_json())),
        }
        text = json.dumps(said, separators=(",", ":"))
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _layers(model: Any, prefix: str) -> Iterator[tuple[str, tuple[tuple[int, ...], int]]]:
    """Every layer that gives one tensor, those inside of models too."""
    for layer in model.layers:
        if hasattr(layer, "layers"):
            yield from _layers(layer, f"{prefix}{layer.name}.")
        elif hasattr(layer.output, "shape") and type(layer).__name__ != "InputLayer":
            yield prefix + layer.name, (tuple(layer.output.shape), layer.count_params())


def _bare(value: Any) -> Any:
    """The same without what only says how values begin."""
    if isinstance(value, dict):
        if value.get("class_name") == "DTypePolicy":
            return value["config"]["name"]
        return {k: _bare(v) for k, v in value.items() if not k.endswith(BEGINS)}
    return [_bare(each) for each in value] if isinstance(value, list) else value


def sequential(keras: Any) -> Any:
    """Windows that leave rows over, sides uneven, an activation inside."""
    k = keras.layers
    return keras.Sequential(
        [
            k.Input((23, 30, 3)),
            k.Conv2D(8, (3, 5), strides=2, padding="same", activation="relu", name="conv1"),
            k.MaxPooling2D(3, strides=2, padding="same", name="pool1"),
            k.Conv2D(6, 3, dilation_rate=2, use_bias=False, name="conv2"),
            k.BatchNormalization(name="norm"),
            k.AveragePooling2D(2, padding="valid", name="pool2"),
            k.Flatten(name="flat"),
            k.Dropout(0.5, name="drop"),
            k.Dense(10, activation="softmax", name="out"),
        ],
        name="sequential",
    )


def branches(keras: Any) -> Any:
    """A functional network with branches of every kind that joins."""
    k = keras.layers
    taken = k.Input((16, 20, 4), name="image")
    left = k.SeparableConv2D(8, 3, padding="same", activation="relu", name="left")(taken)
    right = k.Conv2D(8, 1, groups=2, name="right")(taken)
    added = k.Add(name="added")([left, right])
    times = k.Multiply(name="times")([left, right])
    both = k.Concatenate(name="both")([added, times])
    deep = k.DepthwiseConv2D(3, strides=2, padding="same", depth_multiplier=2, name="deep")(both)
    deep = k.ReLU(6.0, name="relu6")(deep)
    up = k.UpSampling2D(2, name="up")(deep)
    padded = k.ZeroPadding2D(((1, 0), (2, 3)), name="padded")(up)
    cut = k.Cropping2D(((0, 1), (1, 0)), name="cut")(padded)
    mean = k.GlobalAveragePooling2D(name="mean")(cut)
    row = k.Reshape((8, 4), name="row")(mean)
    end = k.Dense(5, name="end")(row)
    return keras.Model(taken, end, name="branches")


def nested(keras: Any) -> Any:
    """A model in a model, called twice, and a layer called twice."""
    k = keras.layers
    inner_in = k.Input((12, 12, 3), name="patch")
    inner = k.Conv2D(4, 3, name="conv")(inner_in)
    inner = k.LeakyReLU(negative_slope=0.2, name="leaky")(inner)
    inner = k.GlobalAveragePooling2D(name="mean")(inner)
    tower = keras.Model(inner_in, inner, name="tower")
    head = keras.Sequential([k.Input((4,)), k.Dense(6, name="first")], name="head")
    left, right = k.Input((12, 12, 3), name="a"), k.Input((12, 12, 3), name="b")
    dense = k.Dense(6, name="shared")
    seen = [dense(head(tower(each))) for each in (left, right)]
    end = k.Dense(1, activation="sigmoid", name="end")(k.Concatenate(name="pair")(seen))
    return keras.Model([left, right], end, name="nested")


def sequence(keras: Any) -> Any:
    """Tokens, an embedding, a convolution along them."""
    k = keras.layers
    return keras.Sequential(
        [
            k.Input((40,), dtype="int32"),
            k.Embedding(100, 16, name="words"),
            k.Conv1D(8, 5, strides=3, padding="same", activation="relu", name="conv"),
            k.LayerNormalization(name="norm"),
            k.MaxPooling1D(2, name="pool"),
            k.Flatten(name="flat"),
            k.Dense(3, name="end"),
        ],
        name="sequence",
    )


def preprocessed(keras: Any) -> Any:
    """What Keras puts before a network; norms with a scale or a shift alone, or neither."""
    k = keras.layers
    return keras.Sequential(
        [
            k.Input((8, 8, 3)),
            k.Rescaling(1 / 127.5, offset=-1, name="rescaled"),
            k.Normalization(mean=[1.0, 2.0, 3.0], variance=[1.0, 4.0, 9.0], name="normal"),
            k.Conv2DTranspose(4, 3, strides=2, padding="same", name="up"),
            k.BatchNormalization(scale=False, name="shifted"),
            k.BatchNormalization(center=False, scale=False, name="bare"),
            k.LayerNormalization(center=False, name="scaled"),
            k.Dense(5, name="mixed"),
            k.GlobalMaxPooling2D(name="largest"),
        ],
        name="preprocessed",
    )


SMALL: dict[str, Callable[[Any], Any]] = {
    each.__name__: each for each in (sequential, branches, nested, sequence, preprocessed)
}

if __name__ == "__main__":
    main(sys.argv[1:])
