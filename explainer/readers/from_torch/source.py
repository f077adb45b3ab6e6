"""From a module and the sizes of its inputs to a ModelSpec, and what is said where that fails."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import nn

from explainer.errors import ModelFileError, UsageError
from explainer.language import sentence
from explainer.readers.from_mapping import read_mapping
from explainer.readers.from_torch.export import BATCH
from explainer.readers.from_torch.named import Found, find, first_line
from explainer.readers.from_torch.network import Traced, traced
from explainer.readers.from_torch.rules.rule import NoKindError
from explainer.readers.given_inputs import GivenInput
from explainer.spec import ModelSpec, Place


def spec_of(model: str | nn.Module, given: tuple[GivenInput, ...]) -> ModelSpec:
    """The network as our own file would say it; its errors name the module's path."""
    found = Found(model, type(model).__name__) if isinstance(model, nn.Module) else find(model)
    source = found.name if isinstance(model, nn.Module) else model
    inputs = given or found.inputs
    if not inputs:
        raise UsageError(
            sentence("given_input.wanted", model=source),
            sentence("given_input.wanted_try"),
        )
    network = _traced(found, inputs, source)
    mapping = network.mapping
    batches = {each.batch for each in inputs} - {None}
    if len(batches) > 1:
        raise UsageError(sentence("given_input.batches", batches=", ".join(map(str, batches))))
    if batches:
        mapping |= {"batch": batches.pop()}
    spec = read_mapping(mapping, source)
    layers = (replace(each, block=network.blocks[each.name]) for each in spec.layers)
    return replace(spec, layers=tuple(layers))


def _traced(found: Found, inputs: tuple[GivenInput, ...], source: str) -> Traced:
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
    except Exception as error:
        sizes = ", ".join("×".join(map(str, each.sizes)) for each in inputs)
        raise UsageError(
            sentence("torch.no_trace", model=source, sizes=sizes, words=first_line(error)),
            sentence("torch.no_trace_try"),
        ) from error
