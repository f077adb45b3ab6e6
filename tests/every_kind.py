"""Every kind of layer, with the inputs and settings that bring out each of its formulas."""

from __future__ import annotations

from typing import Any, TypeAlias

from explainer.layers import LAYERS
from explainer.layers.axis import NAMES
from explainer.layers.layer import Shape
from explainer.website.kind_examples import small_layer

# As issue 2 lists them, in its section 2.
KINDS = [
    *("conv2d", "conv_transpose2d", "conv1d", "conv3d", "max_pool2d", "avg_pool2d"),
    *("adaptive_avg_pool2d", "adaptive_max_pool2d", "global_avg_pool2d", "linear"),
    *("batch_norm2d", "layer_norm", "group_norm", "local_response_norm", "relu", "relu6"),
    *("leaky_relu", "prelu", "elu", "gelu", "silu", "sigmoid", "tanh", "hardswish"),
    *("hardsigmoid", "softmax", "dropout", "flatten", "add", "multiply", "concat"),
    *("upsample", "zero_pad2d"),
]

# A kind, the shapes of its inputs, and its settings.
Example: TypeAlias = tuple[str, list[Shape], dict[str, Any]]


def each(*kinds: str, on: list[Shape]) -> list[Example]:
    """The same inputs for several kinds, without settings."""
    return [(kind, on, {}) for kind in kinds]


def input_of(kind: str, shape: Shape) -> Any:
    """An input of that shape as a model file has it; of tokens where the kind takes them."""
    return {"tokens": shape[0]} if LAYERS[kind].tokens else "x".join(map(str, shape))


