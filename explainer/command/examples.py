"""`explain examples`: the networks that come with the package, one line each."""

from __future__ import annotations

from explainer.command.columns import two_columns
from explainer.language import sentence
from explainer.readers import EXAMPLE, example_names, read
from explainer.spec import ModelSpec


def examples_text() -> str:
    """How each is called, and what it is."""
    names = example_names()
    return two_columns([(EXAMPLE + name, _about(read(EXAMPLE + name))) for name in names])


def _about(spec: ModelSpec) -> str:
    if spec.about:
        return f"{spec.name}: {' '.join(spec.about.split())}"
    if spec.totals:
        return sentence("command.example_totals", name=spec.name)
    return sentence("command.example_layers", name=spec.name, count=len(spec.layers))
