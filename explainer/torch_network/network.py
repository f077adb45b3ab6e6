# mypy: allow-subclassing-any
"""The graph as one torch module, which runs its layers in the order of the model file."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from explainer.layers.layer import Shape
from explainer.layers.traits import Does
from explainer.memory.framework.in_place import Places, places
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.network.order import positions_first
from explainer.torch_network.order import Turned, module_in_order


@dataclass(frozen=True)
class Built:
    """What torch made of one layer.

    output: the first one's shape for one image, (H, W, C) or (features,), as in the graph;
    beside: those of the others.
    buffers: what it tracks, without batch norm's counter of batches.
    """

    name: str
    output: Shape
    weights: tuple[Tensor, ...]
    biases: tuple[Tensor, ...]
    buffers: tuple[Tensor, ...]
    beside: tuple[Shape, ...] = ()


class Network(nn.Module):
    """The network; every layer is a module of its own, by its index in the graph.

    names: the layers' names, which as dotted paths could not be names of modules.
    frozen: the layers whose parameters don't learn.
    places: which layers write over their input, and which would have to and can't.
    """

    def __init__(
        self,
        graph: Graph,
        device: str,
        number: torch.dtype = torch.float32,
        frozen: frozenset[int] = frozenset(),
        written: Places | None = None,
    ) -> None:
        super().__init__()
        self.graph, self.device, self.number = graph, device, number
        self.positions_first = positions_first(graph)
        self.names = tuple(node.name for node in graph.nodes)
        self.places = written or places(graph, frozen)
        self.layers = nn.ModuleDict(
            {str(node.index): self._module(node) for node in graph.nodes if node.sources}
        )
        for index in frozen:
            self.layers[str(index)].requires_grad_(False)
        self.released = _last_reads(graph)
        self.to(number)
        self._share_parameters()

    def _module(self, node: Node) -> nn.Module:
        if "inplace" in node.settings:
            really = {"inplace": node.index in self.places.in_place}
            node = replace(node, settings={**node.settings, **really})
        return module_in_order(node, self.positions_first)

    def _share_parameters(self) -> None:
        """Put the parameters of other layers where layers use them."""
        for node in self.graph.nodes:
            if node.shares is None:
                continue
            module, owner = (_innermost(self.layers[str(i)]) for i in (node.index, node.shares))
            if node.layer is self.graph.nodes[node.shares].layer:
                _share_all(owner, module)
            else:
                _share_first(owner, module)

    def forward(self, *images: Tensor) -> tuple[Tensor, ...]:
        """The network's outputs; images: a batch for each of its inputs."""
        return self._run(images, lambda _, __: None)

    def run_layer(self, node: Node, values: dict[int, Tensor]) -> None:
        """Put what a layer makes of the values it takes among them, by its outputs' numbers."""
        found = self.layers[str(node.index)](*(values[number] for number in node.takes))
        outputs = found if isinstance(found, tuple) else (found,)
        values.update(zip([each.number for each in node.outputs], outputs, strict=True))
        # Torch's first call keeps this frame until the garbage collector runs, and in the command
        # none does: what the frame still names would be measured as alive.
        del found, outputs

    def _run(
        self, images: Sequence[Tensor], see: Callable[[Node, list[Tensor]], None]
    ) -> tuple[Tensor, ...]:
        """Run the layers; an output is let go as soon as its last reader has run."""
        values = dict(enumerate(images))
        for node in self.graph.inputs:
            see(node, [values[node.index]])
        for node in self.graph.layers:
            self.run_layer(node, values)
            see(node, [values[each.number] for each in node.outputs])
            for index in self.released[node.index]:
                del values[index]
        return tuple(values[index] for index in self.graph.ends)

    def inputs(self, batch: int) -> tuple[Tensor, ...]:
        """A batch of zeros for each input, on the device that the network was built on."""
        return tuple(self._given(node, batch) for node in self.graph.inputs)

    def images(self, batch: int) -> Tensor:
        """The same for the first input, which most networks have alone."""
        return self.inputs(batch)[0]

    def _given(self, node: Node, batch: int) -> Tensor:
        *places, channels = node.output
        if node.tokens:
            return torch.zeros(batch, channels, dtype=torch.int64, device=self.device)
        first = node.index in self.positions_first
        shape = (*places, channels) if first else (channels, *places)
        return torch.zeros(batch, *shape, dtype=self.number, device=self.device)

    def built(self) -> tuple[Built, ...]:
        """What torch made of each layer, found by running it once, without training."""
        shapes: list[tuple[Shape, ...]] = []
        training = self.training
        self.eval()
        with torch.no_grad():
            inputs = self.inputs(_fewest_images(self.graph))
            self._run(inputs, lambda node, made: shapes.append(self._shapes(node, made)))
        self.train(training)
        return tuple(map(self._built, self.graph.nodes, shapes))

    def _shapes(self, node: Node, made: list[Tensor]) -> tuple[Shape, ...]:
        """Those of one image's part of what a layer made."""
        return tuple(
            tuple(value.shape[1:]) if each.number in self.positions_first else _without_batch(value)
            for each, value in zip(node.outputs, made, strict=True)
        )

    def _built(self, node: Node, outputs: tuple[Shape, ...]) -> Built:
        layer = self.layers[str(node.index)] if node.sources else nn.Identity()
        theirs = self.layers[str(node.shares)] if node.shares is not None else nn.Identity()
        known = {id(each) for each in (*theirs.parameters(), *theirs.buffers())}
        named = [each for each in layer.named_parameters() if id(each[1]) not in known]
        return Built(
            node.name,
            outputs[0],
            weights=tuple(each for name, each in named if not _is_bias(name)),
            biases=tuple(each for name, each in named if _is_bias(name)),
            buffers=tuple(
                each
                for name, each in layer.named_buffers()
                if not name.endswith("num_batches_tracked") and id(each) not in known
            ),
            beside=outputs[1:],
        )


