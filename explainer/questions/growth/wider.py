"""The same network with w times as many channels.

All numbers of channels and features that the file sets are multiplied by w, but for those of
the last layers: how many classes there are is given. Groups stay, but where every channel is a
group of its own (depthwise) there are w times as many.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from explainer.errors import ModelFileError
from explainer.layers import LAYERS, Layer
from explainer.layers.axis import place_of
from explainer.layers.traits import Does
from explainer.layers.views import REST
from explainer.network.graph import Graph, build
from explainer.network.node import Node
from explainer.spec import Given, LayerSpec

# The symbols of an output's channels or features: a setting that gives one sets a width.
WIDTHS = frozenset({"c_out", "n_out"})
# Settings that only repeat the input's number of channels.
REPEATED = ("num_channels", "num_parameters", "normalized_shape")
# Settings that say places along an axis, which may be the channels.
PLACES = ("sizes", "start", "end")


@dataclass(frozen=True)
class Widths:
    """Which layers' channels are multiplied. last_too: those of the last layers as well."""

    graph: Graph
    last_too: bool

    def times(self, w: int) -> Graph | None:
        """The network with w times the channels; None where it does not fit together."""
        wide = self._wide()
        if any(map(loses_channels, self.graph.layers)):
            return None
        layers = tuple(
            _scaled(layer, node, node.index in wide, node.sources[0] in wide, w)
            for layer, node in zip(self.graph.spec.layers, self.graph.layers, strict=True)
        )
        try:
            return build(replace(self.graph.spec, layers=layers, claims=()))
        except ModelFileError:
            return None

    def _wide(self) -> set[int]:
        """The nodes whose outputs get more channels."""
        last = set() if self.last_too else set(last_layers(self.graph))
        wide: set[int] = set()
        for node in self.graph.layers:
            if sets_width(node):
                wide |= {node.index} - last
            elif set(node.sources) & wide:
                wide.add(node.index)
        return wide


def widths_of(graph: Graph) -> Widths | None:
    """How the network is made wider; None where that can't be done."""
    if not any(map(sets_width, graph.nodes)):
        return None
    for last_too in (False, True):
        widths = Widths(graph, last_too)
        built = widths.times(2)
        if built is not None and built.nodes != graph.nodes and widths._wide():  # noqa: SLF001
            return widths
    return None


def is_depthwise(node: Node) -> bool:
    """Whether every input channel is a group of its own."""
    groups: int = node.settings.get("groups", 1)
    return groups > 1 and groups == node.inputs[0][-1]


def widths_in(layer: Layer) -> set[str]:
    """The settings that say how many channels or features a layer of the kind puts out."""
    return {setting.name for setting in layer.settings if WIDTHS.intersection(setting.symbols)}


def sets_width(node: Node) -> bool:
    """Whether the file says how many channels the layer puts out, freely."""
    return bool(widths_in(node.layer)) and not is_depthwise(node)


def last_layers(graph: Graph) -> Iterable[int]:
    """The layers behind which no other one sets a number of channels."""
    followed: set[int] = set()
    for node in reversed(graph.nodes):
        if node.index in followed or sets_width(node):
            followed |= set(node.sources)
    return [n.index for n in graph.nodes if sets_width(n) and n.index not in followed]


def _scaled(layer: LayerSpec, node: Node, wide: bool, fed_wide: bool, w: int) -> LayerSpec:
    """The layer with the settings that speak of channels multiplied."""
    widths = widths_in(node.layer)
    names = widths if wide else set()
    if fed_wide and is_depthwise(node):
        names = {*widths, "groups"}
    kind = LAYERS[layer.kind]
    if fed_wide:
        names = {*names, *REPEATED, kind.declares}
    named = {alias: one.name for one in kind.settings for alias in (one.name, *one.aliases)}
    named[kind.declares] = kind.declares
    settings = {
        written: _times(given, w) if named.get(written) in names else given
        for written, given in layer.settings.items()
    }
    if fed_wide and _along_channels(node):
        settings = {
            written: _all_times(given, w) if named.get(written) in PLACES else given
            for written, given in settings.items()
        }
    if fed_wide and node.layer.does is Does.RESHAPES:
        settings = {written: _last_times(given, w) for written, given in settings.items()}
    return replace(layer, settings=settings)


def _along_channels(node: Node) -> bool:
    """Whether a layer takes parts of its input's channels or features."""
    rank = len(node.inputs[0])
    return node.layer.does.cuts and place_of(node.settings, rank) == rank - 1


def loses_channels(node: Node) -> bool:
    """Whether a new shape has neither whole channels of the old one in its last size, nor parts."""
    before, after = node.inputs[0], node.output
    if node.layer.does is not Does.RESHAPES or 1 in (len(before), len(after)):
        return False
    return bool(before[-1] % after[-1] and after[-1] % before[-1])


def _all_times(given: Given, w: int) -> Given:
    """A place times w, or each of several sizes."""
    if isinstance(given.value, tuple):
        return replace(given, value=tuple(_times(one, w) for one in given.value))
    return _times(given, w)


def _last_times(given: Given, w: int) -> Given:
    """A shape with its last size, the channels, times w; what is left of the others stays so."""
    if isinstance(given.value, tuple):
        *places, channels = given.value
        return replace(given, value=(*places, _last_times(channels, w)))
    return given if given.value == REST else _times(given, w)


def _times(given: Given, w: int) -> Given:
    """A number of channels times w; of a shape, its channels, which come first."""
    value = given.value
    if isinstance(value, tuple):
        return replace(given, value=(_times(value[0], w), *value[1:]))
    if isinstance(value, int) and not isinstance(value, bool):
        return replace(given, value=value * w)
    return given
