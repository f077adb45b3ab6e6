"""What a kind says of a tensor that it makes beside its first output.

lstm = Layer("lstm", ..., outputs=(TensorLaw("state", ("c_out",)),))
attention = Layer("attention", ..., inner=(TensorLaw("scores", ("heads", "L_in", "L_in")),))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from explainer.maths.formula import holds_always


@dataclass(frozen=True)
class TensorLaw:
    """A further output, or a tensor that is made inside.

    name: a word of its own within the kind; a file takes an output as `lstm.state`.
    axes: the symbols of its sizes, channels or features last: of the input, of a setting, or
        each of a formula of the kind.
    kept: whether the backward pass needs it, or it is there only while the layer runs.
    in_inference: whether it is there as a whole in inference too, while the layer runs.
    when: whether the layer makes it; all of a kind's layers have the same outputs.
    """

    name: str
    axes: tuple[str, ...]
    kept: bool = True
    in_inference: bool = True
    when: Callable[[Any], bool] = holds_always

    def shape(self, values: Mapping[str, Any]) -> tuple[int, ...]:
        """Its shape for one image, from the numbers of a layer."""
        return tuple(values[axis] for axis in self.axes)