def _is_bias(name: str) -> bool:
    """By torch's name of a parameter: `bias`, or `bias_hh_l0` where a layer has several."""
    return "bias" in name.rpartition(".")[2]


def _innermost(module: nn.Module) -> nn.Module:
    """The layer's own module, without what turns its input and output."""
    return module.module if isinstance(module, Turned) else module


def _share_all(owner: nn.Module, module: nn.Module) -> None:
    """Put all that one module learns and tracks into another of its kind, parts within as well."""
    for path, part in owner.named_modules():
        own = module.get_submodule(path)
        for name, tensor in (
            *part.named_parameters(recurse=False),
            *part.named_buffers(recurse=False),
        ):
            setattr(own, name, tensor)


def _share_first(owner: nn.Module, module: nn.Module) -> None:
    """Put the first parameter of a module in place of another's: its weights."""
    (_, weights), (name, _) = (next(each.named_parameters()) for each in (owner, module))
    setattr(module, name, weights)


def _without_batch(value: Tensor) -> Shape:
    """The shape of one image's part, channels last as in the graph."""
    _, channels, *places = value.shape
    return (*places, channels)


def _fewest_images(graph: Graph) -> int:
    """Two where the values of a batch are normalised and an image has only one of each channel."""
    alone = (node for node in graph.nodes if math.prod(node.output[:-1]) == 1)
    return 2 if any(node.layer.does is Does.NORMALISES_BATCH for node in alone) else 1


def _last_reads(graph: Graph) -> dict[int, tuple[int, ...]]:
    """For each node the values that nobody reads after it; those never read live to the end."""
    found: dict[int, list[int]] = {node.index: [] for node in graph.nodes}
    for number in graph.readers:
        if (last := graph.last_use(number)) in found:
            found[last].append(number)
    return {index: tuple(values) for index, values in found.items()}
