"""The JSON Schema of a whole model file.

A list of layers is described three times: where the file has no blocks, where it has some
(any other name may then be a block), and inside a block, where values may be arguments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from explainer.language import translated
from explainer.layers import LAYERS, Layer, spellings
from explainer.layers.libraries import NO_ACTIVATION, ClassName
from explainer.layers.setting_types import Count
from explainer.layers.spellings import Spelling
from explainer.network.layout import LAYOUTS
from explainer.network.loss import LOSSES
from explainer.network.optimizers import optimizer_names
from explainer.network.units import BYTES
from explainer.readers.activation import LAYERS_OF_KERAS, is_activation
from explainer.readers.cited import ADDRESS
from explainer.readers.model import MOST_FROZEN
from explainer.readers.questions import MOST_QUESTIONS, QUESTION
from explainer.readers.schema.definitions import (
    ACTIVATION,
    ARGUMENT,
    BRANCHES,
    COUNTED,
    FROM,
    NAME,
    SHARES,
    TEXT,
    Definitions,
    Schema,
    reference,
    with_arguments,
)
from explainer.readers.schema.kinds import OURS, kind_schema, may_stand_alone
from explainer.spec import Says

SOURCE: Schema = {
    "anyOf": [
        TEXT,
        {
            "type": "object",
            "properties": {
                "text": TEXT,
                "link": {"type": "string", "pattern": rf"^\s*{ADDRESS.pattern}\s*$"},
            },
            "required": ["text"],
            "additionalProperties": False,
        },
    ],
}
SIZE = "0*[1-9][0-9]{0,18}"
INPUT: Schema = {
    "description": "The sizes of one input: height x width x channels if layout says nothing else, "
    "or a number of features.",
    "anyOf": [
        {"type": "string", "pattern": rf"^\s*{SIZE}(\s*[xX×]\s*{SIZE}){{0,3}}\s*$"},
        Count().schema(),
        {"type": "array", "items": Count().schema(), "minItems": 1, "maxItems": 4},
        {
            "description": "A row of token numbers, of 8 bytes each.",
            "type": "object",
            "properties": {"tokens": Count().schema()},
            "required": ["tokens"],
            "additionalProperties": False,
        },
    ],
}
PRINTED = (
    r"^\s*[-+]?(?=\.?[0-9])([0-9]{1,3}(,[0-9]{3})+|[0-9]+)?(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?\s*$"
)
LOSS: Schema = {
    "description": "What training makes smaller: the cross entropy, to which a softmax at the end "
    "belongs, or none, where the outputs are only added up. Left out it is cross_entropy where "
    "the network ends in features, and none where it doesn't.",
    "enum": list(LOSSES),
}
# A block can't have these names.
TAKEN = [*spellings(), *LAYERS_OF_KERAS, "repeat", "input"]


def _circumstances() -> dict[str, Schema]:
    """How the network is run, as far as a file may say it."""
    dtypes, optimizers = list(BYTES), list(optimizer_names())
    return {
        "batch": {"description": "How many images or other examples at once.", "default": 1}
        | Count().schema(),
        "dtype": {"description": "The type of every value.", "default": "float32", "enum": dtypes},
        "optimizer": {
            "description": "What trains the network: it keeps values beside every parameter.",
            "default": "momentum",
            "enum": optimizers,
        },
    }


def schema_text() -> str:
    """The schema as JSON."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def schema() -> Schema:
    """The schema, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Model file of explain",
        "description": "A convolutional network whose memory `explain` works out.",
        "type": "object",
        "properties": _properties(),
        "additionalProperties": False,
        "oneOf": [
            {"required": ["input", "layers"]},
            {"required": ["inputs", "layers"]},
            {"required": ["totals"], "not": {"required": ["inputs"]}},
        ],
        "if": {"required": ["blocks"]},
        "then": {"properties": {"layers": reference("layers_with_blocks")}},
        "else": {"properties": {"layers": reference("layers")}},
        "$defs": _definitions(),
    }


def _properties() -> dict[str, Schema]:
    return {
        "name": NAME | {"description": "The network's name."},
        "about": TEXT | {"description": "What the network is, in a sentence or two."},
        "input": reference("input_sizes"),
        "inputs": {
            "description": "In place of input: several inputs, by the names that layers take them "
            "by in from.",
            "type": "object",
            "propertyNames": NAME | {"not": {"const": "input"}},
            "additionalProperties": reference("input_sizes"),
            "minProperties": 2,
        },
        "layout": {
            "description": "The order of the input's sizes: channels x height x width, or height "
            "x width x channels. It has to be said where the first is 1 or 3 and all are larger.",
            "enum": list(LAYOUTS),
        },
        **_circumstances(),
        "loss": LOSS,
        "freeze": {
            "description": "Layers that don't learn: full names, beginnings such as layer1, or *.",
            "type": "array",
            "items": NAME,
            "minItems": 1,
            "maxItems": MOST_FROZEN,
        },
        "layers": {"description": "The layers, in the order in which they run."},
        "outputs": {
            "description": "The layers whose outputs are the network's, in this order; the last "
            "layer alone where nothing is said.",
            "type": "array",
            "items": NAME,
            "minItems": 1,
        },
        "blocks": _blocks(),
        "totals": _totals(),
        "claims": {
            "description": "Figures that were published about this network.",
            "type": "array",
            "items": _claim(),
            "minItems": 1,
        },
        "questions": {
            "description": "Questions that are asked about this network, with what answers them.",
            "type": "array",
            "items": _question(),
            "minItems": 1,
            "maxItems": MOST_QUESTIONS,
        },
        "source": {
            "description": "Where the network is from, and what else the file cites.",
            "anyOf": [SOURCE, {"type": "array", "items": SOURCE, "minItems": 1}],
        },
    }


def _definitions() -> dict[str, Schema]:
    outside, inside = Definitions(in_block=False), Definitions(in_block=True)
    kinds = {kind: kind_schema(layer, outside) for kind, layer in LAYERS.items()}
    in_block = {f"{k}_in_block": kind_schema(layer, inside) for k, layer in LAYERS.items()}
    return {
        "layers": _list("layers"),
        "layers_with_blocks": _list("layers_with_blocks"),
        "layers_in_block": _list("layers_in_block", "_in_block"),
        "input_sizes": INPUT,
        "argument": ARGUMENT,
        "name": NAME,
        "from": FROM,
        "branches": BRANCHES,
        "counted": COUNTED,
        "shares": SHARES,
        **kinds,
        **in_block,
        "activation": _activation(),
        "activation_in_block": with_arguments(_activation()),
        **_of_classes(outside),
        **_of_classes(inside, "_in_block"),
        **outside.found,
        **inside.found,
    }


def _activation(suffix: str = "") -> Schema:
    """What may stand behind `activation:`."""
    kinds = [kind for kind, layer in LAYERS.items() if is_activation(layer)]
    others = [name for name, each in spellings().items() if is_activation(each.layers[0])]
    one = {
        "type": "object",
        "properties": {kind: reference(kind + suffix) for kind in kinds},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    words: list[Schema] = [
        {"enum": [*kinds, NO_ACTIVATION]},
        {"type": "string", "pattern": _any_of(others)},
    ]
    return ACTIVATION | {"anyOf": [*words, {"type": "null"}, one]}


def _activation_layers(suffix: str) -> dict[str, Schema]:
    """Keras' layer that is told which activation it is."""
    told = reference("activation" + suffix)
    properties = {"name": reference("name"), "from": reference("from"), "activation": told}
    named = {
        "type": "object",
        "properties": properties,
        "required": ["activation"],
        "additionalProperties": False,
    }
    return {
        _any_of(LAYERS_OF_KERAS): {"not": {"enum": [None, NO_ACTIVATION]}, "anyOf": [told, named]}
    }


