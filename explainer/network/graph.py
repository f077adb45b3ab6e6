"""From a model to a graph in which every shape and every count is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from explainer.layers.layer import VOLUME, Fault
from explainer.network.layer_node import Apart, as_it_is, input_nodes, layer_node
from explainer.network.layout import question
from explainer.network.node import Node, Taken
from explainer.network.rounding import images_that_fit, lost_rows
from explainer.network.sharing import sharing
from explainer.network.tensor_shapes import used_shapes
from explainer.spec import ModelSpec, TotalsSpec


@dataclass(frozen=True)
class Graph:
    """A network whose shapes are all known, the inputs first; or bare totals without nodes.

    readers: by an output's number the nodes that take it, in the order in which they run.
    ends: the indices of the nodes whose outputs are the network's, in the order of the file.
    """

    spec: ModelSpec
    nodes: Sequence[Node]
    totals: TotalsSpec | None = None
    readers: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    ends: tuple[int, ...] = ()

    @cached_property
    def inputs(self) -> tuple[Node, ...]:
        """What the network is given; usually one."""
        return tuple(node for node in self.nodes if not node.sources)

    @property
    def of_images(self) -> bool:
        """Whether a batch of it is made of images: one input, with height, width and channels."""
        return len(self.inputs) == 1 and len(self.inputs[0].output) in VOLUME

    @property
    def layers(self) -> Sequence[Node]:
        """The nodes behind the inputs."""
        return self.nodes[len(self.inputs) :]

    @property
    def values_given(self) -> int:
        """The values of all inputs, for one image; token numbers are counted apart."""
        return sum(node.count("activations") for node in self.inputs)

    @property
    def outputs(self) -> tuple[Node, ...]:
        """The layers whose outputs are the network's; usually the last one alone."""
        return tuple(self.nodes[index] for index in self.ends)

    @cached_property
    def leading(self) -> frozenset[int]:
        """The nodes that an output of the network depends on."""
        found = set(self.ends)
        for node in reversed(self.nodes):
            if node.index in found:
                found.update(node.sources)
        return frozenset(found)

    @cached_property
    def taught(self) -> frozenset[int]:
        """The nodes whose parameters an output of the network depends on, by whichever layer."""
        borrowed = (self.nodes[index].shares for index in self.leading)
        return self.leading | {index for index in borrowed if index is not None}

    def last_use(self, number: int) -> int:
        """The last layer that needs an output; the end of the network for what it puts out."""
        readers = self.readers[number]
        return len(self.nodes) if number in self.ends or not readers else readers[-1]

    @cached_property
    def shared(self) -> frozenset[tuple[int, int]]:
        """The tensors of parameters that several layers use: whose, and which of them from 0."""
        return frozenset(
            (node.shares, place)
            for node in self.nodes
            if node.shares is not None
            for place in _places_shared(node, self.nodes[node.shares])
        )

    @property
    def name(self) -> str:
        """The network's name."""
        return self.spec.name

    def name_of(self, number: int) -> str:
        """What a file calls an output: `conv1`, or `halves.2`."""
        if number < len(self.nodes):
            return self.nodes[number].name
        pairs = ((node, each) for node in self.nodes for each in node.beside)
        return next(f"{node.name}.{made.name}" for node, made in pairs if made.number == number)


def build(spec: ModelSpec) -> Graph:
    """The graph of a model; ModelFileError where a setting or a shape is wrong."""
    return _built(spec, partial(_apart, spec))


def _built(spec: ModelSpec, apart: Apart = as_it_is) -> Graph:
    if spec.totals is not None:
        return Graph(spec, (), spec.totals)
    nodes = input_nodes(spec)
    free = len(nodes) + len(spec.layers)
    by_name = {"input": Taken(0, 0)} | {node.name: Taken(node.index, node.index) for node in nodes}
    order = str if spec.inputs else partial(question, spec.input, spec.layout)
    for layer in spec.layers:
        taken = [by_name[source] for source in layer.sources]
        node = layer_node(layer, nodes, taken, order, free, apart)
        if layer.shares:
            node = sharing(node, _owner(nodes, by_name[layer.shares[0]]), layer)
        nodes.append(node)
        free += len(node.beside) + len(node.inner)
        by_name[layer.name] = Taken(node.index, node.index)
        for each in node.beside:
            by_name[f"{layer.name}.{each.name}"] = Taken(node.index, each.number)
    ends = tuple(by_name[name].node for name, _ in spec.outputs) or (len(nodes) - 1,)
    return Graph(spec, tuple(nodes), readers=_readers(nodes), ends=ends)


def _apart(spec: ModelSpec, nodes: Sequence[Node], taken: Sequence[Taken], fault: Fault) -> Fault:
    """A fault of branches that don't meet, with where they lost it and which images would do."""
    lines = lost_rows(nodes, taken)
    found = images_that_fit(_built, spec, nodes) if lines and _is_image(spec) else ""
    return replace(fault, sum=(*fault.sum, *lines), advice=found or fault.advice)


def _is_image(spec: ModelSpec) -> bool:
    """Whether there is one image, whose size could be another one."""
    return len(spec.input) > 1 and not spec.inputs


def _places_shared(node: Node, owner: Node) -> range:
    """All tensors of a layer of the same kind; else only the weights, which come first."""
    return range(len(used_shapes(owner)) if node.layer is owner.layer else 1)


def owner_of(node: Node, graph: Graph) -> str:
    """The name of the layer whose parameters a layer uses; empty where it has its own."""
    return graph.nodes[node.shares].name if node.shares is not None else ""


def _owner(nodes: Sequence[Node], named: Taken) -> Node:
    """The layer that has the parameters: another one that uses them leads to it."""
    node = nodes[named.node]
    return node if node.shares is None else nodes[node.shares]


def _readers(nodes: Sequence[Node]) -> dict[int, tuple[int, ...]]:
    """Who takes each output, by its number."""
    found: dict[int, list[int]] = {node.index: [] for node in nodes}
    found |= {each.number: [] for node in nodes for each in node.beside}
    for node in nodes:
        for number in node.takes:
            found[number].append(node.index)
    return {index: tuple(readers) for index, readers in found.items()}
