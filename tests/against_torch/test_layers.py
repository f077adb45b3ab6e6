"""Every kind against torch.nn itself: shapes, parameters, buffers, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.errors import ModelFileError
from explainer.layers import LAYERS
from explainer.layers.axis import NAMES
from explainer.layers.layer import Shape
from explainer.network.node import Node
from tests.every_kind import EXAMPLES, KINDS
from tests.one_layer import one_layer

torch = pytest.importorskip("torch")
nn: Any = torch.nn

CLASSES = {
    "conv2d": "Conv2d", "conv1d": "Conv1d",
    "conv3d": "Conv3d",
    **{f"conv_transpose{n}d": f"ConvTranspose{n}d" for n in (1, 2, 3)},
    **{f"max_pool{n}d": f"MaxPool{n}d" for n in (1, 2, 3)},
    **{f"avg_pool{n}d": f"AvgPool{n}d" for n in (1, 2, 3)},
    **{f"adaptive_avg_pool{n}d": f"AdaptiveAvgPool{n}d" for n in (1, 2, 3)},
    **{f"adaptive_max_pool{n}d": f"AdaptiveMaxPool{n}d" for n in (1, 2, 3)},
    "linear": "Linear", "embedding": "Embedding",
    "batch_norm1d": "BatchNorm1d", "batch_norm2d": "BatchNorm2d", "batch_norm3d": "BatchNorm3d",
    "rms_norm": "RMSNorm", "instance_norm2d": "InstanceNorm2d", "layer_norm": "LayerNorm",
    "group_norm": "GroupNorm", "local_response_norm": "LocalResponseNorm", "relu": "ReLU",
    "relu6": "ReLU6", "leaky_relu": "LeakyReLU", "prelu": "PReLU", "elu": "ELU", "gelu": "GELU",
    "silu": "SiLU", "sigmoid": "Sigmoid", "tanh": "Tanh", "hardswish": "Hardswish",
    "hardsigmoid": "Hardsigmoid", "softmax": "Softmax", "dropout": "Dropout",
    "flatten": "Flatten", "upsample": "Upsample", "zero_pad2d": "ZeroPad2d",
    "mish": "Mish", "softplus": "Softplus", "log_softmax": "LogSoftmax", "identity": "Identity",
    "pixel_shuffle": "PixelShuffle", "channel_shuffle": "ChannelShuffle",
}  # fmt: skip
WITHOUT_A_CLASS = {"add": torch.add, "multiply": torch.mul, "subtract": torch.sub,
                   "divide": torch.div}  # fmt: skip


class Then(nn.Module):  # type: ignore[misc]  # torch is looked for when this runs
    """A function as a module."""

    def __init__(self, function: Any, *learning: Any) -> None:
        super().__init__()
        self.function, self.learning = function, nn.ModuleList(learning)

    def forward(self, *inputs: Any) -> Any:
        return self.function(*inputs)


def channels_first(shape: Shape) -> tuple[int, ...]:
    """torch's shape of one image."""
    return (shape[-1], *shape[:-1])


def along_last(kind: str, shape: Shape) -> bool:
    """Whether torch has the channels last, as every shape is written here; no image's are."""
    return LAYERS[kind].does.along_last_axis and len(shape) <= 2


def zeros(kind: str, shape: Shape) -> Any:
    """Two images, sequences or rows of tokens for a layer of this kind."""
    numbers = torch.int64 if LAYERS[kind].tokens else torch.float32
    return torch.zeros(
        2, *(shape if along_last(kind, shape) else channels_first(shape)), dtype=numbers
    )


