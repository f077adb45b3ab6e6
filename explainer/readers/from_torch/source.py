"""From a module and the sizes of its inputs to a ModelSpec, and what is said where that fails."""

from __future__ import annotations

import inspect
from dataclasses import replace

import torch
from torch import nn

from explainer.errors import ModelFileError, UsageError
from explainer.language import sentence
from explainer.readers.from_mapping import read_mapping
from explainer.readers.from_torch.export import BATCH, NotTracedError
from explainer.readers.from_torch.lines import first_line, line_of, path_in
from explainer.readers.from_torch.named import Found, find
from explainer.readers.from_torch.network import Traced, traced
from explainer.readers.from_torch.rules.rule import NoKindError
from explainer.readers.given_inputs import GivenInput, written
from explainer.spec import ModelSpec, Place

VERSION = torch.__version__.partition("+")[0]


def spec_of(model: str | nn.Module, given: tuple[GivenInput, ...]) -> ModelSpec:
    """The network as our own file would say it; its errors name the module's path."""
    found = Found(model, type(model).__name__) if isinstance(model, nn.Module) else find(model)
    source = found.name if isinstance(model, nn.Module) else model
    inputs = given or found.inputs
    if not inputs:
        raise UsageError(
            sentence("given_input.wanted", model=source, takes=_taken_by(found.module)),
            sentence("given_input.wanted_try"),
        )
    network = _traced(found, inputs, source)
    mapping = network.mapping | {"source": sentence("torch.source", model=source, version=VERSION)}
    batches = {each.batch for each in inputs} - {None}
    if len(batches) > 1:
        raise UsageError(sentence("given_input.batches", batches=", ".join(map(str, batches))))
    if batches:
        mapping |= {"batch": batches.pop()}
    spec = read_mapping(mapping, source)
    layers = (replace(each, block=network.blocks[each.name]) for each in spec.layers)
    return replace(spec, layers=tuple(layers))


def _traced(found: Found, inputs: tuple[GivenInput, ...], source: str) -> Traced:
    _check_count(found.module, inputs, source)
    tensors = [
        torch.empty((BATCH, *each.sizes), dtype=torch.int64 if each.tokens else None, device="meta")
        for each in inputs
    ]
    try:
        return traced(found.module, tensors, found.name)
    except NoKindError as error:
        raise ModelFileError(
            Place(source),
            sentence("torch.no_kind", operation=error.operation),
            layer=error.path or found.name,
            advice=sentence("torch.no_kind_try"),
        ) from error
    except NotTracedError as error:
        raise _not_traced(found, inputs, source, error) from error.__cause__


def _not_traced(
    found: Found, inputs: tuple[GivenInput, ...], source: str, error: NotTracedError
) -> ModelFileError:
    """That the module fails with these sizes, or that only torch.export does."""
    cause = error.__cause__ or error
    path, line = path_in(cause, error.modules), line_of(cause)
    sizes = ", ".join(map(written, inputs))
    kind, words = type(cause).__name__, first_line(cause)
    key, advice = (
        ("torch.no_trace", "torch.no_trace_try")
        if error.only_export
        else ("torch.no_run", "torch.no_run_try")
    )
    return ModelFileError(
        Place(source),
        sentence(key, sizes=sizes, error=kind, words=words),
        layer=sentence("torch.path_in", path=path, network=found.name) if path else found.name,
        sum=(line,) if line else (),
        advice=sentence(advice),
    )


def _check_count(module: nn.Module, inputs: tuple[GivenInput, ...], source: str) -> None:
    """Stop where `forward` takes another number of inputs."""
    try:
        inspect.signature(module.forward).bind(*inputs)
    except TypeError as error:
        raise UsageError(
            sentence("given_input.count", said=len(inputs), takes=_taken_by(module), model=source),
            sentence("given_input.wanted_try"),
        ) from error


def _taken_by(module: nn.Module) -> str:
    """`image, facts`: the arguments of `forward`, of which some have to be given."""
    return ", ".join(str(each) for each in inspect.signature(module.forward).parameters.values())
