"""From a model to a graph in which every shape and every count is known.

Every tensor has a number: a layer's first output that of its node, what it gives or makes
beside it a number behind those of all nodes. A layer that works in place, or only looks at its
input in another shape, shares its input's storage.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

from explainer.errors import ModelFileError
from explainer.language import Words, later, sentence
from explainer.layers import LAYERS
from explainer.layers.input import INPUT
from explainer.layers.layer import AXES, FEATURES, PASSED_ON, Keeps, Layer, Shape, Situation
from explainer.layers.read_settings import read_settings
from explainer.layers.tensor_law import TensorLaw
from explainer.layers.traits import Does
from explainer.maths import Arguments, Exact, Formula
from explainer.network.layout import question
from explainer.spec import LayerSpec, ModelSpec, Place, TotalsSpec

# Numbers stay exact however large, but a network that grows past this is a mistake.
LARGEST_OUTPUT = 10**100


FIRST = TensorLaw("output", ())


@dataclass(frozen=True)
class Tensor:
    """A tensor that a layer makes, for one image.

    number: the network has no other with it; a layer's first output has its node's index.
    law: what its kind says of it.
    """

    number: int
    law: TensorLaw
    shape: Shape

    @property
    def name(self) -> str:
        """What its kind calls it; `output` for the first."""
        return self.law.name

    @property
    def size(self) -> int:
        """How many values it holds."""
        return math.prod(self.shape)


@dataclass(frozen=True)
class Node:
    """One layer of the network with everything known about it.

    sources: the indices of the nodes it takes from; inputs: the shapes of what it takes.
    output: the shape of the first output.
    values: every symbol with its number, those of the settings and those derived.
    formulas: the formulas that applied, by the name of what they gave.
    storage: the number of the tensor in whose storage its first output lies.
    takes: the numbers of the tensors it takes, which are `sources` where those are first outputs.
    beside: its outputs behind the first; inner: the tensors that it makes inside.
    tokens: whether its output are token numbers, which both accounts count apart.
    """

    index: int
    name: str
    layer: Layer
    settings: Mapping[str, Any]
    sources: tuple[int, ...]
    inputs: tuple[Shape, ...]
    output: Shape
    values: Mapping[str, Any]
    formulas: Mapping[str, Formula]
    keeps: Keeps
    storage: int
    place: Place
    takes: tuple[int, ...]
    block: str = ""
    beside: tuple[Tensor, ...] = ()
    inner: tuple[Tensor, ...] = ()
    tokens: bool = False

    @cached_property
    def outputs(self) -> tuple[Tensor, ...]:
        """All that a later layer can take, the first output first."""
        return (Tensor(self.index, FIRST, self.output), *self.beside)

    @property
    def kept_inside(self) -> tuple[Tensor, ...]:
        """What it makes inside and the backward pass needs."""
        return tuple(tensor for tensor in self.inner if tensor.law.kept)

    @property
    def passing(self) -> tuple[Tensor, ...]:
        """What it makes inside and is there as a whole in inference, while it runs."""
        return tuple(tensor for tensor in self.inner if tensor.law.in_inference)

    @property
    def stored(self) -> int:
        """The values of all tensors of its own that stay, their shapes multiplied out."""
        own = self.storage == self.index and not self.tokens
        first = math.prod(self.output) if own else 0
        return first + sum(each.size for each in (*self.beside, *self.kept_inside))

    @property
    def kind(self) -> str:
        """The kind's name, as in the file."""
        return self.layer.kind

    @property
    def situation(self) -> Situation:
        """What the choice of its formulas depended on."""
        return Situation(self.settings, self.inputs)

    def count(self, quantity: str) -> int:
        """One of COUNTS, for one image; 0 where the kind has none of it."""
        value = self.values.get(quantity, 0)
        assert isinstance(value, int)
        return value

    def arguments(self, formula: Formula) -> Arguments:
        """The numbers that a formula takes in this layer."""
        return formula.arguments(self.values)


@dataclass(frozen=True)
class Graph:
    """A network whose shapes are all known, the input first; or bare totals without nodes.

    readers: by an output's number the nodes that take it, in the order in which they run.
    """

    spec: ModelSpec
    nodes: Sequence[Node]
    totals: TotalsSpec | None = None
    readers: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The network's name."""
        return self.spec.name


def build(spec: ModelSpec) -> Graph:
    """The graph of a model; ModelFileError where a setting or a shape is wrong."""
    if spec.totals is not None:
        return Graph(spec, (), spec.totals)
    nodes, free = [_input(spec)], 1 + len(spec.layers)
    by_name = {"input": Taken(0, 0)}
    order = partial(question, spec.input, spec.layout)
    for layer in spec.layers:
        node = _node(layer, nodes, [by_name[source] for source in layer.sources], order, free)
        nodes.append(node)
        free += len(node.beside) + len(node.inner)
        by_name[layer.name] = Taken(node.index, node.index)
        for each in node.beside:
            by_name[f"{layer.name}.{each.name}"] = Taken(node.index, each.number)
    return Graph(spec, tuple(nodes), readers=_readers(nodes))


