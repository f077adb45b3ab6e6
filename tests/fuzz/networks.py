"""Model files that are right, as trees of plain values and as YAML."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import yaml

from tests.fuzz import sequences
from tests.fuzz.sequences import draw_later, embedded
from tests.fuzz.shapes import LEARN, Shape, draw_layer
from tests.fuzz.spellings import DECLARES, counted_otherwise, spelled_otherwise

Tree = dict[str, Any]
ODD = (
    "<b>x</b>", "a | b", "`t` *s* _l_", "{{ 7*7 }}", "&amp; 'q' \"d\"", "größe", "层", "a:b", "#x",
    "1.10", "true", "no", "x" * 60, "- item", "c++", "a, b", "100%", "\\frac", "~",
    "e\u0301", "=27", "@x", "$x$ $$y$$", "[1]", "file:///etc/passwd",
    "http://example.invalid/a", "I\u0130\u0131",
)  # fmt: skip
DTYPES = (
    "float64", "float32", "float16", "bfloat16", "int8", "mixed_float16", "mixed_bfloat16",
)  # fmt: skip
OPTIMIZERS = (
    "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "rmsprop_centered", "rmsprop_momentum",
    "rmsprop_centered_momentum", "lion", "adam", "adamw", "adadelta", "amsgrad", "adafactor",
)  # fmt: skip
UNITS = ("values", "K", "M", "bytes", "kB", "KiB", "MB", "MiB", "GB")
# What torch applies twice as one module; the names that `shares` takes.
SHARED = ("linear", "conv1d", "conv2d", "conv3d", "layer_norm", "embedding", "prelu", "lstm", "gru",
          "multihead_attention", "position_embedding")  # fmt: skip
LEARNING = LEARN | sequences.LEARN
COUNTS = ("weights", "biases", "parameters", "buffers", "activations", "macs", "im2col")


@dataclass
class Model:
    """A model that is right.

    tree: what the file holds; output: the shape of the last layer, None for bare totals.
    named: the layers at the top that were given a name, with what they hold in the tree.
    """

    tree: Tree
    output: Shape | None
    named: dict[str, Any] = field(default_factory=dict)


def draw_model(chance: Random) -> Model:
    """A model that is right."""
    if chance.random() < 0.02:
        return Model(_circumstances(chance) | {"totals": _totals(chance)}, None)
    drawing = _Drawing(chance)
    given, layers, output = _drawn(chance, drawing)
    tree: Tree = {**given, **_circumstances(chance), "layers": layers}
    if drawing.blocks:
        tree["blocks"] = drawing.blocks
    named = {name: entry for name, entry in drawing.top.items() if _plain(name)}
    learning = [name for name, entry in named.items() if next(iter(entry)) in LEARNING]
    if learning and chance.random() < 0.2:
        tree["freeze"] = chance.sample(learning, chance.randint(1, len(learning)))
    if chance.random() < 0.2:
        tree["claims"] = [_claim(chance, list(named)) for _ in range(chance.randint(1, 2))]
    if named and chance.random() < 0.1:
        tree["outputs"] = chance.sample(list(named), min(len(named), chance.randint(1, 3)))
    if chance.random() < 0.1:
        counted_otherwise(chance, named)
    if chance.random() < 0.2:
        spelled_otherwise(chance, tree)
    return Model(tree, output, named)


def _drawn(chance: Random, drawing: _Drawing) -> tuple[Tree, list[Any], Shape]:
    """What the network is given, its layers, and the shape of the last."""
    count = chance.choice((1, 2, 3, 4, 5, 6, 8, 12))
    luck = chance.random()
    if luck < 0.08:
        tokens = chance.randint(1, 60)
        settings, shape = embedded(chance, (tokens,))
        drawing.tokens = True
        layers, output = drawing.layers(shape, count, top=True)
        return {"input": {"tokens": tokens}}, [{"embedding": settings}, *layers], output
    shape = _input(chance)
    layers, output = drawing.layers(shape, count, top=True)
    if luck > 0.16:
        return {"input": _written(chance, shape)}, layers, output
    other = _input(chance)
    inputs = {"left": _written(chance, shape), "right": _written(chance, other)}
    beside, after = drawing.layers(other, 1, top=False)
    first = {beside[0]: {}} if isinstance(beside[0], str) else beside[0]
    ((kind, settings),) = first.items()
    if not isinstance(settings, dict) or kind == "repeat" or kind in drawing.blocks:
        beside, after = [{"identity": {"from": "right"}}], other
    else:
        beside = [{kind: settings | {"from": "right"}}]
    joined = [{"flatten": {"name": "seen", "from": "end"}}, *beside, {"flatten": {"name": "read"}}]
    layers = [*layers, {"identity": {"name": "end"}}, *joined[1:], joined[0]]
    layers.append({"concat": ["seen", "read"]})
    return {"inputs": inputs}, layers, (math.prod(output) + math.prod(after),)


def _plain(name: str) -> bool:
    return not re.search(r"[+*.]|^\s|\s$", name)


def _input(chance: Random) -> Shape:
    axes = chance.choice((1, 2, 3, 3, 3, 3, 3, 4))
    most = {1: 500, 2: 60, 3: 40, 4: 12}[axes]
    # A first size of 1 or 3 before larger ones may stand for channels: another test's subject.
    sizes = [chance.choice((2, *range(4, most))) for _ in range(axes - 1)]
    channels = 10 ** chance.randint(3, 15) if chance.random() < 0.01 else chance.randint(1, 12)
    return (*sizes, channels)


def _written(chance: Random, shape: Shape) -> Any:
    if len(shape) == 1:
        return shape[0]
    if chance.random() < 0.2:
        return list(shape)
    return chance.choice(("x", "×", " x ", "X")).join(map(str, shape))


def _circumstances(chance: Random) -> Tree:
    found: Tree = {}
    if chance.random() < 0.3:
        found["name"] = chance.choice(ODD)
    if chance.random() < 0.3:
        found["batch"] = chance.choice((1, 2, 7, 32, 10**6))
    if chance.random() < 0.2:
        found["dtype"] = chance.choice(DTYPES)
    if chance.random() < 0.2:
        found["optimizer"] = chance.choice(OPTIMIZERS[:-1])
    if chance.random() < 0.05:
        found["about"] = chance.choice(ODD)
    return found


def _totals(chance: Random) -> Tree:
    found = {name: chance.randint(0, 10**9) for name in ("activations", "parameters")}
    return found | ({"miscellaneous": 12} if chance.random() < 0.3 else {})


def _claim(chance: Random, names: list[str]) -> Tree:
    wholes = [*COUNTS, "training.total", "inference.total", "training.optimizer"]
    count = chance.choice(COUNTS[:6])
    quantity = (
        f"{chance.choice(names)}.{count}"
        if names and chance.random() < 0.7
        else chance.choice(wholes)
    )
    claim: Tree = {"quantity": quantity, "value": chance.randint(0, 10 ** chance.randint(1, 9))}
    if chance.random() < 0.4:
        claim["unit"] = chance.choice(UNITS)
    if chance.random() < 0.3:
        claim["value"] = f"{chance.randint(0, 9999) / 100:.2f}"
        claim["unit"] = chance.choice(UNITS[1:])
    for key in ("source", "note"):
        if chance.random() < 0.3:
            claim[key] = chance.choice(ODD)
    if chance.random() < 0.2:
        claim["with"] = {"batch": 32, "dtype": chance.choice(DTYPES[:4])}
    return claim


class _Drawing:
    """Lists of layers, with blocks, repeats and branches."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.blocks: Tree = {}
        self.top: dict[str, Any] = {}
        self.names = 0
        self.tokens = False  # few kinds take these, and none of those that are drawn later

    def layers(
        self, shape: Shape, count: int, *, top: bool = False, deep: int = 0
    ) -> tuple[list[Any], Shape]:
        """So many entries, and the shape that the last one gives."""
        entries: list[Any] = []
        seen: list[tuple[str, Shape]] = [] if top and self.tokens else [("input", shape)]
        owners: list[tuple[str, Any, Shape, Shape]] = []
        for _ in range(count):
            luck = self.chance.random()
            if top and luck > 0.93 and (again := self._shared(shape, owners)):
                entry, shape = again
                entries.append(entry)
                continue
            before = shape
            if luck < 0.07 and deep < 3:
                entry, shape = self._repeat(shape, deep)
            elif luck < 0.15 and deep < 3:
                entry, shape = self._block(shape, deep)
            elif luck < 0.27 and (branch := self._branch(shape, seen)):
                entry, shape = branch
            else:
                entry, shape = self._layer(shape)
            entry, name = self._named(entry, top=top)
            if name:
                seen.append((name, shape))
                owners.append((name, entry, before, shape))
            entries.append(entry)
        return entries, shape

    def _shared(
        self, shape: Shape, owners: list[tuple[str, Any, Shape, Shape]]
    ) -> tuple[Any, Shape] | None:
        """A layer once more, with the parameters of the first."""
        for name, entry, before, after in owners:
            ((kind, settings),) = entry.items()
            own = "from" not in settings and settings.get("elementwise_affine", True)
            if kind in SHARED and before == shape and own:
                kept = {key: value for key, value in settings.items() if key != "name"}
                return {kind: kept | {"shares": name}}, after
        return None

    def _layer(self, shape: Shape) -> tuple[Any, Shape]:
        draw = draw_later if self.chance.random() < 0.35 else draw_layer
        kind, settings, after = draw(self.chance, shape)
        if kind in DECLARES and self.chance.random() < 0.05:
            settings[DECLARES[kind]] = shape[-1]
        first = {"max_pool2d": "kernel_size", "linear": "out_features"}.get(kind, "")
        if list(settings) == [first]:
            return {kind: settings[first]}, after
        return {kind: settings} if settings else kind, after

    def _branch(self, shape: Shape, seen: list[tuple[str, Shape]]) -> tuple[Any, Shape] | None:
        """Something that takes what an earlier layer gave, beside the last or in its place."""
        if len(seen) < 2:
            return None
        alike = [name for name, known in seen if known == shape]
        behind = [(name, known) for name, known in seen if known[:-1] == shape[:-1]]
        last = next((name for name, known in reversed(seen) if known == shape), None)
        if last and self.chance.random() < 0.6 and len(alike) > 1:
            kind = self.chance.choice(("add", "multiply"))
            return {kind: [last, *self.chance.sample(alike, self.chance.randint(1, 2))]}, shape
        if len(behind) > 1 and self.chance.random() < 0.6:
            picked = self.chance.sample(behind, 2)
            total = sum(known[-1] for _, known in picked)
            return {"concat": [name for name, _ in picked]}, (*shape[:-1], total)
        name, known = self.chance.choice(seen)
        kind, settings, after = draw_layer(self.chance, known)
        return {kind: settings | {"from": name}}, after

    def _repeat(self, shape: Shape, deep: int) -> tuple[Any, Shape]:
        layers, after = self.layers(shape, self.chance.randint(1, 3), deep=deep + 1)
        times = self.chance.randint(1, 3) if after == shape else 1
        return {"repeat": {"times": times, "layers": layers}}, after

    def _block(self, shape: Shape, deep: int) -> tuple[Any, Shape]:
        layers, after = self.layers(shape, self.chance.randint(1, 4), deep=deep + 1)
        kind = f"block_{len(self.blocks)}"
        block: Tree = {"layers": layers}
        use: Any = kind
        numbers = list(_numbers(layers))
        if numbers and self.chance.random() < 0.6:
            holder, key = self.chance.choice(numbers)
            use = {kind: {"size": holder[key]}}
            holder[key] = "$size"
            block = {"arguments": ["size"]} | block
        self.blocks[kind] = block
        return use, after

    def _named(self, entry: Any, *, top: bool) -> tuple[Any, str]:
        if self.chance.random() < 0.45:
            return entry, ""
        self.names += 1
        odd = self.chance.choice(ODD) if top and self.chance.random() < 0.2 else "l"
        name = f"{odd}{self.names}"
        kind, settings = (entry, {}) if isinstance(entry, str) else next(iter(entry.items()))
        if kind in ("add", "multiply", "concat") and isinstance(settings, list):
            settings = {"from": settings}
        if not isinstance(settings, dict):
            first = {"max_pool2d": "kernel_size", "linear": "out_features"}[kind]
            settings = {first: settings}
        entry = {kind: settings | {"name": name}}
        if top and kind != "repeat" and not kind.startswith("block_"):
            self.top[name] = entry
        return entry, name


def _numbers(value: Any) -> Iterator[tuple[Any, Any]]:
    """Where the whole numbers of some layers stand; not in inner blocks' own values."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in pairs:
        if isinstance(part, dict | list):
            yield from _numbers(part)
        elif type(part) is int:
            yield value, key


def text_of(tree: Any, chance: Random) -> str:
    """The tree as YAML: one line a layer, or as PyYAML writes it."""
    if not isinstance(tree, dict) or chance.random() < 0.15:
        return yaml.dump(tree, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    lines = []
    for key, value in tree.items():
        if isinstance(value, list) and value:
            lines += [f"{_flow(key)}:", *(f"  - {_flow(part)}" for part in value)]
        else:
            lines.append(f"{_flow(key)}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str) and re.fullmatch("[a-z][a-z0-9_]+", value):
        return json.dumps(value) if value in ("true", "null", "false") else value
    return json.dumps(value, ensure_ascii=False)
