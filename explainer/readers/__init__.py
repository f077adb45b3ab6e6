"""Where a model comes from: a file, standard input, an example, a mapping, a spec."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from explainer.errors import UsageError, named, nearest, shown
from explainer.readers.bounds import BYTES
from explainer.spec import ModelSpec
from explainer.whole_input import file_bytes, stdin_bytes

EXAMPLE = "example:"


def read(model: str | Path | Mapping[str, Any] | ModelSpec) -> ModelSpec:
    """The model as a spec; ModelFileError or UsageError where it can't be had."""
    if isinstance(model, ModelSpec):
        return model
    if isinstance(model, Mapping):
        from explainer.readers.from_mapping import read_mapping

        return read_mapping(model)
    from explainer.readers.from_yaml import read_yaml

    if model == "-":
        return read_yaml(stdin_bytes(BYTES), "<stdin>")
    if isinstance(model, str) and model.startswith(EXAMPLE):
        return read_yaml(
            example_bytes(model.removeprefix(EXAMPLE)), f"{model.removeprefix(EXAMPLE)}.yaml"
        )
    if not isinstance(model, str | Path):
        raise UsageError(
            "A model is the path of a file, example:NAME, a mapping as in a file, or a ModelSpec, "
            f"and it is {shown(model)}."
        )
    return read_yaml(_file_bytes(Path(model)), str(model))


def example_names() -> list[str]:
    """The networks that come with the package."""
    from explainer.resources import resource

    files = (entry.name for entry in resource("examples").iterdir())
    return sorted(name.removesuffix(".yaml") for name in files if name.endswith(".yaml"))


def example_bytes(name: str) -> bytes:
    """The model file of an example; UsageError with the nearest name where there is none."""
    names = example_names()
    if name not in names:
        close = nearest(name, names, 0.5)
        hint = f"Did you mean {close!r}?" if close else "`explain examples` lists them."
        raise UsageError(f"There is no example called {named(name)}. {hint}")
    from explainer.resources import resource

    return resource("examples").joinpath(f"{name}.yaml").read_bytes()


def _file_bytes(path: Path) -> bytes:
    try:
        return file_bytes(path, BYTES)
    except FileNotFoundError:
        raise UsageError(
            f"There is no file called {path}. "
            "`explain examples` lists the networks that come with explain."
        ) from None