def _input(spec: ModelSpec) -> Node:
    values: dict[str, Any] = _shape_symbols(spec.input, "out") | _shape_symbols(spec.input, "in")
    settings = {"tokens": True} if spec.tokens else {}
    situation = Situation(settings, (spec.input,))
    formulas = INPUT.formulas_for(situation)
    derive_all(formulas, values)
    return Node(
        index=0,
        name="input",
        layer=INPUT,
        settings=settings,
        sources=(),
        inputs=(spec.input,),
        output=spec.input,
        values=values,
        formulas=formulas,
        keeps=Keeps.NEW,
        storage=0,
        place=spec.place,
        takes=(),
        tokens=spec.tokens,
    )


@dataclass(frozen=True)
class Taken:
    """What a layer takes: the node that gives it, and the number of that node's output."""

    node: int
    number: int


def _node(
    spec: LayerSpec,
    nodes: Sequence[Node],
    taken: Sequence[Taken],
    order: Callable[[], str] = str,
    free: int = 0,
) -> Node:
    """A layer on the outputs of others.

    order: what to ask where the image is too small; free: the first number that no tensor has.
    """
    layer = LAYERS[spec.kind]
    label = later("layer.label", name=f'"{spec.name}"', kind=spec.kind)
    settings = read_settings(spec, layer, label)
    sources, takes = tuple(each.node for each in taken), tuple(each.number for each in taken)
    inputs = tuple(shape_of(nodes[each.node], each.number) for each in taken)
    situation = Situation(settings, inputs)
    values = given_values(layer, settings, inputs)
    if layer.does is Does.CONNECTS and situation.rank in FEATURES:  # the way back may be long
        values |= _context(nodes, taken[0])
    for source in sources:
        _check_type(layer, nodes[source].tokens, spec, label)
    _check(layer, situation, values, spec, label, order)
    formulas = layer.formulas_for(situation)
    derive_all(formulas, values)
    output = output_of(layer, situation, values)
    _check_output(output, spec, label, order)
    values |= _shape_symbols(output, "out")
    keeps = layer.keeps(situation)
    index = len(nodes)
    inner = [law for law in layer.inner if law.when(situation)]
    tensors = [
        Tensor(number, law, law.shape(values))
        for number, law in enumerate((*layer.outputs, *inner), free)
    ]
    for each in tensors:
        _check_output(each.shape, spec, label, order)
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
        storage=index if keeps is Keeps.NEW else _storage_of(nodes, taken[0]),
        place=spec.place,
        takes=takes,
        block=spec.block,
        beside=tuple(tensors[: len(layer.outputs)]),
        inner=tuple(tensors[len(layer.outputs) :]),
    )


def shape_of(node: Node, number: int) -> Shape:
    """The shape of one of a node's outputs."""
    if number == node.index:
        return node.output
    return next(each.shape for each in node.beside if each.number == number)


def inputs_of(node: Node, nodes: Sequence[Node]) -> tuple[Shape, ...]:
    """The shapes of what a node takes from those before it; the image's for the input."""
    pairs = zip(node.sources, node.takes, strict=True)
    return tuple(shape_of(nodes[source], number) for source, number in pairs) or node.inputs


def resized(tensors: Iterable[Tensor], values: Mapping[str, Any]) -> tuple[Tensor, ...]:
    """The same tensors with the sizes that other values of their layer give."""
    return tuple(replace(each, shape=each.law.shape(values)) for each in tensors)


def _storage_of(nodes: Sequence[Node], taken: Taken) -> int:
    """The number of the tensor in whose storage an output lies."""
    return nodes[taken.node].storage if taken.number == taken.node else taken.number


def given_values(
    layer: Layer, settings: Mapping[str, Any], inputs: tuple[Shape, ...]
) -> dict[str, Any]:
    """The symbols that the input and the settings give."""
    values: dict[str, Any] = dict(_shape_symbols(inputs[0], "in"))
    if layer.many and len({len(shape) for shape in inputs}) == 1:
        letters = AXES[len(inputs[0])]
        values |= dict(zip(letters, zip(*inputs, strict=True), strict=True))
    for setting in layer.settings:
        values |= setting.numbers(settings[setting.name])
    return values


def _shape_symbols(shape: Shape, end: str) -> dict[str, int]:
    return {f"{axis}_{end}": size for axis, size in zip(AXES[len(shape)], shape, strict=True)}