SIDES = {"top": 0, "bottom": 1, "left": 2, "right": 3}
IMAGE: Shape = (32, 31, 6)
# A last window that would begin beyond the image.
HANGING = {"kernel_size": 2, "padding": 1, "stride": 5, "ceil_mode": True}
EXAMPLES: list[Example] = [
    ("conv2d", [IMAGE], {"out_channels": 8, "kernel_size": [3, 5], "padding": 1, "stride": 2}),
    ("conv2d", [IMAGE], {"out_channels": 8, "kernel_size": 3, "groups": 2, "dilation": 2}),
    ("conv2d", [IMAGE], {"out_channels": 8, "kernel_size": 3, "padding": "same", "dilation": 2}),
    ("conv2d", [IMAGE], {"out_channels": 8, "kernel_size": 3, "padding": "same", "stride": 2}),
    ("conv2d", [IMAGE], {"filters": 8, "kernel_size": 3, "padding": SIDES, "dilation": 2}),
    ("conv2d", [IMAGE], {"filters": 8, "kernel_size": 4, "padding": SIDES, "strides": 3}),
    ("conv2d", [IMAGE], {"out_channels": 8, "kernel_size": 3, "bias": False}),
    ("depthwise_conv2d", [IMAGE], {"kernel_size": 3, "padding": 1}),
    ("depthwise_conv2d", [IMAGE], {"kernel_size": [3, 5], "stride": 2, "depth_multiplier": 3}),
    ("depthwise_conv2d", [IMAGE], {"kernel_size": 3, "padding": "same", "stride": 2}),
    ("depthwise_conv2d", [IMAGE], {"kernel_size": 3, "padding": SIDES, "use_bias": False}),
    ("separable_conv2d", [IMAGE], {"filters": 8, "kernel_size": 3, "padding": 1, "stride": 2}),
    ("separable_conv2d", [IMAGE], {"filters": 8, "kernel_size": [3, 5], "depth_multiplier": 2}),
    (
        "separable_conv2d",
        [IMAGE],
        {"filters": 8, "kernel_size": 3, "padding": "same", "stride": 2, "bias": False},
    ),
    ("separable_conv2d", [IMAGE], {"filters": 8, "kernel_size": 2, "padding": SIDES}),
    ("max_pool2d", [(33, 33, 4)], {"kernel_size": 2}),
    ("max_pool2d", [(33, 33, 4)], {"kernel_size": 3, "stride": 2, "padding": 1, "dilation": 2}),
    ("max_pool2d", [(12, 12, 4)], {"kernel_size": 3, "stride": 2, "ceil_mode": True}),
    ("max_pool2d", [(4, 4, 4)], {"kernel_size": 2, "padding": 1, "stride": 5, "ceil_mode": True}),
    ("avg_pool2d", [(33, 33, 4)], {"kernel_size": 2, "padding": 1, "divisor_override": 3}),
    ("avg_pool2d", [(12, 12, 4)], {"pool_size": 3, "strides": 2, "ceil_mode": True}),
    ("avg_pool2d", [(4, 4, 4)], {"kernel_size": 2, "padding": 1, "stride": 5, "ceil_mode": True}),
    ("max_pool2d", [(9, 8, 4)], {"kernel_size": 3, "stride": 2, "padding": SIDES, "dilation": 2}),
    ("max_pool2d", [(9, 8, 4)], {"kernel_size": 2, "padding": SIDES, "ceil_mode": True}),
    ("max_pool2d", [(9, 8, 4)], {"kernel_size": 3, "padding": "same", "dilation": 2, "stride": 1}),
    ("max_pool2d", [(9, 8, 4)], {"kernel_size": [3, 2], "padding": "same", "stride": 2}),
    ("avg_pool2d", [(9, 8, 4)], {"kernel_size": 3, "stride": 2, "padding": SIDES}),
    ("avg_pool2d", [(9, 8, 4)], {"kernel_size": 2, "padding": SIDES, "ceil_mode": True}),
    ("avg_pool2d", [(9, 8, 4)], {"kernel_size": 2, "padding": "same"}),
    ("avg_pool2d", [(9, 8, 4)], {"kernel_size": 3, "padding": "same", "stride": 1}),
    ("max_pool1d", [(50, 6)], {"kernel_size": 3, "stride": 2, "padding": 1}),
    ("max_pool1d", [(50, 6)], {"kernel_size": 3, "dilation": 2, "ceil_mode": True}),
    ("max_pool1d", [(50, 6)], {"kernel_size": 2, "padding": "same", "stride": 3}),
    ("avg_pool1d", [(50, 6)], {"kernel_size": 3, "stride": 2, "padding": 1}),
    ("avg_pool1d", [(50, 6)], {"kernel_size": 3, "ceil_mode": True, "count_include_pad": False}),
    ("avg_pool1d", [(50, 6)], {"kernel_size": 2, "padding": "same"}),
    ("max_pool3d", [(9, 8, 7, 6)], {"kernel_size": 3, "stride": 2, "padding": 1}),
    ("max_pool3d", [(9, 8, 7, 6)], {"kernel_size": [1, 2, 2], "dilation": 2, "ceil_mode": True}),
    ("max_pool3d", [(9, 8, 7, 6)], {"kernel_size": 2, "padding": "same", "stride": 1}),
    ("avg_pool3d", [(9, 8, 7, 6)], {"kernel_size": 3, "stride": 2, "padding": 1}),
    ("avg_pool3d", [(9, 8, 7, 6)], {"kernel_size": 2, "ceil_mode": True, "divisor_override": 3}),
    ("avg_pool3d", [(9, 8, 7, 6)], {"kernel_size": 2, "padding": "same"}),
    *(
        (f"{kind}_pool{len(sizes)}d", [(*sizes, 4)], HANGING)
        for kind in ("max", "avg")
        for sizes in ((4,), (4, 4, 4))
    ),
    ("adaptive_avg_pool1d", [(50, 6)], {"output_size": 7}),
    ("adaptive_avg_pool1d", [(50, 6)], {"output_size": 1}),
    ("adaptive_max_pool1d", [(50, 6)], {"output_size": 7}),
    ("adaptive_max_pool1d", [(50, 6)], {"output_size": 50}),
    ("adaptive_avg_pool3d", [(9, 8, 7, 6)], {"output_size": [4, None, 2]}),
    ("adaptive_avg_pool3d", [(9, 8, 7, 6)], {"output_size": 1}),
    ("adaptive_max_pool3d", [(9, 8, 7, 6)], {"output_size": 3}),
    ("adaptive_avg_pool2d", [IMAGE], {"output_size": 7}),
    ("adaptive_avg_pool2d", [IMAGE], {"output_size": [None, 31]}),
    ("adaptive_max_pool2d", [IMAGE], {"output_size": [7, None]}),
    ("adaptive_max_pool2d", [IMAGE], {"output_size": [32, 31]}),
    ("global_avg_pool2d", [IMAGE], {}),
    ("global_avg_pool2d", [IMAGE], {"keepdims": True}),
    ("global_avg_pool2d", [(1, 1, 6)], {}),
    ("linear", [(40,)], {"units": 10}),
    ("linear", [(40,)], {"out_features": 10, "bias": False}),
    ("linear", [(50, 6)], {"out_features": 10}),
    ("linear", [(50, 6)], {"out_features": 10, "bias": False}),
    ("linear", [IMAGE], {"out_features": 10, "along": "channels"}),
    ("linear", [IMAGE], {"out_features": 10, "along": "channels", "bias": False}),
    ("linear", [(32, 31, 1)], {"out_features": 10, "along": "channels"}),
    ("linear", [(32, 31, 6)], {"out_features": 1, "along": "channels"}),
    ("linear", [(32, 1, 6)], {"out_features": 10, "along": "channels"}),
    ("embedding", [(20,)], {"num_embeddings": 100, "embedding_dim": 16}),
    ("flatten", [IMAGE], {}),
    ("flatten", [(9,)], {}),
    ("flatten", [(9, 4)], {}),
    ("flatten", [(9, 8, 7, 4)], {}),
    ("batch_norm2d", [IMAGE], {}),
    ("batch_norm2d", [IMAGE], {"affine": False, "track_running_stats": False}),
    ("batch_norm1d", [(40,)], {}),
    ("batch_norm1d", [(40,)], {"affine": False}),
    ("batch_norm1d", [(50, 6)], {}),
    ("batch_norm1d", [(50, 6)], {"affine": False, "track_running_stats": False}),
    ("batch_norm3d", [(9, 8, 7, 6)], {}),
    ("zero_pad2d", [IMAGE], {"padding": [1, 2]}),
    ("zero_pad2d", [IMAGE], {"padding": SIDES}),
    ("pad", [IMAGE], {"padding": 1, "value": 3}),
    ("pad", [IMAGE], {"padding": [1, 2], "mode": "reflect"}),
    ("pad", [IMAGE], {"padding": SIDES, "mode": "replicate"}),
    ("pad", [IMAGE], {"padding": SIDES, "mode": "circular"}),
    ("crop2d", [IMAGE], {"cropping": [2, 3]}),
    ("crop2d", [IMAGE], {"cropping": SIDES}),
    ("conv_transpose2d", [IMAGE], {"out_channels": 8, "kernel_size": 3, "padding": 1, "stride": 2}),
    (
        "conv_transpose2d",
        [IMAGE],
        {"out_channels": 8, "kernel_size": 2, "stride": 3, "output_padding": 1, "groups": 2},
    ),
    (
        "conv_transpose2d",
        [IMAGE],
        {"out_channels": 8, "kernel_size": 4, "dilation": 2, "padding": SIDES, "output_padding": 1},
    ),
    ("conv_transpose2d", [IMAGE], {"out_channels": 8, "kernel_size": [3, 2], "dilation": 3}),
    ("conv_transpose2d", [IMAGE], {"out_channels": 8, "kernel_size": 2, "bias": False}),
    ("conv_transpose2d", [IMAGE], {"filters": 8, "kernel_size": 3, "padding": "same", "stride": 2}),
    ("conv_transpose2d", [IMAGE], {"filters": 8, "kernel_size": 3, "padding": "same"}),
    ("conv_transpose2d", [IMAGE], {"filters": 8, "kernel_size": 2, "padding": "same", "stride": 3}),
    (
        "conv_transpose1d",
        [(50, 6)],
        {"out_channels": 8, "kernel_size": 3, "padding": 1, "stride": 2, "output_padding": 1},
    ),
    ("conv_transpose1d", [(50, 6)], {"out_channels": 8, "kernel_size": 2, "groups": 2}),
    ("conv_transpose1d", [(50, 6)], {"filters": 8, "kernel_size": 3, "dilation": 3, "bias": False}),
    ("conv_transpose1d", [(50, 6)], {"filters": 8, "kernel_size": 4, "padding": "same"}),
    (
        "conv_transpose1d",
        [(50, 6)],
        {"out_channels": 8, "kernel_size": 4, "padding": "same", "stride": 2},
    ),
    (
        "conv_transpose3d",
        [(5, 4, 3, 6)],
        {"out_channels": 8, "kernel_size": [2, 3, 4], "padding": 1, "stride": 3, "dilation": 2},
    ),
    (
        "conv_transpose3d",
        [(5, 4, 3, 6)],
        {"out_channels": 8, "kernel_size": 2, "groups": 2, "stride": 2, "output_padding": 1},
    ),
    (
        "conv_transpose3d",
        [(5, 4, 3, 6)],
        {"out_channels": 8, "kernel_size": 3, "padding": "same", "stride": 2, "bias": False},
    ),
    ("upsample", [IMAGE], {"scale_factor": 2}),
    ("upsample", [(5, 5, 3)], {"scale_factor": [1.5, 2.25], "mode": "bilinear"}),
    ("upsample", [IMAGE], {"size": [64, 50]}),
    ("conv1d", [(50, 6)], {"out_channels": 8, "kernel_size": 3, "padding": 2, "stride": 2}),
    ("conv1d", [(50, 6)], {"out_channels": 8, "kernel_size": 3, "groups": 2, "dilation": 2}),
    ("conv1d", [(50, 6)], {"out_channels": 8, "kernel_size": 3, "padding": "same", "dilation": 2}),
    ("conv1d", [(50, 6)], {"out_channels": 8, "kernel_size": 3, "padding": "same", "stride": 2}),
    ("conv1d", [(50, 6)], {"out_channels": 8, "kernel_size": 3, "bias": False}),
    (
        "conv3d",
        [(9, 8, 7, 6)],
        {"out_channels": 8, "kernel_size": [2, 3, 4], "padding": 2, "stride": 3},
    ),
    ("conv3d", [(9, 8, 7, 6)], {"out_channels": 8, "kernel_size": 3, "groups": 2, "dilation": 2}),
    (
        "conv3d",
        [(9, 8, 7, 6)],
        {"out_channels": 8, "kernel_size": 3, "padding": "same", "dilation": 2},
    ),
    (
        "conv3d",
        [(9, 8, 7, 6)],
        {"out_channels": 8, "kernel_size": 3, "padding": "same", "stride": 2, "bias": False},
    ),
    ("conv3d", [(9, 8, 7, 6)], {"out_channels": 8, "kernel_size": 3, "padding": 1}),
    ("layer_norm", [(40,)], {"normalized_shape": 40}),
    ("layer_norm", [IMAGE], {"normalized_shape": 6, "bias": False}),
    ("layer_norm", [(50, 6)], {"normalized_shape": [6, 50]}),
    ("layer_norm", [IMAGE], {"normalized_shape": [6, 32, 31]}),
    ("layer_norm", [(9, 8, 7, 6)], {"normalized_shape": [6, 9, 8, 7]}),
    ("layer_norm", [IMAGE], {"normalized_shape": 6, "elementwise_affine": False}),
    ("rms_norm", [(40,)], {"normalized_shape": 40}),
    ("rms_norm", [IMAGE], {"normalized_shape": 6}),
    ("rms_norm", [IMAGE], {"normalized_shape": 6, "elementwise_affine": False}),
    ("rms_norm", [(50, 6)], {"normalized_shape": 6, "eps": 0.001}),
    ("rms_norm", [(50, 6)], {"normalized_shape": [6, 50]}),
    ("rms_norm", [(9, 8, 7, 6)], {"normalized_shape": [6, 9, 8, 7]}),
    ("group_norm", [IMAGE], {"num_groups": 3, "num_channels": 6}),
    ("group_norm", [(6,)], {"groups": 2}),
    ("group_norm", [IMAGE], {"num_groups": 3, "affine": False}),
    ("instance_norm2d", [IMAGE], {}),
    ("instance_norm2d", [IMAGE], {"affine": True}),
    ("instance_norm2d", [IMAGE], {"track_running_stats": True}),
    ("instance_norm2d", [IMAGE], {"affine": True, "track_running_stats": True}),
    ("local_response_norm", [IMAGE], {"size": 5}),
    *each("class_token", "position_embedding", on=[(50, 6)]),
    ("multihead_attention", [(50, 6)], {"num_heads": 2}),
    ("multihead_attention", [(50, 6)], {"num_heads": 3, "bias": False}),
    ("multihead_attention", [(9, 6)], {"num_heads": 1, "dropout": 0.1}),
    *each("layer_scale", on=[IMAGE]),
    *each("layer_scale", on=[(50, 6)]),
    *each("layer_scale", on=[(6,)]),
    *(
        (kind, [shape], {"learnt": learnt})
        for kind in ("scale", "shift")
        for learnt in (None, "one", "channels", "values")
        for shape in (IMAGE, (50, 6), (6,), (9, 8, 7, 6))
    ),
    ("scale", [IMAGE], {"factor": 0.125}),
    ("shift", [IMAGE], {"amount": -1}),
    ("stochastic_depth", [IMAGE], {"p": 0.2}),
    ("stochastic_depth", [(50, 6)], {"drop_rate": 0.2, "mode": "batch"}),
    ("prelu", [IMAGE], {}),
    ("prelu", [IMAGE], {"num_parameters": 6}),
    ("prelu", [(6,)], {"num_parameters": 6}),
    ("leaky_relu", [IMAGE], {"alpha": 0.2}),
    ("elu", [IMAGE], {"alpha": 0.5}),
    ("gelu", [IMAGE], {"approximate": "tanh"}),
    ("dropout", [(40,)], {"rate": 0.3}),
    ("softmax", [(40,)], {"axis": -1}),
    *each("relu", "relu6", "silu", "sigmoid", "tanh", "hardswish", "hardsigmoid", on=[(7, 6, 5)]),
    ("relu", [(5,)], {"inplace": False}),
    ("relu", [(7, 5)], {"inplace": False}),
    ("relu", [(8, 7, 6, 5)], {"inplace": False}),
    ("add", [IMAGE, IMAGE], {}),
    *each("add", "multiply", on=[(4, 1, 6), (1, 5, 6), (4, 5, 1)]),
    *each("add", "multiply", on=[(6,), (1,)]),
    *each("add", "multiply", on=[(7, 6), (1, 1)]),
    *each("add", "multiply", on=[(8, 7, 6, 5), (1, 1, 1, 1)]),
    *each("subtract", "divide", on=[(4, 1, 6), (1, 5, 6)]),
    *each("subtract", "divide", on=[(6,), (1,)]),
    *each("subtract", "divide", on=[(7, 6), (1, 1)]),
    *each("subtract", "divide", on=[(8, 7, 6, 5), (1, 1, 1, 1)]),
    ("matmul", [(5, 8), (8, 7)], {}),
    ("matmul", [(5, 8), (7, 8)], {"transpose_second": True}),
    ("matmul", [(5, 5), (5, 5)], {}),
    ("concat", [(7, 6, 5), (7, 6, 2), (7, 6, 1)], {}),
    ("concat", [(5,), (2,)], {}),
    ("mish", [(7, 6, 5)], {}),
    ("softplus", [(7, 6, 5)], {"beta": 2, "threshold": 10}),
    ("log_softmax", [(40,)], {"axis": -1}),
    ("identity", [(7, 6, 5)], {}),
    ("pixel_shuffle", [(7, 6, 18)], {"upscale_factor": 3}),
    ("channel_shuffle", [(7, 6, 6)], {"groups": 3}),
    ("channel_shuffle", [(7, 6)], {"groups": 3}),
    ("reshape", [(4, 6, 5)], {"shape": [24, 5]}),
    ("reshape", [(24, 5)], {"shape": [4, 6, 5]}),
    ("permute", [(4, 6, 5)], {"dims": ["height", "width", "channels"]}),
    ("squeeze", [(1, 1, 5)], {}),
    ("squeeze", [(4, 1, 5)], {"axis": "width"}),
    ("squeeze", [(4, 6, 5)], {}),
]  # fmt: skip
READERS: tuple[dict[str, Any], ...] = (
    {},
    {"bidirectional": True},
    {"num_layers": 2},
    {"bias": False},
)
EXAMPLES += [
    (kind, [(5, 6)], {"hidden_size": 4, **settings})
    for kind in ("rnn", "lstm", "gru")
    for settings in (*READERS, {"num_layers": 2, "bidirectional": True})
]
for axes, names in NAMES.items():
    shape: Shape = (4, 6, 8, 10)[-axes:]
    EXAMPLES += [
        ("permute", [shape], {"dims": [*names[turned:], *names[:turned]]})
        for turned in range(1, axes)
    ]
    EXAMPLES += [
        ("reshape", [shape], {"shape": [-1, *(1, 2, 5)[4 - goal :]]}) for goal in range(1, 5)
    ]
    for axis in names:
        EXAMPLES += [
            ("slice", [shape], {"axis": axis, "start": 1, "end": 3}),
            ("slice", [shape], {"axis": axis, "start": 2}),
            ("slice", [shape], {"axis": axis, "start": -2}),
            ("split", [shape], {"axis": axis, "sizes": [1, shape[names.index(axis)] - 1]}),
            ("chunk", [shape], {"axis": axis, "chunks": 2}),
            ("concat", [shape, shape], {"axis": axis}),
            *(
                [("mean", [shape], {"axis": axis}), ("sum", [shape], {"axis": axis})]
                if axes == 2 or (axes > 2 and axis != names[-1])
                else []
            ),
        ]
        if axis not in ("channels", "features"):
            # An input that begins with a single 1 could be read in two orders.
            of_one = (names.index(axis), 1) if axis == names[0] else (names.index(axis),)
            sizes = tuple(1 if place in of_one else size for place, size in enumerate(shape))
            EXAMPLES.append(("squeeze", [sizes], {"axis": axis}))
EXAMPLES += [
    (kind, [shape], {"axis": axes})
    for kind in ("mean", "sum")
    for shape, axes in (
        (IMAGE, ["height", "width"]),
        (IMAGE, ["width", "height"]),
        ((9, 8, 7, 6), ["depth", "height"]),
        ((9, 8, 7, 6), ["depth", "width"]),
        ((9, 8, 7, 6), ["depth", "height", "width"]),
    )
]
EXAMPLES += [
    ("pad", [shape], {"padding": 2, "mode": mode})
    for mode in ("constant", "reflect", "replicate", "circular")
    for shape in ((50, 6), (9, 8, 7, 6))
]
EXAMPLES += [
    ("squeeze", [(1, 1, 8, 5)], {}),
    ("squeeze", [(1, 1, 1, 5)], {}),
]
# A kind that has none here is tried with the example that it declares.
EXAMPLES += [
    (kind, list(small_layer(kind).inputs), dict(layer.example.settings))
    for kind, layer in LAYERS.items()
    if kind not in {kind for kind, _, _ in EXAMPLES}
]
