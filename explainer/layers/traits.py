"""What a kind declares beside its formulas: what it does, and how others see it.

The accounts, torch_network, the rules of other tools and the site read these, never a kind's name.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from explainer.layers.operations import Operation, Running
from explainer.maths import Formula


class Built(Protocol):
    """A layer whose shapes are known, such as a node of the graph; channels come last."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """The settings as read."""

    @property
    def inputs(self) -> tuple[tuple[int, ...], ...]:
        """The shapes of what it takes."""

    @property
    def output(self) -> tuple[int, ...]:
        """The shape of what it gives."""

    @property
    def values(self) -> Mapping[str, Any]:
        """Every symbol's number."""


class OfWindow(enum.Enum):
    """The one value that a window without weights makes of all that it reads."""

    LARGEST = "largest"
    MEAN = "mean"


class Does(enum.Enum):
    """What a kind does, as far as anybody tells kinds apart.

    The framework account has a rule for each; the values go to the site's scripts.
    """

    IS_GIVEN = "is given"  # the network's input
    CONVOLVES = "convolves"  # a sum of products for every window; it keeps its padded input
    SEPARATES = "separates"  # the same channel by channel, and then a product across them
    TRANSPOSES = "transposes"  # a convolution backwards
    CONNECTS = "connects"  # a product with one matrix of weights
    LOOKS_UP = "looks up"  # a learnt row for every token
    RECURS = "recurs"  # one position after the other, each with the state of the one before
    ATTENDS = "attends"  # every position to all, by products among themselves
    PRECEDES = "precedes"  # a learnt row is laid before a sequence
    LOCATES = "locates"  # a learnt row is added for every position
    POOLS = "pools"  # one value for every window, nothing learnt
    RESIZES = "resizes"  # the same picture with more places, or fewer
    PADS = "pads"  # zeros, or other values, around a copy of its input
    CROPS = "crops"  # a copy of what is left without the edges
    NORMALISES = "normalises"  # by statistics of each image
    NORMALISES_CHANNELS = "normalises channels"  # each of each image, as a batch norm of them all
    DIVIDES_BY_ROOT = "divides by a root"  # of the mean square, in several operations
    NORMALISES_BATCH = "normalises the batch"  # by statistics over all images of the batch
    COMPARES = "compares"  # divides by what neighbouring channels hold, in several operations
    ACTIVATES = "activates"  # value by value; where it has parameters, those are slopes
    SCALES = "scales"  # by a learnt factor for each channel
    STRETCHES = "stretches"  # by a constant, or by learnt factors of any shape
    SHIFTS = "shifts"  # by a constant, or by learnt terms of any shape
    SHARES = "shares"  # scores into shares of 1, which cross entropy does by itself
    DROPS = "drops"  # random values while training, by a mask
    PASSES = "passes"  # its input goes on as it is
    AVERAGES = "averages"  # a mean along axes, which are left out
    TOTALS = "totals"  # a sum along axes, which are left out
    SHUFFLES = "shuffles"  # the channels in another order, laid anew
    FLATTENS = "flattens"  # the same values in another shape
    RESHAPES = "reshapes"  # the same values in any shape with as many
    PERMUTES = "permutes"  # the axes in another order
    SLICES = "slices"  # a part of the values, along one axis
    SPLITS = "splits"  # several such parts, which are all of them
    ADDS = "adds"  # its branches, from left to right
    MULTIPLIES = "multiplies"  # its branches, from left to right
    SUBTRACTS = "subtracts"  # its second branch from the first
    DIVIDES = "divides"  # its first branch by the second
    MULTIPLIES_MATRICES = "multiplies matrices"  # both of them computed, its two branches
    JOINS = "joins"  # lays its branches behind each other

    @property
    def convolves(self) -> bool:
        """Whether kernels meet windows, in either direction."""
        return self in (Does.CONVOLVES, Does.SEPARATES, Does.TRANSPOSES)

    @property
    def sums_products(self) -> bool:
        """Whether each output value is a sum of products with weights."""
        return self.convolves or self is Does.CONNECTS

    @property
    def along_last_axis(self) -> bool:
        """Whether torch works along the last axis, where it has the channels of a sequence then."""
        learnt_rows = (Does.LOOKS_UP, Does.PRECEDES, Does.LOCATES)
        products = (Does.CONNECTS, Does.ATTENDS, Does.MULTIPLIES_MATRICES)
        return self in (*products, Does.RECURS, *learnt_rows)

    @property
    def cuts(self) -> bool:
        """Whether its output is a part of its input, and lies as that does."""
        return self in (Does.SLICES, Does.SPLITS)

    @property
    def looks(self) -> bool:
        """Whether its output is its input seen otherwise, as far as the order in memory allows."""
        return self.cuts or self in (Does.FLATTENS, Does.RESHAPES, Does.PERMUTES)

    @property
    def rearranges(self) -> bool:
        """Whether it lays or sees the same values otherwise, in sizes that have to be whole."""
        return self is not Does.FLATTENS and (self.looks or self is Does.SHUFFLES)

    @property
    def keeps_order(self) -> bool:
        """Whether torch works alike on channels that come first and on those that come last."""
        return self in (
            Does.ACTIVATES,
            Does.SCALES,
            Does.STRETCHES,
            Does.SHIFTS,
            Does.SHARES,
            Does.DROPS,
            Does.PASSES,
            Does.ADDS,
            Does.MULTIPLIES,
            Does.SUBTRACTS,
            Does.DIVIDES,
            Does.JOINS,
        )

    @property
    def normalises(self) -> bool:
        """Whether it brings values to a scale that it finds in the values themselves."""
        return self in (
            Does.NORMALISES,
            Does.NORMALISES_CHANNELS,
            Does.DIVIDES_BY_ROOT,
            Does.NORMALISES_BATCH,
            Does.COMPARES,
        )

    @property
    def keeps_places(self) -> bool:
        """Whether its output has the height and width of its input, or of the largest of them."""
        others = (Does.ATTENDS, Does.LOCATES, Does.SHUFFLES)
        return self.keeps_order or self.normalises or self in others

    @property
    def pads(self) -> bool:
        """Whether a setting `padding` says how its input is padded, or its output cut."""
        return self.convolves or self is Does.PADS

    @property
    def enlarges(self) -> bool:
        """Whether its output moves along with a larger image, and doesn't make it smaller."""
        return self in (Does.TRANSPOSES, Does.RESIZES)


