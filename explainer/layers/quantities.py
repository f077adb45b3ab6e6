"""What the formulas of layers give, whatever the kind, by the symbols that they are named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class LayerQuantity:
    """What a formula of a layer gives.

    symbol: the formula's name. goal: the heading that it stands under in a report.
    unit: what it counts; only `values` are stored, and take bytes.
    """

    symbol: str
    goal: str
    unit: str = "values"


def _by_symbol(*quantities: LayerQuantity) -> Mapping[str, LayerQuantity]:
    return {each.symbol: each for each in quantities}


# The sizes of an output.
OUTPUT_SIZES = _by_symbol(
    LayerQuantity("H_out", "output", "rows"),
    LayerQuantity("W_out", "output", "columns"),
    LayerQuantity("L_out", "output", "positions"),
    LayerQuantity("D_out", "output", "slices"),
    LayerQuantity("c_out", "output", "channels"),
    LayerQuantity("n_out", "output", "features"),
)
# What lies between the parts of a layer.
BETWEEN = _by_symbol(
    LayerQuantity("c_mid", "output", "channels"),
)
# What the sizes and the counts of a recurrent layer are made of.
OF_RECURRENCE = _by_symbol(
    LayerQuantity("gates", "weights", "gates"),
    LayerQuantity("weights_x", "weights"),
    LayerQuantity("weights_h", "weights"),
    LayerQuantity("inside", "activations"),
)
# What is added around an input, along each axis.
PADDINGS = _by_symbol(
    LayerQuantity("P_h", "padding", "pixels"),
    LayerQuantity("P_w", "padding", "pixels"),
    LayerQuantity("P_l", "padding", "pixels"),
    LayerQuantity("P_d", "padding", "pixels"),
)
# What is counted in a layer, for one image, and added up over the network.
COUNTS = _by_symbol(
    LayerQuantity("weights", "weights"),
    LayerQuantity("biases", "biases"),
    LayerQuantity("parameters", "parameters"),
    LayerQuantity("buffers", "buffers"),
    LayerQuantity("activations", "activations"),
    LayerQuantity("macs", "macs", "macs"),
    LayerQuantity("im2col", "im2col"),
)
QUANTITIES = {**OUTPUT_SIZES, **BETWEEN, **OF_RECURRENCE, **PADDINGS, **COUNTS}
