"""What the symbols of a layer's formulas stand for, where that is no number of values."""

from __future__ import annotations

from collections.abc import Mapping

# The sizes of an output, and what each counts.
OUTPUT_SIZES: Mapping[str, str] = {
    "H_out": "rows", "W_out": "columns", "L_out": "steps", "D_out": "slices",
    "c_out": "channels", "n_out": "features",
}  # fmt: skip
# What is added around an input, along each axis.
PADDINGS: Mapping[str, str] = dict.fromkeys(("P_h", "P_w", "P_l", "P_d"), "pixels")
