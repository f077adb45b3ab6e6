"""From an ONNX file to a ModelSpec, its sizes compared with those that the file says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from explainer.errors import ModelFileError, shown
from explainer.language import sentence
from explainer.network.graph import build
from explainer.readers.from_mapping import read_mapping
from explainer.readers.from_onnx.file import File, read_file
from explainer.readers.from_onnx.network import layers_of
from explainer.readers.from_onnx.nodes import Nodes, NoOperatorError
from explainer.readers.given_inputs import GivenInput
from explainer.readers.traced.tensors import CHANNELS_LAST, Tensor
from explainer.spec import ModelSpec, Place


def spec_of(path: Path, inputs: tuple[GivenInput, ...]) -> ModelSpec:
    """The network as our own file would say it."""
    file = read_file(path, inputs)
    try:
        nodes = layers_of(file)
    except NoOperatorError as error:
        raise ModelFileError(
            Place(str(path)),
            sentence("onnx.no_kind", operator=shown(error.operator)),
            layer=error.name,
            advice=sentence("torch.no_kind_try"),
        ) from error
    said = {"name": file.name, **_inputs(file, nodes), "layers": nodes.layers}
    spec = read_mapping(said | _outputs(file, nodes), str(path))
    _compare(spec, nodes, str(path))
    return spec


def _compare(spec: ModelSpec, nodes: Nodes, path: str) -> None:
    """Our formulas' sizes beside those that the file says; ModelFileError where they differ."""
    for node in build(spec).layers:
        said = nodes.said.get(node.name)
        if said is None or len(said.axes) != len(node.output) + 1:
            continue
        sizes = tuple(said.size(letter) for letter in CHANNELS_LAST[len(said.axes)][1:])
        if sizes != node.output:
            ours, theirs = ("×".join(map(str, each)) for each in (node.output, sizes))
            raise ModelFileError(
                Place(path), sentence("onnx.sizes", ours=ours, theirs=theirs), layer=node.name
            )


def _inputs(file: File, nodes: Nodes) -> dict[str, Any]:
    found = {name: _sizes(nodes.values[name]) for name in file.inputs}
    if len(found) == 1:
        (one,) = found.values()
        return {"input": one, "layout": "channels_last"}
    return {"inputs": found, "layout": "channels_last"}


def _sizes(tensor: Tensor) -> Any:
    if tensor.axes == "BL":
        return {"tokens": tensor.sizes[1]}
    sizes = [tensor.size(letter) for letter in CHANNELS_LAST[len(tensor.axes)][1:]]
    return sizes if len(sizes) > 1 else sizes[0]


def _outputs(file: File, nodes: Nodes) -> dict[str, Any]:
    values = [nodes.values.get(name) for name in file.outputs]
    found = list(dict.fromkeys(each.source for each in values if isinstance(each, Tensor)))
    return {} if found == [nodes.last] else {"outputs": found}