class Saved(enum.Enum):
    """What the backward pass is computed from, and is kept for it."""

    NOTHING = "nothing"
    INPUT = "its input"
    OUTPUT = "its output"
    COPY = "a copy of its input, which it overwrites"
    PADDED = "its input, or what it made of it to pad it"
    FACTORS = "each branch whose other factor learns"
    DIVISOR = "what it divides by; and what it divides, where that learns"


def _always(_: Built) -> bool:
    return True


def _never(_: Built) -> bool:
    return False


def _nothing(_: str, __: str) -> str:
    return ""


@dataclass(frozen=True)
class Backward:
    """What torch keeps of a layer for the backward pass, and what it makes besides.

    saved: what that pass is computed from; a function where the settings decide.
    in_place: what is kept where torch writes over the input; None where it can't do so.
    slope: the setting that holds the slope below 0: it must not be negative in place.
    makes: memory beside the output that is kept with `saved`; the formulas give bytes, from the
        symbols of the layer, values_in, values_out, places_in, channels_in, b and batch.
    in_inference: whether that is made there as well, and thrown away.
    moves: whether torch moves the channels to the end and back: a second output for a moment.
    passes_on: whether its output is its input itself.
    copies_turned: whether it is worked out, and kept, on a copy of a sequence whose positions
        come before its channels, since it wants these first; and so with its gradient.
    as_value: whether its input's gradient lies in memory as the value that is kept, and not as
        the output's gradient does; for a kind that works value by value.
    lacks: why not all that is kept can be derived, by the key of a sentence; of the device and
        the type of numbers; empty where it can.
    operations: what torch runs, where that is more than one operation; `saved` is left out then.
    """

    saved: Saved | Callable[[Built], Saved] = Saved.NOTHING
    in_place: Saved | None = None
    slope: str = ""
    makes: tuple[Formula, ...] | Callable[[Built], tuple[Formula, ...]] = ()
    in_inference: Callable[[Built], bool] = _always
    moves: Callable[[Built], bool] = _never
    passes_on: Callable[[Built], bool] = _never
    copies_turned: bool = False
    as_value: bool = False
    lacks: Callable[[str, str], str] = _nothing
    operations: Callable[[Built, Running], tuple[Operation, ...]] | None = None

    def saved_by(self, layer: Built, *, learn: bool = True) -> Saved:
        """What this layer's backward pass is computed from; learn: whether its parameters do.

        Of a layer of several operations only whether its input is, for one image or for many.
        """
        if self.operations is not None:
            runs = (Running(training=True, batch=batch) for batch in (1, 2))
            every = (each for run in runs for each in self.operations(layer, run))
            kept = any(each.keeps_input(learn) for each in every)
            return Saved.INPUT if kept else Saved.NOTHING
        return self.saved if isinstance(self.saved, Saved) else self.saved(layer)

    def made_by(self, layer: Built) -> tuple[Formula, ...]:
        """What this layer makes beside its output."""
        return self.makes if isinstance(self.makes, tuple) else self.makes(layer)

    @property
    def keeps_results(self) -> bool:
        """Whether something that the operation itself makes is kept."""
        return self.saved is Saved.OUTPUT or bool(self.makes)

    @property
    def differs_in_place(self) -> bool:
        """Whether it depends on being in place what is kept."""
        return self.in_place not in (None, self.saved)


def as_they_are(layer: Built) -> Mapping[str, Any]:
    """The settings, by the names that torch has for them too."""
    return layer.settings


def without(*names: str) -> Callable[[Built], Mapping[str, Any]]:
    """The settings but for those that the class doesn't take."""
    return lambda layer: {n: value for n, value in layer.settings.items() if n not in names}


@dataclass(frozen=True)
class Module:
    """The class that stands for a kind in PyTorch, and how it's called.

    name: of torch.nn, or of explainer/torch_network/plain_modules.py where torch has no class;
    a function where the settings decide. arguments: by name; exact fractions become floats.
    channels: whether the number of the input's channels, or features, comes first.
    """

    name: str | Callable[[Built], str]
    arguments: Callable[[Built], Mapping[str, Any]] = as_they_are
    channels: bool = False

    def name_for(self, layer: Built) -> str:
        """The class of this layer."""
        return self.name if isinstance(self.name, str) else self.name(layer)


@dataclass(frozen=True)
class Example:
    """A small layer of the kind, for its page on the site.

    settings: those that it can't do without, and others that show something.
    axes: of its input, where it takes inputs of several numbers of axes and an image isn't usual.
    input: as a file has it, where no usual one will do.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    axes: int = 0
    input: str = ""


@dataclass(frozen=True)
class Chain:
    """A layer of the kind in the site's form for a reader's own chain of layers.

    settings: the numbers that it begins with; begins: its place in the chain that the form opens
    with, from 1 on; 0 where it isn't in it.
    """

    settings: Mapping[str, int] = field(default_factory=dict)
    begins: int = 0
