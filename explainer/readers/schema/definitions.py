"""Parts that come many times in the schema stand in it once, under `$defs`."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from explainer.language import SOURCE, speaking
from explainer.readers.schema.words import schema_words

Schema: TypeAlias = dict[str, Any]

TEXT: Schema = {"type": ["string", "number"], "pattern": r"\S"}
ARGUMENT: Schema = {
    "description": "A block's argument: it stands for a whole value.",
    "type": "string",
    "pattern": r"^\$[^\W\d][\w-]*$",
}
NAME: Schema = TEXT | {
    "description": "The layer's name; made from its kind where there is none.",
    "maxLength": 200,
}
FROM: Schema = {
    "description": (
        "The layer whose output it takes, or input; the layer before it where nothing is said."
    ),
    "anyOf": [
        TEXT,
        {"type": "array", "items": TEXT, "minItems": 1, "maxItems": 1},
    ],
}
SHARES: Schema = TEXT | {"description": "An earlier layer, whose parameters it uses."}
COUNTED: Schema = {
    "description": "Whether the textbook account counts its output; as its kind has it without.",
    "anyOf": [{"type": "boolean"}, ARGUMENT],
}
ACTIVATION: Schema = {
    "description": "The activation function behind the layer: a layer of its own, called as this "
    "one and the activation; null for none.",
}
BRANCHES: Schema = {
    "description": "The layers whose outputs it takes, two or more; input is what came in.",
    "type": "array",
    "items": TEXT,
    "minItems": 2,
}


def reference(name: str) -> Schema:
    """A reference to a definition."""
    return {"$ref": f"#/$defs/{name}"}


class Definitions:
    """What settings take, by names such as `whole_number_from_1`; collected while in use.

    in_block: whether every value may also be a block's argument.
    """

    def __init__(self, in_block: bool) -> None:
        self.in_block = in_block
        self.suffix = "_in_block" if in_block else ""
        self.found: dict[str, Schema] = {}

    def refer(self, schema: Schema) -> Schema:
        """A reference to this schema, which is defined from now on."""
        with speaking(SOURCE):  # a name in the schema is an identifier, the same in all languages
            words = schema_words(schema)
        words = words.replace("≥", "from").replace("≤", "to").replace(">", "above")
        name = re.sub(r"[^\w-]+", "_", words).strip("_") + ("_or_argument" * self.in_block)
        if name not in self.found:
            self.found[name] = with_arguments(schema) if self.in_block else schema
        return reference(name)


def with_arguments(schema: Schema) -> Schema:
    """The same, where every value may also be a block's argument."""
    forms = schema.get("anyOf", [schema])
    return {"anyOf": [*map(_inner_arguments, forms), reference("argument")]}


def _inner_arguments(schema: Schema) -> Schema:
    if "items" in schema:
        return schema | {"items": with_arguments(schema["items"])}
    if "properties" in schema:
        inner = {name: with_arguments(part) for name, part in schema["properties"].items()}
        return schema | {"properties": inner}
    return schema
