"""What a kind says of a tensor that it makes beside its first output.

lstm = Layer("lstm", ..., outputs=(TensorLaw("state", ("c_out",)),))
attention = Layer("attention", ..., inner=(TensorLaw("scores", ("heads", "L_in", "L_in")),))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from explainer.maths.formula import holds_always

# The symbol of a size, or how it is worked out from the numbers of the layer.
AxisSize: TypeAlias = str | Callable[[Mapping[str, Any]], int]


@dataclass(frozen=True)
class TensorLaw:
    """A further output, or a tensor that is made inside.

    name: a word of its own within the kind; a file takes an output as `lstm.state`.
    axes: the symbols of its sizes, channels or features last: of the input, of a setting, or
        each of a formula of the kind.
    kept: whether the backward pass needs it, or it is there only while the layer runs.
    in_inference: whether it is there as a whole in inference too, while the layer runs.
    when: whether the layer makes it; all of a kind's layers have the same outputs.
    view: whether it lies in the storage of the first output, as a part of a tensor does.
    """

    name: str
    axes: tuple[AxisSize, ...]
    kept: bool = True
    view: bool = False
    in_inference: bool = True
    when: Callable[[Any], bool] = holds_always

    def shape(self, values: Mapping[str, Any]) -> tuple[int, ...]:
        """Its shape for one image, from the numbers of a layer."""
        return tuple(values[axis] if isinstance(axis, str) else axis(values) for axis in self.axes)


@dataclass(frozen=True)
class Parts:
    """Outputs behind the first of which there are as many as the settings say: `split.2`.

    written: how many outputs there are in all, from the settings as they stand in the file; laws:
    the tensors themselves, from the layer's situation.
    """

    written: Callable[[Mapping[str, Any]], int]
    laws: Callable[[Any], tuple[TensorLaw, ...]]
