"""Small numbers for the catalogue's examples, by the symbols of the formulas.

An example takes these; where a mistake does not show with them, one or two symbols take
another of their values (OTHERS), the fewest that make it show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.layers.conv2d import conv2d
from explainer.layers.input import INPUT
from explainer.layers.linear import linear
from explainer.layers.max_pool2d import max_pool2d

AXES = ("h", "w", "d", "l")
WINDOW: dict[str, Any] = {
    **{f"{axis.upper()}_in": 32 for axis in AXES},
    **{f"{axis.upper()}_out": 16 for axis in AXES},
    **{f"k_{axis}": 3 for axis in AXES},
    **{f"s_{axis}": 1 for axis in AXES},
    **{f"p_{axis}": 0 for axis in AXES},
    **{f"d_{axis}": 1 for axis in AXES},
    **{f"a_{axis}": 0 for axis in AXES},
    **{f"P_{axis}": 2 for axis in AXES},
}
LAYER: dict[str, Any] = {
    "c_in": 6, "c_out": 16, "g": 1, "n_in": 64, "n_out": 10, "n_before_pool": 256,
    "c_flattened": 16, "weights": 864, "biases": 16, "buffers": 32, "G": 3, "slopes": 6,
    "w_shared": 864,
}  # fmt: skip
# An image of 32×32×30, a convolution with 80 kernels, a pooling by 2, a dense layer of 500.
KINDS = (INPUT.kind, conv2d.kind, max_pool2d.kind, linear.kind)
SUMS: dict[str, Any] = {
    "A": dict(zip(KINDS, (30_720, 81_920, 20_480, 500), strict=True)),
    "R": dict(zip(KINDS, (31_000, 82_000, 20_000, 500), strict=True)),
    "K": dict(zip(KINDS, (30_700, 81_900, 20_500, 500), strict=True)),
    "activations": 133_620, "A_before_pooling": 81_920, "A_with_prefix": 133_120,
    "A_in_full": 500, "R_with_prefix": 133_000, "A_conv_inputs": 30_720,
}  # fmt: skip
MEMORY: dict[str, Any] = {
    "parameters": 22_000, "trained": 20_000, "slots": 2, "b": 4, "batch": 8, "M": 0,
    "micro_batches": 4, "alive": 112_640, "b_master": 4, "b_p": 4,
    "image_rounded": 1_100_000, "parameters_rounded": 350_000, "M_rounded": 0,
    "V": {"conv1": 81_920, "input": 30_720},
}  # fmt: skip
PARTS: dict[str, Any] = {
    "bytes_of_parameters": 88_000, "bytes_of_gradients": 88_000, "bytes_of_optimizer": 176_000,
    "bytes_of_feature_maps": 411_600, "bytes_of_activations": 534_480,
    "bytes_of_activation_gradients": 534_480, "bytes_of_all_gradients": 622_480,
    "bytes_of_input": 122_880, "bytes_of_miscellaneous": 0, "bytes_of_images": 1_068_960,
}  # fmt: skip
DEVICES: dict[str, Any] = {
    "devices": 3, "bytes_of_buckets": 88_000, "largest_bucket": 60_000,
    "buckets": {"1": 60_000, "2": 28_000}, "bytes_of_own_parameters": 29_336,
    "bytes_of_own_gradients": 29_336, "bytes_of_own_optimizer": 58_668,
}  # fmt: skip
REST: dict[str, Any] = {
    "weights_int8": 21_000, "biases_int32": 100, "b_int32": 4, "b_float32": 4, "others": 900,
    "im2col": 276_480, "im2col_of_all": 500_000, "im2col_largest": 276_480, "images_at_once": 2,
    "values": 1_038, "values_rounded": 1_000, "values_of_batch": 8_304, "size": 8_000_000_000,
    "largest_segment": 50_000, "k": 4, "borders": 40_000, "threads": 2,
    "channels_int8": 50, "tensors_int8": 5, "parameters_2": 23_000, "activations_2": 532_980,
    "q_2": 20_000, "q_1": 1_500, "q_0": 500,
}  # fmt: skip
SAMPLE: Mapping[str, Any] = {**WINDOW, **LAYER, **SUMS, **MEMORY, **PARTS, **DEVICES, **REST}
OTHERS: Mapping[str, tuple[int, ...]] = {
    **{f"s_{axis}": (2,) for axis in AXES},
    **{f"p_{axis}": (1, 2) for axis in AXES},
    **{f"d_{axis}": (2,) for axis in AXES},
    **{f"a_{axis}": (1,) for axis in AXES},
    **{f"k_{axis}": (1, 2) for axis in AXES},
    **{f"{axis.upper()}_in": (33,) for axis in AXES},
    "m": (1,), "r_h": (0,), "r_w": (0,),
    "c_in": (1, 16), "c_out": (6, 1), "g": (2,), "slots": (0, 1), "batch": (1,), "b": (2, 8),
    "devices": (1, 2), "micro_batches": (1,), "n_out": (1,), "images_at_once": (1,),
    "biases_int32": (0,), "others": (0,), "biases": (0,), "buffers": (0,),
}  # fmt: skip
