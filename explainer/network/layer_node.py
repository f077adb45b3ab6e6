"""The node of a layer on the outputs of others, and that of the input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from explainer.language import later
from explainer.layers import LAYERS, Layer
from explainer.layers.declared import check_declared
from explainer.layers.input import INPUT
from explainer.layers.layer import FEATURES, Fault, Keeps, Situation
from explainer.layers.read_settings import read_settings
from explainer.layers.spellings import layer_for
from explainer.layers.traits import Does
from explainer.network.node import Node, Taken, Tensor, shape_of, storage_of
from explainer.network.refusals import check_input, check_output, check_type
from explainer.network.symbols import derive_all, given_values, output_of, shape_symbols
from explainer.network.way_back import seen_as, way_back
from explainer.spec import InputSpec, LayerSpec, ModelSpec


def input_nodes(spec: ModelSpec) -> list[Node]:
    """The nodes of what the network is given, in the order of the file."""
    alone = InputSpec("input", spec.input, spec.tokens, spec.place)
    return [_input_node(each, index) for index, each in enumerate(spec.inputs or (alone,))]


def _input_node(spec: InputSpec, index: int) -> Node:
    """The node that gives an image, or tokens."""
    values: dict[str, Any] = shape_symbols(spec.shape, "out") | shape_symbols(spec.shape, "in")
    settings = {"tokens": True} if spec.tokens else {}
    situation = Situation(settings, (spec.shape,))
    formulas = INPUT.formulas_for(situation)
    derive_all(formulas, values)
    return Node(
        index=index,
        name=spec.name,
        layer=INPUT,
        settings=settings,
        sources=(),
        inputs=(spec.shape,),
        output=spec.shape,
        values=values,
        formulas=formulas,
        keeps=Keeps.NEW,
        storage=index,
        place=spec.place,
        takes=(),
        tokens=spec.tokens,
    )


Apart: TypeAlias = Callable[[Sequence[Node], Sequence[Taken], Fault], Fault]


def as_it_is(_: Sequence[Node], __: Sequence[Taken], fault: Fault) -> Fault:
    """The fault, with nothing told besides."""
    return fault


def layer_node(
    spec: LayerSpec,
    nodes: Sequence[Node],
    taken: Sequence[Taken],
    order: Callable[[], str] = str,
    free: int = 0,
    apart: Apart = as_it_is,
) -> Node:
    """The node of a layer on the outputs of others.

    order: what to ask where the image is too small; free: the first number that no tensor has.
    apart: what is told besides where its branches don't meet.
    """
    inputs = tuple(shape_of(nodes[each.node], each.number) for each in taken)
    layer = layer_for(tuple(LAYERS[kind] for kind in (spec.kind, *spec.or_kinds)), inputs)
    spec = replace(spec, kind=layer.kind) if spec.or_kinds else spec
    label = later("layer.label", name=f'"{spec.name}"', kind=spec.kind)
    settings = read_settings(spec, layer, label, inputs)
    sources, takes = tuple(each.node for each in taken), tuple(each.number for each in taken)
    situation = Situation(settings, inputs, spec.counted)
    values = given_values(layer, settings, inputs)
    if layer.does is Does.CONNECTS and situation.rank in FEATURES:  # the way back may be long
        values |= way_back(nodes, taken[0])
    for source in sources:
        check_type(layer, nodes[source].tokens, spec, label)
    check_input(layer, situation, values, spec, label, order, partial(apart, nodes, taken))
    check_declared(layer, spec, inputs, partial(seen_as, nodes, taken[0]), label)
    formulas = layer.formulas_for(situation)
    derive_all(formulas, values)
    output = output_of(layer, situation, values)
    check_output(output, spec, label, order)
    values |= shape_symbols(output, "out")
    keeps = layer.keeps(situation)
    index = len(nodes)
    laws_beside = layer.outputs_beside(situation)
    inner = [law for law in layer.inner if law.when(situation)]
    tensors = [
        Tensor(number, law, law.shape(values))
        for number, law in enumerate((*laws_beside, *inner), free)
    ]
    for each in tensors:
        check_output(each.shape, spec, label, order)
    return Node(
        index=index,
        name=spec.name,
        layer=layer,
        settings=settings,
        sources=sources,
        inputs=inputs,
        output=output,
        values=values,
        formulas=formulas,
        keeps=keeps,
        storage=index if _has_storage(layer, situation) else storage_of(nodes, taken[0]),
        place=spec.place,
        takes=takes,
        block=spec.block,
        beside=tuple(tensors[: len(laws_beside)]),
        inner=tuple(tensors[len(laws_beside) :]),
        counted=spec.counted,
    )


def _has_storage(layer: Layer, situation: Situation) -> bool:
    """Whether its output is memory of its own, or is counted like it."""
    return Keeps.NEW in (layer.keeps(situation), layer.usually_keeps(situation))