def module(kind: str, shapes: list[Shape], settings: dict[str, Any]) -> Any:
    """The torch module with those settings, written as a user of torch writes them."""
    aliases = {a: s.name for s in LAYERS[kind].settings for a in s.aliases}
    s = {aliases.get(name, name): value for name, value in settings.items()}
    s = {name: tuple(value) if isinstance(value, list) else value for name, value in s.items()}
    channels = shapes[0][-1]
    sides = s.get("padding") if isinstance(s.get("padding"), dict) else None
    match kind:
        case "add" | "multiply" | "subtract" | "divide":
            return Then(lambda *inputs: fold(WITHOUT_A_CLASS[kind], inputs))
        case "matmul":
            turned = s.get("transpose_second")
            return Then(lambda x, y: x @ (y.mT if turned else y))
        case "concat":
            names = NAMES[len(shapes[0])]
            axis = names.index(s.get("axis", names[-1])) + 1
            return Then(lambda *x: torch.cat([y.movedim(1, -1) for y in x], axis).movedim(-1, 1))
        case "rnn" | "lstm" | "gru":
            reads = getattr(nn, {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}[kind])
            return FirstOf(reads(channels, batch_first=True, **s))
        case "reshape" | "permute" | "squeeze" | "slice" | "split" | "chunk" | "mean" | "sum":
            return Then(lambda x: looked_at(kind, x, NAMES[len(shapes[0])], s))
        case "global_avg_pool2d":
            pool = nn.AdaptiveAvgPool2d(1)
            return pool if s.get("keepdims") else nn.Sequential(pool, nn.Flatten())
        case "zero_pad2d":
            rows, columns = s["padding"] if sides is None else (0, 0)
            return padded(sides or {"top": rows, "bottom": rows, "left": columns, "right": columns})
        case "pad":
            return around(shapes[0], sides, **s)
        case "crop2d":
            rows, columns = s["cropping"] if isinstance(s["cropping"], tuple) else (0, 0)
            cut = {"top": rows, "bottom": rows, "left": columns, "right": columns}
            cut = s["cropping"] if isinstance(s["cropping"], dict) else cut
            return padded({side: -size for side, size in cut.items()})
        case "depthwise_conv2d":
            made = channels * s.pop("depth_multiplier", 1)
            before = padded(sides) if sides else nn.Identity()
            s |= {"padding": 0} if sides else {}
            return nn.Sequential(before, nn.Conv2d(channels, made, groups=channels, **s))
        case "separable_conv2d":
            between = channels * s.pop("depth_multiplier", 1)
            out, bias = s.pop("out_channels"), s.pop("bias", True)
            before = padded(sides) if sides else nn.Identity()
            s |= {"padding": 0} if sides else {}
            each = nn.Conv2d(channels, between, groups=channels, bias=False, **s)
            return nn.Sequential(before, each, nn.Conv2d(between, out, 1, bias=bias))
        case "max_pool2d" | "avg_pool2d" if sides is not None:
            return nn.Sequential(padded(sides), getattr(nn, CLASSES[kind])(**s | {"padding": 0}))
        case "conv2d" | "conv1d" | "conv3d" if sides is not None:
            return nn.Sequential(padded(sides), nn.Conv2d(channels, **s | {"padding": 0}))
        case "conv_transpose2d" if sides is not None:
            cropped = padded({side: -rows for side, rows in sides.items()})
            return nn.Sequential(nn.ConvTranspose2d(channels, **s | {"padding": 0}), cropped)
        case (
            "conv2d"
            | "conv1d"
            | "conv3d"
            | "conv_transpose1d"
            | "conv_transpose2d"
            | ("conv_transpose3d")
        ):
            return getattr(nn, CLASSES[kind])(channels, **s)
        case "linear" if s.pop("along", None):
            connects = nn.Linear(channels, **s)
            return Then(lambda x: connects(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2), connects)
        case "linear":
            return nn.Linear(channels, **s)
        case "batch_norm1d" | "batch_norm2d" | "batch_norm3d" | "instance_norm2d":
            return getattr(nn, CLASSES[kind])(channels, **s)
        case "class_token":
            row = nn.Parameter(torch.zeros(1, 1, channels))
            return With(row, lambda row, x: torch.cat([row.expand(len(x), -1, -1), x], 1))
        case "position_embedding":
            return With(nn.Parameter(torch.zeros(1, *shapes[0])), lambda table, x: x + table)
        case "multihead_attention":
            attention = nn.MultiheadAttention(channels, **s, batch_first=True)
            return Then(lambda x: attention(x, x, x)[0], attention)
        case "stochastic_depth":  # torchvision's, which does nothing in inference
            return nn.Identity()
        case "scale" | "shift":
            return scaled_or_shifted(kind, shapes[0], s.get("learnt"))
        case "layer_scale":
            return LayerScale(channels, axes=len(shapes[0]))
        case "group_norm":
            return nn.GroupNorm(**{"num_channels": channels} | s)
        case "layer_norm" | "rms_norm" if is_over_places(shapes[0], s["normalized_shape"]):
            to_last, to_first = Then(lambda x: x.movedim(1, -1)), Then(lambda x: x.movedim(-1, 1))
            return nn.Sequential(to_last, getattr(nn, CLASSES[kind])(**s), to_first)
        case _:
            return getattr(nn, CLASSES.get(kind) or str(LAYERS[kind].module.name))(**s)


