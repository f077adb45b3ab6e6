"""From a model to a graph in which every shape and every count is known.

The graph names every tensor by the node that makes it, and the storage it lies in: a
layer that works in place, or only looks at its input in another shape, shares its
input's storage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from explainer.errors import ModelFileError
from explainer.layers import LAYERS
from explainer.layers.input import INPUT
from explainer.layers.layer import AXES, FEATURES, Keeps, Layer, Shape, Situation
from explainer.layers.read_settings import read_settings
from explainer.layers.traits import Does
from explainer.maths import Arguments, Exact, Formula
from explainer.readers.layout import question
from explainer.spec import LayerSpec, ModelSpec, Place, TotalsSpec

COUNTS = ("weights", "biases", "parameters", "buffers", "activations", "macs", "im2col")
# Numbers stay exact however large, but a network that grows past this is a mistake.
LARGEST_OUTPUT = 10**100
SHAPE_WORDS = {
    1: "a row of features",
    2: "a sequence with channels",
    3: "a volume (height × width × channels)",
    4: "a solid (depth × height × width × channels)",
}


@dataclass(frozen=True)
class Node:
    """One layer of the network with everything known about it.

    sources: the indices of the nodes it takes; inputs: their shapes.
    values: every symbol with its number, those of the settings and those derived.
    formulas: the formulas that applied, by the name of what they gave.
    storage: the index of the node whose storage its output lies in.
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
    block: str = ""

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

    readers: by a node's index those that take its output, in the order in which they run.
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
    nodes = [_input(spec)]
    by_name = {"input": 0}
    order = question(spec.input, spec.layout)
    for layer in spec.layers:
        node = _node(layer, nodes, tuple(by_name[source] for source in layer.sources), order)
        nodes.append(node)
        by_name[layer.name] = node.index
    return Graph(spec, tuple(nodes), readers=_readers(nodes))


def _input(spec: ModelSpec) -> Node:
    values: dict[str, Any] = _shape_symbols(spec.input, "out") | _shape_symbols(spec.input, "in")
    situation = Situation({}, (spec.input,))
    formulas = INPUT.formulas_for(situation)
    derive_all(formulas, values)
    return Node(
        0,
        "input",
        INPUT,
        {},
        (),
        (spec.input,),
        spec.input,
        values,
        formulas,
        Keeps.NEW,
        0,
        spec.place,
    )


def _node(spec: LayerSpec, nodes: list[Node], sources: tuple[int, ...], order: str = "") -> Node:
    """A layer on the outputs of others; `order` is what to ask where the image is too small."""
    layer = LAYERS[spec.kind]
    label = f'layer "{spec.name}" ({spec.kind})'
    settings = read_settings(spec, layer, label)
    inputs = tuple(nodes[source].output for source in sources)
    situation = Situation(settings, inputs)
    values = given_values(layer, settings, inputs)
    if layer.takes == FEATURES:  # only for these, since the way back may be long
        values |= _context(nodes, sources)
    _check(layer, situation, values, spec, label, order)
    formulas = layer.formulas_for(situation)
    derive_all(formulas, values)
    output = output_of(layer, situation, values)
    _check_output(output, spec, label, order)
    values |= _shape_symbols(output, "out")
    keeps = layer.keeps(situation)
    index = len(nodes)
    storage = index if keeps is Keeps.NEW else nodes[sources[0]].storage
    return Node(
        index,
        spec.name,
        layer,
        settings,
        sources,
        inputs,
        output,
        values,
        formulas,
        keeps,
        storage,
        spec.place,
        spec.block,
    )


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


def _context(nodes: list[Node], sources: tuple[int, ...]) -> dict[str, Exact]:
    """What a dense layer's mistakes need: the flattened volume, and the one before its pool."""
    node = _behind_shared_storage(nodes, nodes[sources[0]])
    if node is None:
        return {}
    volume = node.inputs[0]
    found: dict[str, Exact] = {"c_flattened": volume[-1]}
    pool = nodes[nodes[node.sources[0]].storage]
    if pool.layer.does is Does.POOLS and len(pool.inputs[0]) > 1:
        size = 1
        for axis in pool.inputs[0]:
            size *= axis
        found["n_before_pool"] = size
    return found


def _behind_shared_storage(nodes: list[Node], node: Node) -> Node | None:
    """The flatten layer whose values this node passes on unchanged in number, if any."""
    while node.sources and node.storage != node.index:
        if node.layer.does is Does.FLATTENS and len(node.inputs[0]) > 1:
            return node
        node = nodes[node.sources[0]]
    return None


def _check(
    layer: Layer,
    situation: Situation,
    values: dict[str, Any],
    spec: LayerSpec,
    label: str,
    order: str,
) -> None:
    """Stop where the input doesn't suit the kind, or one of its rules is broken."""
    if situation.rank not in layer.takes:
        shape = "×".join(map(str, situation.inputs[0]))
        wanted = " or ".join(SHAPE_WORDS[rank] for rank in layer.takes)
        flat = layer.takes == (1,)
        raise ModelFileError(
            spec.place,
            f"{spec.kind} takes {wanted}, and it is given {shape}.",
            layer=label,
            advice="Put a flatten layer before it." if flat else "Check what stands before it.",
        )
    for check in layer.checks:
        fault = check(situation, values)
        if fault is not None:
            advice = fault.advice + (order if fault.small else "")
            raise ModelFileError(spec.place, fault.fault, layer=label, sum=fault.sum, advice=advice)


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
    for axis in ("D", "L", "H", "W", "c", "n"):
        if f"{axis}_in" in values:
            values.setdefault(f"{axis}_out", values[f"{axis}_in"])


def output_of(layer: Layer, situation: Situation, values: Mapping[str, Any]) -> Shape:
    """The shape of a layer's output, from its derived values."""
    return tuple(values[f"{axis}_out"] for axis in AXES[layer.gives(situation)])


def _check_output(output: Shape, spec: LayerSpec, label: str, order: str) -> None:
    if min(output) < 1:
        raise ModelFileError(
            spec.place,
            f"Nothing is left of the image: the output would be {'×'.join(map(str, output))}.",
            layer=label,
            advice="Try a smaller kernel_size, less stride, or one pooling layer fewer before it."
            + order,
        )

    if max(output) > LARGEST_OUTPUT:
        raise ModelFileError(
            spec.place,
            f"The output has an axis of more than 10^100: {len(str(max(output)))} digits.",
            layer=label,
            advice="Check the scale factors, and how often a part is repeated.",
        )


def _readers(nodes: list[Node]) -> dict[int, tuple[int, ...]]:
    """Who takes each node's output."""
    found: dict[int, list[int]] = {node.index: [] for node in nodes}
    for node in nodes:
        for source in node.sources:
            found[source].append(node.index)
    return {index: tuple(readers) for index, readers in found.items()}