def _of_classes(definitions: Definitions, suffix: str = "") -> dict[str, Schema]:
    """The classes of other libraries that mean a setting otherwise, or take another default."""
    return {
        each.name + suffix: kind_schema(layer, definitions, each)
        for layer in LAYERS.values()
        for each in layer.class_names
        if _is_other(layer, each)
    }


def _is_other(layer: Layer, each: ClassName) -> bool:
    """Whether something else may stand behind the class than behind the kind."""
    other = layer.in_a_row(each) != layer.in_a_row()
    return other or bool(each.settings or each.defaults or each.bare)


def _classes(suffix: str) -> dict[str, Schema]:
    """What stands behind the classes of other libraries, by a pattern of their names."""
    found: dict[str, Schema] = {}
    for names, spelling in _by_class():
        each = spelling.written_as
        assert each is not None
        names_of = [
            each.name if _is_other(layer, each) else layer.kind for layer in spelling.layers
        ]
        refers = [reference(name + suffix) for name in dict.fromkeys(names_of)]
        found[_any_of(names)] = refers[0] if len(refers) == 1 else {"anyOf": refers}
    return found


def _alone() -> str:
    """A pattern of the classes that may stand without a setting."""
    return _any_of(
        name
        for names, spelling in _by_class()
        if may_stand_alone(spelling.layers[0], spelling.written_as or OURS)
        for name in names
    )


def _by_class() -> list[tuple[list[str], Spelling]]:
    """The names of classes, those together that mean the same."""
    found: dict[tuple[str, ...], tuple[list[str], Spelling]] = {}
    for name, spelling in spellings().items():
        if (each := spelling.written_as) is not None:
            key = (each.name, each.library.name, *(layer.kind for layer in spelling.layers))
            found.setdefault(key, ([], spelling))[0].append(name)
    return list(found.values())


def _any_of(names: Iterable[str]) -> str:
    return f"^({'|'.join(map(re.escape, names))})$"


