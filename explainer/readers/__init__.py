"""Where a model comes from: a file, standard input, an example, a mapping, another program."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from explainer.errors import UsageError, named, nearest, seen, shown
from explainer.files.whole_input import file_bytes, stdin_bytes
from explainer.language import sentence
from explainer.readers.bounds import BYTES
from explainer.readers.from_torch import is_module, names_torch, read_torch
from explainer.readers.given_inputs import WithInputs
from explainer.spec import ModelSpec

EXAMPLE = "example:"
# How the files of other programs end.
ONNX, KERAS = ".onnx", (".keras", ".json")
# What torch saves; a .pt2 holds pickles beside its graph.
PYTHON, PICKLES = ".py", (".pt2", ".pt", ".pth", ".ckpt")


def read(model: str | Path | Mapping[str, Any] | ModelSpec | Any) -> ModelSpec:
    """The model as a spec; ModelFileError or UsageError where it can't be had.

    A module of torch, and what names one, may stand in a WithInputs beside the sizes it takes.
    """
    model, inputs = (model.model, model.inputs) if isinstance(model, WithInputs) else (model, ())
    if is_module(model) or (isinstance(model, str) and is_torch(model)):
        return read_torch(model, inputs)
    if isinstance(model, str | Path) and Path(model).suffix.casefold() == ONNX:
        from explainer.readers.from_onnx import read_onnx

        return read_onnx(_there(Path(model)), inputs)
    if isinstance(model, str | Path) and Path(model).suffix.casefold() in KERAS and not inputs:
        from explainer.readers.from_keras import read_keras

        return read_keras(_there(Path(model)))
    if isinstance(model, str | Path):
        _refuse_code(Path(model))
    if inputs:
        raise UsageError(sentence("given_input.not_here"), sentence("given_input.not_here_try"))
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
        raise UsageError(sentence("model.no_source", given=shown(model)))
    return read_yaml(_file_bytes(Path(model)), str(model))


def _refuse_code(file: Path) -> None:
    """Stop where a file is Python code, or holds pickles, which run code where they are loaded."""
    ending = file.suffix.casefold()
    if ending == PYTHON:
        raise UsageError(
            sentence("model.python", file=seen(file)),
            sentence("model.python_try", example=f"`explain {file.stem}:Net --input 3x224x224`"),
        )
    if ending in PICKLES:
        raise UsageError(
            sentence("model.pickle", file=seen(file)),
            sentence("model.pickle_try", example="`explain mynets:Net --input 3x224x224`"),
        )


def is_torch(model: str) -> bool:
    """Whether a name means a network of torch; that of a file that is there means the file."""
    if model.startswith(EXAMPLE) or not names_torch(model):
        return False
    return not Path(model).exists()


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
        hint = (
            sentence("hint.meant", name=repr(close)) if close else sentence("hint.examples_command")
        )
        raise UsageError(sentence("model.no_example", name=named(name)), hint)
    from explainer.resources import resource

    return resource("examples").joinpath(f"{name}.yaml").read_bytes()


def _no_file(path: Path) -> UsageError:
    """That there is no such file; where an example has that name, that it is meant."""
    letters = path.name.removesuffix(".yaml").casefold().replace("-", "").replace("_", "")
    for name in example_names():
        if letters == name.replace("-", "").replace("_", ""):
            fault = sentence("file.none", file=seen(path))
            return UsageError(fault, sentence("hint.meant", name=f"{EXAMPLE}{name}"))
    return UsageError(sentence("model.no_file", path=seen(path)))


def _there(path: Path) -> Path:
    """The path of a file that is there."""
    if not path.is_file():
        raise _no_file(path)
    return path


def _file_bytes(path: Path) -> bytes:
    try:
        return file_bytes(path, BYTES)
    except FileNotFoundError:
        raise _no_file(path) from None
