"""What convolutions along one, two or three axes share: settings, biases, groups."""

from __future__ import annotations

from explainer.language import sentence
from explainer.layers.counts import has_bias
from explainer.layers.layer import Fault, Layer, Situation
from explainer.layers.libraries import keras
from explainer.layers.setting_types import Axes, Choice, Count, Flag, Padding
from explainer.layers.settings import Setting
from explainer.layers.tensors import kernels
from explainer.layers.traits import Backward, Chain, Does, Example, Module, Saved
from explainer.maths import Formula

SMALL = Example({"out_channels": 16, "kernel_size": 3, "padding": 1, "stride": 2})


def convolution_settings(axes: tuple[str, ...]) -> tuple[Setting, ...]:
    """The settings of torch's convolutions, for the axes named by letter: ("h", "w")."""
    n = len(axes)

    def each(letter: str) -> tuple[str, ...]:
        return tuple(f"{letter}_{axis}" for axis in axes)

    return (
        Setting("out_channels", Count(), symbols=("c_out",), aliases=("filters",),
                about="The number of kernels, which is the number of output channels."),
        Setting("kernel_size", Axes(n), symbols=each("k"), about="The size of the window."),
        Setting("stride", Axes(n), (1,) * n, each("s"), ("strides",),
                "How far the window moves from one place to the next."),
        Setting("padding", Padding(n, sides=n == 2), (0,) * n, each("p"),
                about="How many zeros stand around the image, on each side."),
        Setting("dilation", Axes(n), (1,) * n, each("d"), ("dilation_rate",),
                "The distance between neighbouring taps of a kernel."),
        Setting("groups", Count(), 1, ("g",), about="How many groups the channels are split into."),
        Setting("bias", Flag(), True, aliases=("use_bias",),
                about="Whether each kernel adds a bias."),
        Setting("padding_mode", Choice(("zeros", "reflect", "replicate", "circular")), "zeros",
                about="What the padding holds; it changes no size."),
    )  # fmt: skip


def windowed(axes: tuple[str, ...], *names: str) -> tuple[Setting, ...]:
    """Some of these settings, in this order, for a kind that has others beside them."""
    found = {setting.name: setting for setting in convolution_settings(axes)}
    return tuple(found[name] for name in names)


def convolution(
    kind: str,
    about: str,
    torch_name: str,
    takes: tuple[int, ...],
    axes: tuple[str, ...],
    chain: Chain | None = None,
    varied: tuple[str, ...] = ("out_channels", "kernel_size", "padding", "stride"),
) -> Layer:
    """A convolution over the axes named by letter, as the class of torch.nn of that name does."""
    return Layer(
        kind,
        about=about,
        reference=f"https://docs.pytorch.org/docs/stable/generated/torch.nn.{torch_name}.html",
        takes=takes,
        does=Does.CONVOLVES,
        backward=Backward(Saved.PADDED),
        module=Module(torch_name, channels=True),
        declares="in_channels",
        elsewhere=(keras(torch_name.replace("d", "D")),),
        caffe=True,
        settings=convolution_settings(axes),
        tensors=kernels,
        example=SMALL,
        chain=chain,
        varied=varied,
    )


def in_groups(situation: Situation) -> bool:
    """Whether a kernel sees only the channels of its own group."""
    return bool(situation.settings["groups"] > 1)


def in_one_group(situation: Situation) -> bool:
    """Whether every kernel sees all input channels."""
    return not in_groups(situation)


def biases(c_out):
    """Each kernel has one bias, which is added at every position."""
    return c_out


GROUPS_IGNORED = "With groups, a kernel sees only the input channels of its own group."


def attach_biases(layer: Layer, grouped: bool = True, says: str = "") -> Formula:
    """Give a convolution its biases; grouped: and what goes with groups that it may be told.

    says: their sentence, where it isn't the usual one.
    """
    right = layer.formula(when=has_bias, says=says)(biases)
    right.mistake(
        "one_bias_for_the_layer",
        c_out=1,
        when=has_bias,
        says="Every kernel has a bias of its own, so there are as many biases as output channels.",
    )
    if not grouped:
        return right
    right.mistake(
        "depths_swapped",
        c_out="c_in",
        when=has_bias,
        says="Swapping the two depths leaves the number of weights, but not that of the biases.",
    )
    layer.check(groups_divide_the_channels)
    return right


def groups_divide_the_channels(_: Situation, values: dict[str, int]) -> Fault | None:
    """torch's rule: the groups divide both the input and the output channels."""
    g = values["g"]
    for symbol, name in (("c_in", "input"), ("c_out", "output")):
        if values[symbol] % g:
            return Fault(
                sentence(f"groups.uneven_{name}", channels=str(values[symbol]), groups=str(g)),
                (
                    sentence(
                        "groups.leaves_over",
                        division=f"{symbol} / g = {values[symbol]} / {g}",
                        rest=str(values[symbol] % g),
                    ),
                ),
                sentence("groups.uneven_try"),
            )
    return None
