"""Layers drawn for a shape, and the shape that each gives, counted here and not by explain.

A shape is written as explain does: height × width × channels, features alone, and so on.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

Shape = tuple[int, ...]
Settings = dict[str, Any]
Drawn = tuple[Settings, Shape]


@dataclass(frozen=True)
class Axis:
    """A window along one axis."""

    kernel: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1

    def places(self, size: int, *, ceil: bool = False) -> int:
        """How many places the window has, the last perhaps over the edge."""
        free = size + 2 * self.padding - self.dilation * (self.kernel - 1) - 1
        count = (-(-free // self.stride) if ceil else free // self.stride) + 1
        over = ceil and (count - 1) * self.stride >= size + self.padding
        return count - 1 if over else count


def _axis(chance: Random, size: int, *, most_dilated: int = 3, pool: bool = False) -> Axis:
    dilation = chance.choice((1, 1, 1, *range(2, most_dilated + 1)))
    kernel = chance.randint(1, min(5, size))
    padding = chance.randint(0, kernel // 2 if pool else 2) if chance.random() < 0.4 else 0
    while kernel > 1 and dilation * (kernel - 1) + 1 > size + 2 * padding:
        kernel -= 1
    padding = min(padding, kernel // 2) if pool else padding
    return Axis(kernel, chance.choice((1, 1, 2, 3)), padding, dilation)


def _spelled(chance: Random, values: list[int], neutral: int | None = None) -> Any:
    """A value for all axes where they are alike, now and then; None where it needs no word."""
    if neutral is not None and set(values) == {neutral} and chance.random() < 0.7:
        return None
    return values[0] if len(set(values)) == 1 and chance.random() < 0.7 else values


def _windows(
    chance: Random, axes: list[Axis], neutral_stride: int | None = 1, *, dilated: bool = True
) -> Settings:
    found = {
        "kernel_size": _spelled(chance, [axis.kernel for axis in axes]),
        "stride": _spelled(chance, [axis.stride for axis in axes], neutral_stride),
        "padding": _spelled(chance, [axis.padding for axis in axes], 0),
        "dilation": _spelled(chance, [axis.dilation for axis in axes], 1) if dilated else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _channels(chance: Random, groups: int = 1) -> int:
    most = 10 ** chance.randint(2, 12) if chance.random() < 0.02 else 12
    return groups * chance.randint(1, most)


def _groups(chance: Random, channels: int) -> int:
    if chance.random() < 0.7:
        return 1
    small = [g for g in range(1, 13) if channels % g == 0]
    return chance.choice((*small, channels)) if channels < 100 else chance.choice(small)


def convolution(chance: Random, shape: Shape) -> Drawn:
    """conv1d, conv2d, conv3d."""
    axes = [_axis(chance, size) for size in shape[:-1]]
    groups = _groups(chance, shape[-1])
    channels = _channels(chance, groups)
    settings = {
        chance.choice(("out_channels", "filters")): channels,
        **_windows(chance, axes),
        **({"groups": groups} if groups > 1 else {}),
        **({chance.choice(("bias", "use_bias")): False} if chance.random() < 0.3 else {}),
    }
    if chance.random() < 0.2:
        settings["padding"] = "same"
        return settings, (
            *(-(-n // a.stride) for n, a in zip(shape, axes, strict=False)),
            channels,
        )
    if len(shape) == 3 and chance.random() < 0.1:
        sides = dict(zip(("top", "bottom", "left", "right"), _four(chance), strict=True))
        settings["padding"] = sides
        size = (
            shape[0] + sides["top"] + sides["bottom"],
            shape[1] + sides["left"] + sides["right"],
        )
        free = [Axis(a.kernel, a.stride, 0, a.dilation) for a in axes]
        if any(a.dilation * (a.kernel - 1) + 1 > n for a, n in zip(free, size, strict=True)):
            return convolution(chance, shape)
        return settings, (*(a.places(n) for n, a in zip(size, free, strict=True)), channels)
    return settings, (*(a.places(n) for n, a in zip(shape, axes, strict=False)), channels)


def _four(chance: Random) -> list[int]:
    return [chance.randint(0, 3) for _ in range(4)]


def transposed(chance: Random, shape: Shape) -> Drawn:
    """conv_transpose2d."""
    axes = [_axis(chance, max(size, 4)) for size in shape[:-1]]
    extra = [chance.randint(0, max(a.stride, a.dilation) - 1) for a in axes]
    size = tuple(
        (n - 1) * a.stride - 2 * a.padding + a.dilation * (a.kernel - 1) + more + 1
        for n, a, more in zip(shape, axes, extra, strict=False)
    )
    if min(size) < 1 or max(size) > 200:
        return transposed(chance, shape) if max(shape[:-1]) < 60 else convolution_of_one(shape)
    groups = _groups(chance, shape[-1])
    channels = _channels(chance, groups)
    settings = {"out_channels": channels, **_windows(chance, axes)}
    if any(extra):
        settings["output_padding"] = extra
    return settings | ({"groups": groups} if groups > 1 else {}), (*size, channels)


def convolution_of_one(shape: Shape) -> Drawn:
    """What leaves a shape as it is, where another draw would grow too large."""
    return {"out_channels": shape[-1], "kernel_size": 1}, shape


def pooling(chance: Random, shape: Shape, *, dilated: bool) -> Drawn:
    """max_pool2d and avg_pool2d."""
    axes = [_axis(chance, n, most_dilated=2 if dilated else 1, pool=True) for n in shape[:-1]]
    unset = chance.random() < 0.4
    axes = [Axis(a.kernel, a.kernel if unset else a.stride, a.padding, a.dilation) for a in axes]
    ceil = chance.random() < 0.3
    settings = _windows(chance, axes, neutral_stride=None, dilated=dilated)
    if unset:
        del settings["stride"]
    size = (a.places(n, ceil=ceil) for n, a in zip(shape, axes, strict=False))
    return settings | ({"ceil_mode": True} if ceil else {}), (*size, shape[-1])


def adaptive(chance: Random, shape: Shape) -> Drawn:
    """adaptive_avg_pool2d and adaptive_max_pool2d."""
    size = [chance.choice((None, chance.randint(1, n))) for n in shape[:2]]
    given = [n if asked is None else asked for n, asked in zip(shape, size, strict=False)]
    same = size[0] == size[1] and size[0] is not None and chance.random() < 0.7
    return {"output_size": size[0] if same else size}, (*given, shape[-1])


def global_average(chance: Random, shape: Shape) -> Drawn:
    """global_avg_pool2d."""
    if chance.random() < 0.5:
        return {"keepdims": True}, (1, 1, shape[-1])
    return {}, shape[-1:]


def dense(chance: Random, _: Shape) -> Drawn:
    """linear."""
    units = _channels(chance)
    bias = {"bias": False} if chance.random() < 0.3 else {}
    return {chance.choice(("out_features", "units")): units, **bias}, (units,)


def upsampled(chance: Random, shape: Shape) -> Drawn:
    """upsample."""
    if max(shape[:2]) > 60 or chance.random() < 0.3:
        size = [chance.randint(1, 60), chance.randint(1, 60)]
        return {"size": size}, (*size, shape[-1])
    quarters = [chance.randint(4, 10) for _ in range(2)]
    settings: Settings = {"scale_factor": [q / 4 for q in quarters]}
    mode = {"mode": "bilinear"} if chance.random() < 0.4 else {}
    return settings | mode, (*(n * q // 4 for n, q in zip(shape, quarters, strict=False)), shape[2])


def padded(chance: Random, shape: Shape) -> Drawn:
    """zero_pad2d."""
    top, bottom, left, right = _four(chance)
    if chance.random() < 0.5:
        return {"padding": [top, left]}, (shape[0] + 2 * top, shape[1] + 2 * left, shape[2])
    sides = {"top": top, "bottom": bottom, "left": left, "right": right}
    return {"padding": sides}, (shape[0] + top + bottom, shape[1] + left + right, shape[2])


def normalized(chance: Random, shape: Shape) -> Drawn:
    """layer_norm: torch names the channels first."""
    whole = [shape[-1], *shape[:-1]]
    affine = {"elementwise_affine": False} if chance.random() < 0.2 else {}
    return {"normalized_shape": chance.choice((shape[-1], whole)), **affine}, shape


def grouped(chance: Random, shape: Shape) -> Drawn:
    """group_norm."""
    groups = chance.choice([g for g in range(1, 13) if shape[-1] % g == 0])
    return {"num_groups": groups}, shape


def batch_norm(chance: Random, shape: Shape) -> Drawn:
    """batch_norm2d."""
    found: Settings = {}
    for name in ("affine", "track_running_stats"):
        if chance.random() < 0.15:
            found[name] = False
    return found, shape


def slopes(chance: Random, shape: Shape) -> Drawn:
    """prelu."""
    return chance.choice(({}, {"num_parameters": shape[-1]})), shape


def neighbours(chance: Random, shape: Shape) -> Drawn:
    """local_response_norm."""
    return {"size": chance.randint(1, 7)}, shape


def same(chance: Random, shape: Shape) -> Drawn:
    """An activation function."""
    return ({"inplace": False} if chance.random() < 0.2 else {}), shape


def plain(_: Random, shape: Shape) -> Drawn:
    """A layer without settings."""
    return {}, shape


def dropped(chance: Random, shape: Shape) -> Drawn:
    """dropout."""
    return {chance.choice(("p", "rate")): chance.randint(0, 10) / 10}, shape


def flat(_: Random, shape: Shape) -> Drawn:
    """flatten."""
    return {}, (math.prod(shape),)


Draw = Callable[[Random, Shape], Drawn]
ACTIVATIONS = (
    "relu", "relu6", "leaky_relu", "elu", "gelu", "silu", "sigmoid", "tanh", "hardswish",
    "hardsigmoid",
)  # fmt: skip
ANYWHERE: dict[str, Draw] = {
    **dict.fromkeys(ACTIVATIONS, same),
    "prelu": slopes,
    "softmax": plain,
    "dropout": dropped,
    "flatten": flat,
    "layer_norm": normalized,
    "group_norm": grouped,
}
BY_AXES: dict[int, dict[str, Draw]] = {
    1: {"linear": dense},
    2: {"conv1d": convolution, "local_response_norm": neighbours},
    3: {
        "conv2d": convolution,
        "conv_transpose2d": transposed,
        "max_pool2d": lambda chance, shape: pooling(chance, shape, dilated=True),
        "avg_pool2d": lambda chance, shape: pooling(chance, shape, dilated=False),
        "adaptive_avg_pool2d": adaptive,
        "adaptive_max_pool2d": adaptive,
        "global_avg_pool2d": global_average,
        "batch_norm2d": batch_norm,
        "upsample": upsampled,
        "zero_pad2d": padded,
        "local_response_norm": neighbours,
    },
    4: {"conv3d": convolution, "local_response_norm": neighbours},
}
LEARN = frozenset(
    ("linear", "conv1d", "conv2d", "conv3d", "conv_transpose2d", "prelu", "group_norm")
)


def draw_layer(chance: Random, shape: Shape) -> tuple[str, Settings, Shape]:
    """A kind that takes this shape, its settings, and the shape that it gives."""
    own = BY_AXES[len(shape)]
    kinds = own if chance.random() < 0.65 else ANYWHERE
    kind = chance.choice(list(kinds))
    if kind == "gelu":
        return kind, {}, shape
    settings, after = kinds[kind](chance, shape)
    return kind, settings, after