def _context(nodes: Sequence[Node], taken: Taken) -> dict[str, Exact]:
    """What a dense layer's mistakes need: the flattened volume, and the one before its pool."""
    node = _behind_shared_storage(nodes, taken)
    if node is None:
        return {}
    volume = node.inputs[0]
    found: dict[str, Exact] = {"c_flattened": volume[-1]}
    storage = _storage_of(nodes, Taken(node.sources[0], node.takes[0]))
    if storage >= len(nodes):  # not a first output
        return found
    pool = nodes[storage]
    if pool.layer.does is Does.POOLS and len(pool.inputs[0]) > 1:
        size = 1
        for axis in pool.inputs[0]:
            size *= axis
        found["n_before_pool"] = size
    return found


def _behind_shared_storage(nodes: Sequence[Node], taken: Taken) -> Node | None:
    """The flatten layer whose values this output passes on unchanged in number, if any."""
    node = nodes[taken.node]
    while taken.number == node.index and node.sources and node.storage != node.index:
        if node.layer.does is Does.FLATTENS and len(node.inputs[0]) > 1:
            return node
        taken = Taken(node.sources[0], node.takes[0])
        node = nodes[taken.node]
    return None


def _check_type(layer: Layer, tokens: bool, spec: LayerSpec, label: Words) -> None:
    """Stop where the kind takes real numbers and is given tokens, or the other way round."""
    if tokens and not layer.tokens:
        raise ModelFileError(
            spec.place,
            sentence("layer.no_tokens", kind=spec.kind),
            layer=str(label),
            advice=sentence("layer.no_tokens_try"),
        )
    if layer.tokens and not tokens:
        raise ModelFileError(
            spec.place,
            sentence("layer.only_tokens", kind=spec.kind),
            layer=str(label),
            advice=sentence("layer.only_tokens_try", written="input: {tokens: 128}"),
        )


def _check(
    layer: Layer,
    situation: Situation,
    values: dict[str, Any],
    spec: LayerSpec,
    label: Words,
    order: Callable[[], str],
) -> None:
    """Stop where the input doesn't suit the kind, or one of its rules is broken."""
    if situation.rank not in layer.takes:
        shape = "×".join(map(str, situation.inputs[0]))
        flat = layer.takes[0] in FEATURES
        raise ModelFileError(
            spec.place,
            sentence("layer.wrong_shape", kind=spec.kind, wanted=_wanted(layer), given=shape),
            layer=str(label),
            advice=sentence("layer.flatten_try") if flat else sentence("layer.shape_try"),
        )
    for check in layer.checks:
        fault = check(situation, values)
        if fault is not None:
            advice = f"{fault.advice} {order()}".rstrip() if fault.small else fault.advice
            raise ModelFileError(
                spec.place, fault.fault, layer=str(label), sum=fault.sum, advice=advice
            )


def _wanted(layer: Layer) -> str:
    """The shapes that the kind takes: `a row of features or a volume`."""
    wanted = sentence(f"layer.shape_{layer.takes[0]}")
    for rank in layer.takes[1:]:
        wanted = sentence("hint.or", names=wanted, last=sentence(f"layer.shape_{rank}"))
    return wanted


def derive_all(formulas: Mapping[str, Formula], values: dict[str, Any]) -> None:
    """Run the formulas, each after those that it needs."""

    def need(name: str) -> None:
        formula = formulas[name]
        for part in formula.needs:
            if part in formulas and part != name and part not in done:
                need(part)
        values[name] = formula.value(formula.arguments(values))
        done.add(name)

    done: set[str] = set()
    for name in formulas:
        if name not in done:
            _provide_unchanged_sizes(values)
            need(name)


def _provide_unchanged_sizes(values: dict[str, Any]) -> None:
    """An output axis without a formula has the input's size."""
    for size, passed_on in PASSED_ON.items():
        if size in values:
            values.setdefault(passed_on, values[size])


def output_of(layer: Layer, situation: Situation, values: Mapping[str, Any]) -> Shape:
    """The shape of a layer's output, from its derived values."""
    return tuple(values[f"{axis}_out"] for axis in AXES[layer.gives(situation)])


def _check_output(output: Shape, spec: LayerSpec, label: Words, order: Callable[[], str]) -> None:
    if min(output) < 1:
        raise ModelFileError(
            spec.place,
            sentence("layer.nothing_left", output="×".join(map(str, output))),
            layer=str(label),
            advice=" ".join(filter(None, (sentence("layer.smaller_try"), order()))),
        )

    if max(output) > LARGEST_OUTPUT:
        raise ModelFileError(
            spec.place,
            sentence("layer.axis_too_long", digits=str(len(str(max(output))))),
            layer=str(label),
            advice=sentence("layer.axis_too_long_try"),
        )


def _readers(nodes: Sequence[Node]) -> dict[int, tuple[int, ...]]:
    """Who takes each output, by its number."""
    found: dict[int, list[int]] = {node.index: [] for node in nodes}
    found |= {each.number: [] for node in nodes for each in node.beside}
    for node in nodes:
        for number in node.takes:
            found[number].append(node.index)
    return {index: tuple(readers) for index, readers in found.items()}