class With(nn.Module):  # type: ignore[misc]  # torch is looked for when this runs
    """A learnt tensor, and what is done with it."""

    def __init__(self, weight: Any, function: Any) -> None:
        super().__init__()
        self.weight, self.function = weight, function

    def forward(self, x: Any) -> Any:
        return self.function(self.weight, x)


class FirstOf(nn.Module):  # type: ignore[misc]  # torch is looked for when this runs
    """A module whose first output alone is looked at."""

    def __init__(self, inner: Any) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, x: Any) -> Any:
        return self.inner(x)[0]


def scaled_or_shifted(kind: str, shape: Shape, learnt: str | None) -> Any:
    """A number, or a tensor without a batch, with torch's channels before the places."""
    run = torch.mul if kind == "scale" else torch.add
    if learnt is None:
        return Then(lambda x: run(x, 2))
    sizes = {
        "one": (1,),
        "channels": (shape[-1], *(1 for _ in shape[1:])),
        "values": channels_first(shape),
    }
    return With(nn.Parameter(torch.ones(sizes[learnt])), lambda own, x: run(x, own))


class LayerScale(nn.Module):  # type: ignore[misc]  # torch is looked for when this runs
    """As ConvNeXt has it in torchvision."""

    def __init__(self, channels: int, axes: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels, *(1 for _ in range(axes - 1))))

    def forward(self, x: Any) -> Any:
        return self.weight * x


def is_over_places(shape: Shape, normalized: Any) -> bool:
    """Whether the channels of each place are normalised, which torch wants to be the last axis."""
    return isinstance(normalized, int) and len(shape) > 1


def looked_at(kind: str, x: Any, names: tuple[str, ...], s: dict[str, Any]) -> Any:
    """What torch sees of a tensor, as a user of torch writes it; the first part of several."""
    if kind == "reshape":
        return x.reshape(len(x), s["shape"][-1], *s["shape"][:-1])
    if kind == "squeeze":
        asked = [names.index(s["axis"]) + 2] if "axis" in s else range(2, x.dim())
        return x.squeeze(tuple(axis for axis in asked if x.shape[axis] == 1))
    last = x.movedim(1, -1)
    if kind == "permute":
        return last.permute(0, *(names.index(name) + 1 for name in s["dims"])).movedim(-1, 1)
    if kind in ("mean", "sum"):
        left_out = [s["axis"]] if isinstance(s["axis"], str) else s["axis"]
        dims = tuple(names.index(name) + 1 for name in left_out)
        found = last.mean(dims) if kind == "mean" else last.sum(dims)
        return found if found.dim() < 3 else found.movedim(-1, 1)
    axis = names.index(s.get("axis") or names[-1]) + 1
    if kind == "slice":
        cut = slice(s.get("start", 0), s.get("end"))
        return last[(slice(None),) * axis + (cut,)].movedim(-1, 1)
    parts = last.chunk(s["chunks"], axis) if kind == "chunk" else last.split(s["sizes"], axis)
    return parts[0].movedim(-1, 1)


def fold(function: Any, inputs: Any) -> Any:
    """The function between all inputs."""
    first, *others = inputs
    for other in others:
        first = function(first, other)
    return first


def padded(sides: dict[str, int]) -> Any:
    """Zeros around the image; negative ones cut off."""
    return nn.ZeroPad2d(tuple(sides[side] for side in ("left", "right", "top", "bottom")))


def around(shape: Shape, sides: Any, padding: Any, mode: str = "constant", value: Any = 0) -> Any:
    """Padding of any mode, by torch's own function: the last axis first."""
    axes = len(shape) - 1
    if sides is None:
        each = padding if isinstance(padding, tuple) else (padding,) * axes
        amounts = [end for size in reversed(each) for end in (size, size)]
    else:
        amounts = [sides[side] for side in ("left", "right", "top", "bottom")]
    return Then(lambda x: nn.functional.pad(x, amounts, mode=mode, value=value))


