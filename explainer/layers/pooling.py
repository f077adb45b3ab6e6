"""What the pooling layers share: settings, the torch rule for padding, nothing to learn."""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers.beside import tensor_beside
from explainer.layers.counts import attach_activations
from explainer.layers.layer import Fault, Layer, Situation
from explainer.layers.setting_types import Axes, Flag, Optional, Padding
from explainer.layers.settings import Follows, Setting
from explainer.layers.traits import Backward, Saved
from explainer.layers.windows import attach_windows

WINDOW = (
    Setting("kernel_size", Axes(2), symbols=("k_h", "k_w"), aliases=("pool_size",),
            about="The size of the window."),
    Setting("stride", Optional(Axes(2)), Follows("kernel_size"), ("s_h", "s_w"),
            ("strides",), "How far the window moves; where nothing is said, its own size."),
    Setting("padding", Padding(2, words=("valid",), sides=False), (0, 0), ("p_h", "p_w"),
            about="How many rows and columns stand around the image, on each side."),
)  # fmt: skip
CEIL_MODE = Setting("ceil_mode", Flag(), False, about="Whether the number of places is rounded up.")


def which_input_won(H_out, W_out, c_out, batch=1):
    """Max pooling notes which input won, for each output value: a whole number of 8 bytes."""
    return 8 * H_out * W_out * c_out * batch


OF_LARGEST = Backward(Saved.INPUT, makes=(tensor_beside("indices", which_input_won),))


def nothing_to_learn():
    """A pooling has no weights: it has nothing to learn."""
    return 0


def pooling_given_weights(k_h, k_w, c_in):
    """A pooling window has a size, but no weights that could be trained."""
    return k_h * k_w * c_in


def attach_pooling(layer: Layer) -> None:
    """Give a pooling layer its output size, its stored values, and no weights."""
    attach_windows(layer, ("H", "W"))
    layer.check(padding_is_at_most_half)
    right = layer.formula(name="weights")(nothing_to_learn)
    layer.mistake(instead_of=right)(pooling_given_weights)
    attach_activations(layer)


def padding_is_at_most_half(_: Situation, values: dict[str, int]) -> Fault | None:
    """torch's rule: no window may lie in the padding alone."""
    for axis, side in (("h", "height"), ("w", "width")):
        k, p = values[f"k_{axis}"], values[f"p_{axis}"]
        if 2 * p > k:
            return Fault(
                sentence(f"padding.half_{side}", padding=str(p), kernel=str(k)),
                (f"2·p = 2·{p} = {2 * p}     k = {k}",),
                sentence("padding.half_try", most=str(k // 2)),
            )
    return None
