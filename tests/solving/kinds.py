"""What each kind of layer puts out and learns, written down from its definition."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from tests.solving.counting import covered, places, places_rounded_up, product
from tests.solving.facts import Facts, Layer, NotSaidError, Shape

SAME_SHAPE = (
    *("relu", "relu6", "leaky_relu", "prelu", "elu", "gelu", "silu", "sigmoid", "tanh"),
    *("hardswish", "hardsigmoid", "softmax", "dropout", "mish", "softplus", "log_softmax"),
    *("identity", "channel_shuffle"),
    *("batch_norm2d", "layer_norm", "group_norm", "local_response_norm"),
    *("layer_scale", "stochastic_depth", "position_embedding", "multihead_attention"),
    *("scale", "shift"),
)
CONVOLUTIONS = {"conv1d": 1, "conv2d": 2, "conv3d": 3, "conv_transpose2d": 2}
BY_CHANNEL = {"depthwise_conv2d": 2, "separable_conv2d": 2}
AXES = CONVOLUTIONS | BY_CHANNEL | {"max_pool2d": 2, "avg_pool2d": 2}
GATES = {"rnn": 1, "gru": 3, "lstm": 4}
NORMS = ("batch_norm2d", "layer_norm", "group_norm")


class Work:
    """One layer with what it takes, and the facts that are known besides."""

    def __init__(self, layer: Layer, takes: tuple[Shape, ...], facts: Facts) -> None:
        self.layer, self.takes, self.facts = layer, takes, facts
        for shape in takes:
            if len(shape) > 1 and facts.order.get(len(shape), ("",))[-1] != "channels":
                raise NotSaidError(f"in which order {shape} is written")

    @property
    def size(self) -> Shape:
        """What it takes, where it takes one thing."""
        (shape,) = self.takes
        return shape

    def each(self, name: str, axes: int = 2) -> tuple[int, ...]:
        """A setting of whole numbers, one for each axis."""
        return tuple(map(_whole, self.axes(name, axes)))

    def axes(self, name: str, axes: int) -> tuple[int | Fraction | None, ...]:
        """A setting's numbers, one for each axis."""
        value = self.facts.setting(self.layer, name)
        if isinstance(value, int | Fraction):
            return (value,) * axes
        if not isinstance(value, tuple) or len(value) != axes:
            raise NotSaidError(f"{name} of {self.layer.name} for {axes} axes: {value}")
        self.facts.must_know("in order")
        return value

    def yes(self, name: str) -> bool:
        """A setting that is yes or no."""
        value = self.facts.setting(self.layer, name)
        assert value in ("yes", "no"), value
        return value == "yes"

    def number(self, name: str) -> int:
        """A setting that is one whole number."""
        return _whole(self.facts.setting(self.layer, name))

    # ---- the output -------------------------------------------------------------------

    def output(self) -> Shape:
        """The shape of what it puts out."""
        kind = self.layer.kind
        if kind in SAME_SHAPE:
            return self.size
        if kind in AXES:
            sizes = [self.windows(axis) for axis in range(AXES[kind])]
            return (*sizes, self.channels())
        if kind not in OUTPUTS:
            raise NotSaidError(f"what a {kind} does")
        return OUTPUTS[kind](self)

    def channels(self) -> int:
        """How many channels a window's layer puts out."""
        if self.layer.kind == "depthwise_conv2d":
            return self.between()
        makes = self.layer.kind in CONVOLUTIONS or self.layer.kind in BY_CHANNEL
        return self.number("out_channels") if makes else self.size[-1]

    def between(self) -> int:
        """How many channels the kernels make that see one each."""
        return self.size[-1] * self.number("depth_multiplier")

    def windows(self, axis: int) -> int:
        """How many rows, columns, … it puts out."""
        kind, axes = self.layer.kind, AXES[self.layer.kind]
        size, step = self.size[axis], self.each("stride", axes)[axis]
        apart = 1 if kind == "avg_pool2d" else self.each("dilation", axes)[axis]
        span = (self.each("kernel_size", axes)[axis] - 1) * apart + 1
        if self.facts.setting(self.layer, "padding") == "same":
            self.facts.must_know("same")
            return -(-size // step)
        before, after = self.padding(axis, axes)
        if kind == "conv_transpose2d":
            more = self.each("output_padding", axes)[axis]
            return covered(size, span, step, before, after, more)
        if "pool" in kind and self.yes("ceil_mode"):
            self.facts.must_know("rounded up")
            return places_rounded_up(size, span, step, before, after)
        return places(size, span, step, before, after)

    def padding(self, axis: int, axes: int = 2) -> tuple[int, int]:
        """The padding at the beginning and the end of an axis."""
        value = self.facts.setting(self.layer, "padding")
        if isinstance(value, dict):
            low, high = (("top", "bottom"), ("left", "right"))[axis]
            return value[low], value[high]
        around = self.each("padding", axes)[axis]
        return around, around

    # ---- what it learns ---------------------------------------------------------------

    def weights(self) -> int:
        """How many weights it has."""
        if self.layer.name in self.facts.shared:
            return 0
        kind, channels = self.layer.kind, [shape[-1] for shape in self.takes]
        if kind in CONVOLUTIONS:
            taps = product(self.each("kernel_size", CONVOLUTIONS[kind]))
            return taps * channels[0] * self.number("out_channels") // self.number("groups")
        if kind in BY_CHANNEL:
            mixed = self.channels() if kind == "separable_conv2d" else 0
            return self.between() * (product(self.each("kernel_size")) + mixed)
        if kind == "linear":
            return self.size[-1] * self.number("out_features")
        if kind == "embedding":
            return self.number("num_embeddings") * self.number("embedding_dim")
        if kind in GATES:
            return self.rows() * sum(c + self.number("hidden_size") for c in self.read_by_layers())
        if kind in NORMS:
            return self.scales()
        if kind in LEARNT_ROWS:
            return LEARNT_ROWS[kind](self.size)
        if kind == "prelu":
            self.facts.must_know("slopes")
            return self.number("num_parameters")
        return 0

    def scales(self) -> int:
        """How many scales a normalisation learns."""
        self.facts.must_know("scales")
        if not self.yes("elementwise_affine" if self.layer.kind == "layer_norm" else "affine"):
            return 0
        if self.layer.kind != "layer_norm":
            return self.size[-1]
        shape = self.facts.setting(self.layer, "normalized_shape")
        if not isinstance(shape, tuple):
            return _whole(shape)
        self.facts.must_know("channels first")
        if tuple(shape) != (self.size[-1], *self.size[:-1]):
            raise NotSaidError(f"how {shape} lies in {self.size}")
        return product(self.size)

    # ---- of a layer that reads position by position -----------------------------------

    def directions(self) -> int:
        """How many times it reads the sequence."""
        return 1 + self.yes("bidirectional")

    def rows(self) -> int:
        """How many values its gates make at a position, in all directions."""
        return self.directions() * GATES[self.layer.kind] * self.number("hidden_size")

    def read_by_layers(self) -> list[int]:
        """The channels that each of its layers reads."""
        others = self.number("num_layers") - 1
        return [self.size[-1], *[self.directions() * self.number("hidden_size")] * others]

    def inside(self) -> int:
        """What a position stores beside what the last layer puts out."""
        kind, layers = self.layer.kind, self.number("num_layers")
        gates = {"rnn": 0, "gru": 3, "lstm": 4 + 1}[kind]
        states = self.directions() * self.number("hidden_size")
        return layers * gates * states + (layers - 1) * states

    def stored(self) -> int:
        """What it stores: its output, and what the sheet says besides."""
        kind = self.layer.kind
        if kind == "separable_conv2d":
            self.facts.must_know("stored between")
            *places, channels = self.output()
            return product(places) * (self.between() + channels)
        if kind not in GATES:
            return product(self.output())
        ends = {"rnn": "stored states", "gru": "stored gates", "lstm": "stored cell"}
        self.facts.must_know(ends[kind])
        positions, states = self.output()
        return positions * (states + self.inside()) + (1 + (kind == "lstm")) * states

    def biases(self) -> int:
        """How many biases it has."""
        if self.facts.shared.get(self.layer.name) == "all parameters":
            return 0
        kind = self.layer.kind
        if kind in GATES:
            self.facts.must_know("two biases")
            return 2 * self.number("num_layers") * self.rows() if self.yes("bias") else 0
        if kind == "separable_conv2d" and self.yes("bias"):
            self.facts.must_know("biases of second")
        if kind in CONVOLUTIONS or kind in BY_CHANNEL:
            return self.channels() if self.yes("bias") else 0
        if kind == "linear":
            return self.number("out_features") if self.yes("bias") else 0
        if kind == "multihead_attention":  # of queries, keys, values and of what is gathered
            return 4 * self.size[-1] if self.yes("bias") else 0
        if kind in NORMS:
            has = kind != "layer_norm" or self.yes("bias")
            return self.scales() if has else 0
        return 0


def _whole(value: object) -> int:
    assert isinstance(value, int), value
    return value


def _adaptive(work: Work) -> Shape:
    value = work.facts.setting(work.layer, "output_size")
    sides = value if isinstance(value, tuple) else (value, value)
    if None in sides:
        work.facts.must_know("unchanged")
    sizes = [work.size[i] if side is None else _whole(side) for i, side in enumerate(sides)]
    return (*sizes, work.size[-1])


def _pooled(work: Work) -> Shape:
    return (1, 1, work.size[-1]) if work.yes("keepdims") else (work.size[-1],)


def _padded(work: Work) -> Shape:
    sizes = [work.size[axis] + sum(work.padding(axis)) for axis in (0, 1)]
    return (*sizes, work.size[-1])


def _cropped(work: Work) -> Shape:
    rows, columns = work.each("cropping")
    return (work.size[0] - 2 * rows, work.size[1] - 2 * columns, work.size[-1])


def _enlarged(work: Work) -> Shape:
    if "size" in work.layer.settings:
        return (*work.each("size"), work.size[-1])
    factors = work.axes("scale_factor", 2)
    sizes = [
        int(Fraction(size) * (factor or 0))
        for size, factor in zip(work.size, factors, strict=False)
    ]
    return (*sizes, work.size[-1])


def _together(work: Work) -> Shape:
    (rest,) = {shape[:-1] for shape in work.takes}
    return (*rest, sum(shape[-1] for shape in work.takes))


def _each_to_each(work: Work) -> Shape:
    return tuple(max(sizes) for sizes in zip(*work.takes, strict=True))


def _states(work: Work) -> Shape:
    return (work.size[0], work.directions() * work.number("hidden_size"))


# What kinds learn that have no settings which say how much.
LEARNT_ROWS: dict[str, Callable[[Shape], int]] = {
    "class_token": lambda size: size[-1],
    "layer_scale": lambda size: size[-1],
    "position_embedding": product,
    "multihead_attention": lambda size: 4 * size[-1] ** 2,
}


def _product_of_matrices(work: Work) -> Shape:
    (rows, _), second = work.takes
    return (rows, second[0] if work.yes("transpose_second") else second[1])


OUTPUTS: dict[str, Callable[[Work], Shape]] = {
    "adaptive_avg_pool2d": _adaptive,
    "adaptive_max_pool2d": _adaptive,
    "global_avg_pool2d": _pooled,
    "zero_pad2d": _padded,
    "pad": _padded,
    "crop2d": _cropped,
    "upsample": _enlarged,
    "concat": _together,
    "add": _each_to_each,
    "multiply": _each_to_each,
    "subtract": _each_to_each,
    "divide": _each_to_each,
    "matmul": _product_of_matrices,
    "flatten": lambda work: (product(work.size),),
    "linear": lambda work: (*work.size[:-1], work.number("out_features")),
    "class_token": lambda work: (work.size[0] + 1, work.size[-1]),
    "embedding": lambda work: (*work.size, work.number("embedding_dim")),
    "rnn": _states,
    "gru": _states,
    "lstm": _states,
}
