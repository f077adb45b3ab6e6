"""The lines of a model file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from explainer.readers.saved.blocks import Block, Part, blocks_of
from explainer.spec import Given, LayerSpec, ModelSpec, TotalsSpec

PLAIN = re.compile(r"[A-Za-z_][\w.\-]*")
RESERVED = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def model_file(spec: ModelSpec) -> str:
    """The network as YAML."""
    if spec.totals:
        return "\n".join((*_head(spec), *_totals(spec.totals))) + "\n"
    blocks = blocks_of(spec.layers)
    lines = [*_head(spec), "", "layers:", *_layers(spec, blocks)]
    if blocks:
        lines += ["", "blocks:"]
        lines += [line for block in blocks for line in _block(block)]
    return "\n".join(lines) + "\n"


def _head(spec: ModelSpec) -> Iterator[str]:
    yield f"name: {_scalar(spec.name)}"
    if spec.inputs:
        sizes = {each.name: _sizes(each.shape, each.tokens) for each in spec.inputs}
        yield "inputs: {" + ", ".join(f"{_scalar(k)}: {v}" for k, v in sizes.items()) + "}"
    elif spec.input:
        yield f"input: {_sizes(spec.input, spec.tokens)}"
    if spec.input and not spec.tokens:
        yield "layout: channels_last"
    for key in ("batch", "dtype", "optimizer", "loss"):
        if (value := getattr(spec, key)) is not None:
            yield f"{key}: {value}"
    if spec.freeze:
        yield "freeze: [" + ", ".join(_scalar(str(each.value)) for each in spec.freeze) + "]"
    if spec.outputs:
        yield "outputs: [" + ", ".join(_scalar(name) for name, _ in spec.outputs) + "]"


def _totals(totals: TotalsSpec) -> Iterator[str]:
    yield "totals:"
    for name in ("activations", "parameters", "miscellaneous"):
        yield f"  {name}: {getattr(totals, name)}"


def _sizes(shape: Sequence[int], tokens: bool) -> str:
    return f"{{tokens: {shape[0]}}}" if tokens else "x".join(map(str, shape))


def _layers(spec: ModelSpec, blocks: Sequence[Block]) -> Iterator[str]:
    """One line for a layer, or for a part that is a block."""
    starts = {part.first: (part, block) for block in blocks for part in block.parts}
    before, place = _first_input(spec), 0
    while place < len(spec.layers):
        if place in starts:
            part, block = starts[place]
            yield f"  - {_use(block, part, before)}"
            place = part.last
        else:
            yield f"  - {_layer(spec.layers[place], before)}"
        before = spec.layers[place].name
        place += 1


def _first_input(spec: ModelSpec) -> str:
    return spec.inputs[0].name if spec.inputs else "input"


def _use(block: Block, part: Part, before: str) -> str:
    said = {name: _value(value) for name, value in block.given(part).items()}
    if part.source != before:
        said["from"] = _scalar(part.source)
    said["name"] = _scalar(part.name)
    return _entry(block.name, said)


def _block(block: Block) -> Iterator[str]:
    part = block.parts[0]
    yield f"  {_scalar(block.name)}:"
    if block.arguments:
        yield "    arguments: [" + ", ".join(dict.fromkeys(block.arguments.values())) + "]"
    yield "    layers:"
    before = "input"
    for number, layer in enumerate(part.layers):
        here = ((s, name) for (at, s), name in block.arguments.items() if at == number)
        given = {setting: f"${name}" for setting, name in here}
        yield f"      - {_layer(layer, before, part, given)}"
        before = part.inside(layer.name)


def _layer(
    layer: LayerSpec, before: str, part: Part | None = None, given: Mapping[str, str] | None = None
) -> str:
    """A layer of the network, or of a part, whose names are those within it."""
    inside = part.inside if part else str
    said = {name: (given or {}).get(name) or _value(v) for name, v in layer.settings.items()}
    if layer.counted is not None:
        said["counted"] = "true" if layer.counted else "false"
    if layer.shares:
        said["shares"] = _scalar(inside(layer.shares[0]))
    sources = [inside(source) for source in layer.sources]
    if sources != [before]:
        said["from"] = _several(sources)
    said["name"] = _scalar(inside(layer.name))
    return _entry(layer.kind, said)


def _several(sources: Sequence[str]) -> str:
    names = [_scalar(each) for each in sources]
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"


def _entry(kind: str, said: Mapping[str, str]) -> str:
    return f"{_scalar(kind)}: {{" + ", ".join(f"{name}: {v}" for name, v in said.items()) + "}"


def _value(given: Given) -> str:
    if isinstance(given.value, tuple):
        return f"[{', '.join(map(_value, given.value))}]"
    if isinstance(given.value, Mapping):
        inside = ", ".join(f"{_scalar(k)}: {_value(v)}" for k, v in given.value.items())
        return f"{{{inside}}}"
    if isinstance(given.value, str):
        return _scalar(given.value)
    return "null" if given.value is None else _number(given)


def _number(given: Given) -> str:
    if isinstance(given.value, bool):
        return "true" if given.value else "false"
    return f"{given.value:f}" if not isinstance(given.value, int) else str(given.value)


def _scalar(text: str) -> str:
    """A text as YAML reads it back: as it is, or in quotes."""
    if PLAIN.fullmatch(text) and text.casefold() not in RESERVED:
        return text
    return json.dumps(text, ensure_ascii=False)
