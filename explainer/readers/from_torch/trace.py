"""From a traced graph to the layers of a model file, in the order in which torch runs them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from torch import fx, nn
from torch.export import ExportedProgram

from explainer.readers.traced.collected import Collected
from explainer.readers.traced.parameters import Parameter
from explainer.readers.traced.tensors import Tensor

# Where a capital letter begins a word.
CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z0-9])(?=[A-Z][a-z])")
# What a node of the graph stands for: tensors are passed on, everything else is looked at.
Value: TypeAlias = "Tensor | Parameter | tuple[Value, ...] | None"


@dataclass(frozen=True)
class Call:
    """One operation of the graph.

    operation: such as `aten.conv2d`; given: its arguments by the names of torch's schema, where
        nodes are replaced by what they stand for.
    path: of the module that calls it; module: that module. node: of the graph, for its users.
    shapes: of what it gives.
    """

    operation: str
    given: Mapping[str, Any]
    path: str
    module: nn.Module
    node: fx.Node
    shapes: tuple[tuple[int, ...], ...]

    @property
    def in_place(self) -> bool:
        """Whether it writes over its first argument."""
        return self.operation.endswith("_")

    @property
    def shape(self) -> tuple[int, ...]:
        """Of its only output."""
        return self.shapes[0]


@dataclass(kw_only=True)
class Trace(Collected):
    """Collects the layers of a traced module, and what every node of its graph stands for."""

    program: ExportedProgram
    module: nn.Module
    values: dict[str, Any] = field(default_factory=dict)

    def layer(
        self,
        call: Call,
        kind: str,
        settings: Mapping[str, Any],
        takes: list[Tensor],
        *,
        learnt: str = "",
        whole: bool = False,
    ) -> str:
        """Add a layer: called by the module's path where the module is the layer.

        learnt: a parameter of it, which may be shared. whole: whether it is all of the module.
        """
        is_layer = call.path and (whole or is_leaf(call.module))
        stem = call.path if is_layer else self.unlike_modules(_joined(call.path, kind))
        return self.add(stem, kind, settings, takes, learnt=learnt, block=self._block(call.path))

    def passed(
        self, call: Call, kind: str, settings: Mapping[str, Any], given: Tensor, **more: Any
    ) -> Tensor:
        """Add a layer that takes one tensor and keeps its axes; sizes are those that torch says."""
        name = self.layer(call, kind, settings, [given], **more)
        return Tensor(name, given.axes, call.shape)

    def seen_as(self, call: Call, given: Tensor, axes: str) -> Tensor:
        """The same places of a tensor taken for other axes."""
        return self.turned(_joined(call.path, "permute"), given, axes, self._block(call.path))

    @cached_property
    def paths(self) -> frozenset[str]:
        """Of all modules; their layers are called so."""
        return frozenset(path for path, _ in self.module.named_modules())

    def unlike_modules(self, name: str) -> str:
        """A name for what is no module: another one where a module has it."""
        while name in self.paths:
            name = f"{name}_1"
        return name

    def _block(self, path: str) -> str:
        """The innermost class around that is none of torch's, as the name of a block."""
        while path:
            found = self.module.get_submodule(path)
            if not is_torchs(found):
                return CAPITALS.sub("_", type(found).__name__.strip("_")).casefold()
            path = path.rpartition(".")[0]
        return ""


def is_torchs(module: nn.Module) -> bool:
    """Whether its class is one of torch.nn."""
    return type(module).__module__.startswith("torch.nn.")


def is_leaf(module: nn.Module) -> bool:
    """Whether a module is one of torch's own that holds no other: what it runs is its layer."""
    return is_torchs(module) and not any(module.children())


def _joined(path: str, kind: str) -> str:
    return f"{path}.{kind}" if path else kind


def path_of(node: fx.Node) -> str:
    """The path of the innermost module that calls a node; a second call of it reads `path@1`."""
    stack = list((node.meta.get("nn_module_stack") or {}).values())
    return re.sub(r"@\d+", "", stack[-1][0]) if stack else ""


def arguments_of(node: fx.Node, values: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments by the names of torch's schema, with its defaults."""
    schema = node.target._schema.arguments  # noqa: SLF001  torch has no public name for it
    written = dict(zip((each.name for each in schema), node.args, strict=False)) | node.kwargs
    return {
        each.name: _replaced(written.get(each.name, each.default_value), values)
        for each in schema
        if each.name in written or each.has_default_value()
    }


def _replaced(value: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, fx.Node):
        return values.get(value.name)
    if isinstance(value, list | tuple):
        return [_replaced(each, values) for each in value]
    return value


def shapes_of(node: fx.Node) -> tuple[tuple[int, ...], ...]:
    """The shapes of what a node gives."""
    value = node.meta.get("val")
    several = value if isinstance(value, list | tuple) else (value,)
    return tuple(tuple(map(int, each.shape)) for each in several if hasattr(each, "shape"))
