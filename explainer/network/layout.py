"""In which order the sizes of an input are written, and what is asked where nothing says it.

    height × width × channels     224x224x3     as Keras has it, and every report
    channels × height × width     3x224x224     as PyTorch has it: layout: channels_first

Solids have a depth before the height, sequences a length in place of height and width.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

from explainer.errors import ModelFileError
from explainer.language import sentence
from explainer.layers.layer import Shape
from explainer.spec import Given, InputSpec, ModelSpec

FIRST, LAST = "channels_first", "channels_last"
LAYOUTS = (FIRST, LAST)
# The channels of a grey and of a colour image, which nearly no image has as its height.
FEW = (1, 3)
# What an axis is called, by how many axes there are beside the channels.
AXES = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}


def channels_last(sizes: Shape, layout: str | None) -> Shape:
    """The shape, height × width × channels, of sizes written in that layout."""
    return (*sizes[1:], sizes[0]) if layout == FIRST else sizes


def as_written(shape: Shape, layout: str | None) -> str:
    """A shape as a file of that layout writes it: `224x224x3`, or with its channels first."""
    return _joined((shape[-1], *shape[:-1]) if layout == FIRST else shape)


def is_open(sizes: Shape) -> bool:
    """Whether the first size may be the channels: 1 or 3, and all the others are larger."""
    return len(sizes) > 1 and sizes[0] in FEW and min(sizes[1:]) > sizes[0]


def refuse_open(given: Given, sizes: Shape) -> NoReturn:
    """Ask which order is meant; both readings are shown."""
    first, axes = channels_last(sizes, FIRST), AXES[len(sizes) - 1]
    raise ModelFileError(
        given.place,
        sentence("layout.open", sizes=_joined(sizes)),
        sum=(
            _order((*axes, "channels"), reading(sizes, LAST)),
            _order(("channels", *axes), reading(first, FIRST)),
        ),
        advice=f"{_which_order(sizes, first, axes[0])} {_without_batch(sizes)}".rstrip(),
    )


def _which_order(sizes: Shape, first: Shape, axis: str) -> str:
    return sentence(
        "layout.open_try",
        channels=_channels(sizes[0]),
        input=f"input: {_joined(first)}",
        first=f"layout: {FIRST}",
        image=_along(sizes[0], axis),
        last=f"layout: {LAST}",
    )


def question(shape: Shape, layout: str | None) -> str:
    """What is asked where a kernel doesn't fit; empty where the order can't be the cause.

    It may be on an image that is 1 high, or as narrow as colours are few, if the other way
    to read its sizes gives a larger one.
    """
    if len(shape) == 1:
        return ""
    other = (shape[-1], *shape[:-1]) if layout == FIRST else channels_last(shape, FIRST)
    narrow, wider = min(shape[:-1]), min(other[:-1])
    if shape[0] != 1 and not (narrow in FEW and narrow < wider):
        return ""
    now, then = (FIRST, LAST) if layout == FIRST else (LAST, FIRST)
    return sentence(
        "layout.other_order_try",
        now=reading(shape, now),
        other=reading(other, then),
        layout=f"layout: {then}",
    )


def reading(shape: Shape, layout: str) -> str:
    """What a shape means, in the order of that layout: `3 channels, 224 high × 224 wide`."""
    *sides, channels = shape
    named = zip(sides, AXES[len(sides)], strict=True)
    image = " × ".join(_along(size, axis) for size, axis in named)
    if layout == FIRST:
        return f"{_channels(channels)}, {image}"
    return f"{image} × {_channels(channels)}"


def reported(given: Given, spec: ModelSpec, of: InputSpec | None = None) -> Given:
    """An input as reports have it: as it was written, if that was not with the channels first.

    of: which of several inputs; else the only one.
    """
    if spec.layout != FIRST:
        return given
    shape, tokens = (of.shape, of.tokens) if of else (spec.input, spec.tokens)
    return with_channels_last(given, shape, tokens=tokens)


def with_channels_last(given: Given, shape: Shape, *, tokens: bool) -> Given:
    """An input as a text; it stands where what set it does."""
    text = input_text(shape, tokens=tokens)
    return replace(given, value=text, text=text)


def input_text(shape: Shape, *, tokens: bool) -> str:
    """An input as a file may write it, its channels last."""
    return f"{{tokens: {shape[0]}}}" if tokens else _joined(shape)


def _without_batch(sizes: Shape) -> str:
    """What to write if the first size is not the channels either, but a batch of one."""
    if sizes[0] != 1 or not (len(sizes) == 2 or (len(sizes) == 4 and sizes[1] in FEW)):
        return ""
    written = _joined(channels_last(sizes[1:], FIRST))
    return sentence("layout.without_batch_try", written=f"input: {written}")


def _channels(count: int) -> str:
    if count == 1:
        return sentence("layout.one_channel")
    return sentence("layout.channels", count=str(count))


def _along(size: int, axis: str) -> str:
    return sentence(f"layout.{axis}_of", size=str(size))


def _order(axes: tuple[str, ...], read: str) -> str:
    """One order of the axes, by their names, and what the sizes mean in it."""
    return f"{' × '.join(sentence(f'layout.{axis}_axis') for axis in axes)}: {read}"


def _joined(sizes: Shape) -> str:
    return "x".join(map(str, sizes))