def torch_counts(kind: str, shapes: list[Shape], settings: dict[str, Any]) -> dict[str, Any]:
    """What torch really has: the shape it puts out, and how many values it keeps."""
    real = module(kind, shapes, settings).eval()
    with torch.no_grad():
        out = real(*(zeros(kind, shape) for shape in shapes))
    named = list(real.named_parameters())
    return {
        "output": tuple(out.shape[1:])
        if along_last(kind, shapes[0])
        else (*out.shape[2:], out.shape[1]),
        "weights": sum(p.numel() for name, p in named if "bias" not in name),
        "biases": sum(p.numel() for name, p in named if "bias" in name),
        "parameters": sum(p.numel() for p in real.parameters()),
        # torch's counter of batches is left out, and the report says so.
        "buffers": sum(b.numel() for n, b in real.named_buffers() if "num_batches" not in n),
    }


def our_counts(node: Node) -> dict[str, Any]:
    """The same from the formulas."""
    names = ("weights", "biases", "parameters", "buffers")
    return {"output": node.output} | {name: node.count(name) for name in names}


def check(kind: str, shape: Shape, settings: dict[str, Any]) -> None:
    """Both give the same, or both refuse."""
    try:
        real = torch_counts(kind, [shape], settings)
    except (RuntimeError, ValueError):
        real = None
    # A transposed convolution whose output is all cut off gives an empty tensor in torch.
    if real is None or 0 in real["output"]:
        with pytest.raises(ModelFileError):
            one_layer(kind, shape, **settings)
    else:
        assert our_counts(one_layer(kind, shape, **settings)) == real


def is_ours_alone(kind: str, settings: dict[str, Any]) -> bool:
    """Padding `same` with a stride, in a pool or backwards: Keras has it, and torch doesn't."""
    strided = settings.get("stride", 1) != 1 or "pool" in kind or "transpose" in kind
    return settings.get("padding") == "same" and strided


@pytest.mark.parametrize(
    ("kind", "shapes", "settings"),
    [
        pytest.param(*e, id=f"{e[0]}-{i}")
        for i, e in enumerate(EXAMPLES)
        if not is_ours_alone(e[0], e[2])
    ],
)
def test_a_kind_gives_what_torch_gives(
    kind: str, shapes: list[Shape], settings: dict[str, Any]
) -> None:
    assert our_counts(one_layer(kind, *shapes, **settings)) == torch_counts(kind, shapes, settings)


def test_every_kind_is_compared() -> None:
    assert {kind for kind, *_ in EXAMPLES} == set(LAYERS) >= set(KINDS)


@pytest.mark.parametrize("kind", CLASSES)
def test_a_kind_has_the_name_of_its_class_in_snake_case(kind: str) -> None:
    assert CLASSES[kind].lower() == kind.replace("_", "")
    assert LAYERS[kind].reference.endswith(f"/torch.nn.{CLASSES[kind]}.html")


SIZES = st.tuples(st.integers(1, 12), st.integers(1, 12))
CHANNELS = st.integers(1, 6)


def pair(least: int, most: int) -> st.SearchStrategy[Any]:
    """A number for both axes, or a pair."""
    one = st.integers(least, most)
    return one | st.lists(one, min_size=2, max_size=2)


WINDOW = {"kernel_size": pair(1, 5), "stride": pair(1, 3), "padding": pair(0, 3)}
KERNELS = {"out_channels": CHANNELS, "groups": st.integers(1, 3), "bias": st.booleans()}


@given(SIZES, CHANNELS, st.fixed_dictionaries(WINDOW | KERNELS | {"dilation": pair(1, 3)}))
def test_convolution_agrees_or_both_refuse(size, channels, settings):
    check("conv2d", (*size, channels), settings)


@given(
    SIZES,
    CHANNELS,
    st.fixed_dictionaries(
        WINDOW | KERNELS | {"dilation": pair(1, 3), "output_padding": pair(0, 2)}
    ),
)
def test_transposed_convolution_agrees_or_both_refuse(size, channels, settings):
    check("conv_transpose2d", (*size, channels), settings)


ALONG_ONE = {
    "kernel_size": st.integers(1, 5),
    "stride": st.integers(1, 3),
    "padding": st.integers(0, 3),
    "dilation": st.integers(1, 3),
    "output_padding": st.integers(0, 2),
}


@given(SIZES, CHANNELS, st.fixed_dictionaries(KERNELS | ALONG_ONE))
def test_transposed_along_one_and_three_axes_agrees_or_both_refuse(size, channels, settings):
    check("conv_transpose1d", (size[0], channels), settings)
    check("conv_transpose3d", (*(min(each, 3) for each in size), 2, channels), settings)