def _list(name: str, suffix: str = "") -> Schema:
    """A list of layers; `suffix` says which definitions of the kinds hold there."""
    kinds = {kind: reference(kind + suffix) for kind in LAYERS}
    one: Schema = {
        "type": "object",
        "properties": kinds | {"repeat": _repeat(name)},
        "patternProperties": _classes(suffix) | _activation_layers(suffix),
        "minProperties": 1,
        "maxProperties": 1,
    }
    alone: list[Schema] = [
        {"const": kind, "description": translated(layer.about)}
        for kind, layer in LAYERS.items()
        if may_stand_alone(layer)
    ]
    alone.append({"type": "string", "pattern": _alone(), "title": "a class of another library"})
    if name == "layers":
        one["additionalProperties"] = False
    else:
        one["propertyNames"] = {"not": {"const": "input"}}
        alone.append({"type": "string", "not": {"enum": TAKEN}, "title": "a block"})
    return {"type": "array", "minItems": 1, "items": {"anyOf": [*alone, one]}}


def _repeat(name: str) -> Schema:
    times = Count().schema()
    return {
        "description": "A part that comes several times, one after the other.",
        "type": "object",
        "properties": {
            "times": with_arguments(times) if name == "layers_in_block" else times,
            "layers": reference(name),
            "name": reference("name"),
            "from": reference("from"),
        },
        "required": ["times", "layers"],
        "additionalProperties": False,
    }


def _blocks() -> Schema:
    argument = {"type": "string", "pattern": r"^\$?(?!(name|from)$)[^\W\d][\w-]*$"}
    block = {
        "type": "object",
        "properties": {
            "arguments": {
                "description": "Names of values that each use of the block gives.",
                "type": ["array", "null"],
                "items": argument,
                "uniqueItems": True,
            },
            "layers": reference("layers_in_block"),
        },
        "required": ["layers"],
        "additionalProperties": False,
    }
    return {
        "description": "Parts of the network that are used by name; in one, input is its input.",
        "type": "object",
        "propertyNames": {"not": {"enum": TAKEN}},
        "additionalProperties": block,
    }


def _totals() -> Schema:
    about = {
        "activations": "Values stored for one image.",
        "parameters": "Everything that training changes: weights and biases.",
        "miscellaneous": "Values stored besides, for the whole batch.",
    }
    return {
        "description": "Bare totals in place of layers; activations or parameters may be left out.",
        "type": "object",
        "properties": {
            name: {"description": text} | Count(0).schema() for name, text in about.items()
        },
        "anyOf": [{"required": ["activations"]}, {"required": ["parameters"]}],
        "additionalProperties": False,
    }


def _claim() -> Schema:
    printed: dict[str, Any] = {"type": ["number", "string"], "pattern": PRINTED}
    return {
        "type": "object",
        "properties": {
            "quantity": NAME | {"description": "Such as conv1.weights or training.total."},
            "value": printed | {"description": "The number as it was printed."},
            "unit": NAME | {"description": "values, K, M, bytes, MB, MiB, …", "default": "values"},
            "says": {
                "description": "What it says: so much, a bound, what somebody measured, or so much "
                "by the conventions of its source.",
                "enum": list(Says),
                "default": str(Says.EXACTLY),
            },
            "source": SOURCE | {"description": "Where it was published."},
            "quote": TEXT | {"description": "The words of the source."},
            "reason": TEXT | {"description": "Why it is so, in one sentence."},
            "mistakes": {
                "description": "The mistakes that the working of the source allows, the likeliest "
                "first; several that are made together are joined by +. Without it all that give "
                "the number are named.",
                "type": "array",
                "items": NAME,
            },
            "note": TEXT | {"description": "What else there is to say about it."},
            "with": {
                "description": "What it was made for, where that is not what the file says.",
                "type": "object",
                "properties": {
                    "input": reference("input_sizes"),
                    "inputs": {
                        "description": "Those of several inputs, by their names.",
                        "type": "object",
                        "additionalProperties": reference("input_sizes"),
                    },
                    **_circumstances(),
                    "threads": {"description": "On how many threads it was measured."}
                    | Count().schema(),
                },
                "additionalProperties": False,
            },
        },
        "required": ["quantity", "value"],
        "additionalProperties": False,
    }


def _question() -> Schema:
    one = TEXT | {"maxLength": NAME["maxLength"]}
    names: Schema = {"type": "array", "items": one, "minItems": 1}
    return {
        "type": "object",
        "properties": {
            "ask": TEXT | {"description": "The question, in its own words."},
            "show": names | {"description": "Quantities that answer it, such as training.total."},
            "set": {
                "description": "What is changed first, as in conv1.kernel_size: 11.",
                "type": "object",
                "minProperties": 1,
            },
            "fits": TEXT | {"description": "A memory that training is to fit into, such as 2GB."},
            "claims": names | {"description": "Published figures that it is about."},
            "answer": TEXT | {"description": "What there is to say besides."},
        },
        "required": ["ask"],
        "anyOf": [{"required": [key]} for key in QUESTION if key != "ask"],
        "additionalProperties": False,
    }
