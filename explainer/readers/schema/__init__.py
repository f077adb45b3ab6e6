"""The JSON Schema of the model file, made from the same LAYERS that the program runs on."""

from explainer.readers.schema.file import schema, schema_text

__all__ = ["schema", "schema_text"]
