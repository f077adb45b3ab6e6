"""What a reader makes of a model file, and what the graph is built from.

Everything the user wrote stays with its place, so that any later stage can point at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the file's name as the user gave it, line and column from 1."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Given:
    """A value as the user gave it.

    value: a whole number, a decimal, a truth value, a text, nothing, a list or a mapping.
    text: the characters as written (`4.10` keeps its three digits); empty for a list or mapping.
    """

    value: GivenValue
    place: Place
    text: str = ""


GivenValue: TypeAlias = int | Decimal | bool | str | tuple[Given, ...] | Mapping[str, Given] | None


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """One layer as the file gives it, after blocks and repeats were written out.

    name: its full name, such as `layer2.0.conv1`.
    kind: its kind as in LAYERS, such as `conv2d`.
    or_kinds: others that its name may mean, where the axes of its input decide.
    settings: what stands in the file, by the setting's own name (aliases resolved later).
    sources: the full names of what it takes: a layer for its first output, `lstm.state` for
        another one, an input's name, or `input` for the first.
    block: the kind of the innermost block it was written in; empty outside blocks.
    counted: whether the textbook account counts its output, where the file says so.
    shares: the full name of the layer whose parameters it uses, and where the file says so; None
        where it has its own.
    """

    name: str
    kind: str
    settings: Mapping[str, Given]
    sources: tuple[str, ...]
    place: Place
    block: str = ""
    counted: bool | None = None
    shares: tuple[str, Place] | None = None
    or_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InputSpec:
    """One input of a network that has several, by the name that layers take it by.

    shape: that of one image, its channels last; tokens: whether it is a row of token numbers.
    written: how the file has it.
    """

    name: str
    shape: tuple[int, ...]
    tokens: bool
    place: Place
    written: Given | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was published, in words, and its address where one is known."""

    text: str
    link: str = ""


class Says(StrEnum):
    """What a published figure says of its quantity: so much, a bound, or what was measured.

    ELSEWHERE: so much by the conventions of its source, where they differ from those here.
    """

    EXACTLY = "exactly"
    MORE = "more than"
    LESS = "less than"
    MEASURED = "measured"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class ClaimSpec:
    """A figure that somebody published about this network.

    quantity: what it is a figure of, such as `conv1_1.weights` or `training.total`.
    value: the number as it was printed; its digits say how far it was rounded.
    unit: `values`, `bytes`, `MB`, `MiB`, …; overrides: the input, batch, … it was made for.
    quote: the source's own words. reason: why it is so, in one sentence; note: what else there
        is to say.
    mistakes: the names of those that the source's own working allows, the likeliest first, and
        as many as are made together; None where the file doesn't say, and all are looked for.
    """

    quantity: str
    value: str
    unit: str = "values"
    source: Source | None = None
    note: str = ""
    overrides: Mapping[str, Given] = field(default_factory=dict)
    place: Place = Place("")
    says: Says = Says.EXACTLY
    quote: str = ""
    reason: str = ""
    mistakes: tuple[tuple[str, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class QuestionSpec:
    """A question that somebody asks about this network, and what answers it.

    show: the quantities that answer it; set: what is changed first, as `--set` takes it.
    fits: bytes of memory that training is to fit into; claims: published figures to be judged,
        by their quantity and, where several have that, their number: `activations = 24 M`.
    answer: what the file says besides.
    """

    ask: str
    show: tuple[Given, ...]
    set: Mapping[str, Given]
    fits: int | None
    claims: tuple[Given, ...]
    answer: str
    place: Place


@dataclass(frozen=True, slots=True)
class TotalsSpec:
    """Bare totals in place of layers: values an image, parameters, and miscellaneous values.

    activations, parameters: None where the file doesn't give them; it gives one of the two.
    """

    activations: int | None
    parameters: int | None
    miscellaneous: int
    place: Place

    @property
    def lacks(self) -> str | None:
        """Which of the two is not given."""
        if self.activations is None:
            return "activations"
        return "parameters" if self.parameters is None else None


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A whole model file.

    input: the shape of one image, (H, W, C), or (features,); empty where only totals are given.
    tokens: whether it is a row of token numbers, (tokens,), and not of real ones.
    inputs: all of them, where the network has several; `input` and `tokens` are the first one's.
    layout: in which order the file writes it, `channels_first` or `channels_last`, where it
        says so; written: the input as it stands there.
    sources: where the network is from, and what else its file cites.
    batch, dtype, optimizer, loss: None where the file doesn't say.
    freeze: the layers that don't learn.
    outputs: the full names of the layers whose outputs are the network's, each with where the
        file names it; empty where that is the last layer alone.
    """

    name: str
    input: tuple[int, ...]
    layers: tuple[LayerSpec, ...]
    place: Place
    batch: int | None = None
    dtype: str | None = None
    optimizer: str | None = None
    loss: str | None = None
    freeze: tuple[Given, ...] = ()
    totals: TotalsSpec | None = None
    claims: tuple[ClaimSpec, ...] = ()
    questions: tuple[QuestionSpec, ...] = ()
    sources: tuple[Source, ...] = ()
    about: str = ""
    layout: str | None = None
    written: Given | None = None
    tokens: bool = False
    inputs: tuple[InputSpec, ...] = ()
    outputs: tuple[tuple[str, Place], ...] = ()
    extra: Mapping[str, Given] = field(default_factory=dict)