@given(
    SIZES,
    st.fixed_dictionaries(WINDOW | {"ceil_mode": st.booleans()}, optional={"dilation": pair(1, 3)}),
)
def test_max_pooling_agrees_or_both_refuse(size, settings):
    check("max_pool2d", (*size, 2), settings)


@given(
    SIZES,
    st.fixed_dictionaries(
        {"kernel_size": pair(1, 5), "ceil_mode": st.booleans()},
        optional={"stride": pair(1, 4), "padding": pair(0, 2), "count_include_pad": st.booleans()},
    ),
)
def test_average_pooling_agrees_or_both_refuse(size, settings):
    check("avg_pool2d", (*size, 2), settings)


SIDE = st.integers(0, 3)
FOUR = st.fixed_dictionaries(dict.fromkeys(("top", "bottom", "left", "right"), SIDE))


@given(
    SIZES,
    st.fixed_dictionaries(
        {"kernel_size": pair(1, 5), "stride": pair(1, 4), "padding": FOUR},
        optional={"ceil_mode": st.booleans()},
    ),
)
def test_pools_of_four_sides_agree_or_both_refuse(size, settings):
    check("max_pool2d", (*size, 2), settings)
    check("avg_pool2d", (*size, 2), settings)


ONE = {"kernel_size": st.integers(1, 5), "stride": st.integers(1, 4), "padding": st.integers(0, 2)}


@given(SIZES, st.fixed_dictionaries(ONE, optional={"ceil_mode": st.booleans()}))
def test_pools_along_one_and_three_axes_agree_or_both_refuse(size, settings):
    for kind in ("max_pool", "avg_pool"):
        check(f"{kind}1d", (size[0], 2), settings)
        check(f"{kind}3d", (*size, 5, 2), settings)


@given(SIZES, st.lists(st.none() | st.integers(1, 9), min_size=2, max_size=2))
def test_adaptive_pooling_agrees(size, wanted):
    for kind in ("adaptive_avg_pool2d", "adaptive_max_pool2d"):
        check(kind, (*size, 2), {"output_size": wanted})


@given(st.integers(1, 4), st.integers(1, 12), CHANNELS, st.fixed_dictionaries(KERNELS))
def test_convolution_along_one_and_three_axes_agrees_or_both_refuse(k, size, channels, settings):
    check("conv1d", (size, channels), settings | {"kernel_size": k, "stride": 2, "padding": 1})
    check("conv3d", (size, 3, 4, channels), settings | {"kernel_size": k, "dilation": 2})


@given(SIZES, st.integers(1, 32).map(lambda eighths: eighths / 8))
def test_upsampling_agrees_or_both_refuse(size, factor):
    # Eighths are exact in floats too; elsewhere torch's own rounding errors show.
    check("upsample", (*size, 2), {"scale_factor": factor})


@given(CHANNELS, st.integers(1, 6), st.booleans())
def test_group_normalisation_agrees_or_both_refuse(channels, groups, affine):
    check("group_norm", (4, 5, channels), {"num_groups": groups, "affine": affine})


@given(CHANNELS, st.integers(1, 6))
def test_learnt_slopes_agree_or_both_refuse(channels, slopes):
    check("prelu", (4, 5, channels), {"num_parameters": slopes})


@given(st.integers(1, 4), st.integers(-6, 6))
def test_the_axis_of_softmax_agrees_or_both_refuse(axes, dim):
    shape = (3,) * axes
    try:
        nn.Softmax(dim)(torch.zeros(2, *shape))
    except IndexError:
        with pytest.raises(ModelFileError):
            one_layer("softmax", shape, dim=dim)
    else:
        assert one_layer("softmax", shape, dim=dim).output == shape


@pytest.mark.parametrize("kind", ["conv2d", "max_pool2d"])
def test_full_size_agrees(kind: str) -> None:
    with torch.device("meta"):
        settings = {"kernel_size": 7, "stride": 2, "padding": 3, "dilation": 1}
        settings |= {"out_channels": 64} if kind == "conv2d" else {}
        real = module(kind, [(224, 224, 3)], settings)
        out = real(torch.zeros(1, 3, 224, 224)).shape
    node = one_layer(kind, (224, 224, 3), **settings)
    assert node.output == (*out[2:], out[1])
    assert node.count("parameters") == sum(p.numel() for p in real.parameters())
