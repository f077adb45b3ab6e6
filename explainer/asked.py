"""What a reader asks of a report beside the network itself: how much of it, and further questions.

Each question is a part of the report and a key of the JSON, there only where it was asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, TypedDict, Unpack

from explainer.errors import UsageError, named
from explainer.memory.segments_asked import segments_of
from explainer.memory.sizes import at_least_one, bytes_of
from explainer.memory.whole import check_flag, counted
from explainer.readers.changes import Change, read_changes

Detail: TypeAlias = Literal["full", "first", "brief"]
DETAILS: tuple[Detail, ...] = ("full", "first", "brief")


@dataclass(frozen=True)
class Asked:
    """The questions.

    detail: how much of each step is shown; layer: the one layer that the report is about.
    fits: bytes of memory that training is to fit into.
    changes: what is set in the model, to be compared with the model as it is.
    verify: whether the network is run in PyTorch and compared.
    sensitivity: whether to show how the memory grows with the batch, the image and the width.
    devices: how many devices train together, at most.
    checkpoint: segments of gradient checkpointing, or the best number of them.
    """

    detail: Detail = "first"
    layer: str | None = None
    fits: int | None = None
    changes: tuple[Change, ...] = ()
    verify: bool = False
    sensitivity: bool = False
    devices: int | None = None
    checkpoint: int | Literal["best"] | None = None


class Questions(TypedDict, total=False):
    """The questions as a caller puts them, in Python and on the command line; None: not asked."""

    detail: Detail
    layer: str | None
    fits: str | int | None
    set: Mapping[str, Any] | Iterable[str] | None
    verify: bool
    sensitivity: bool
    devices: int | None
    checkpoint: str | int | None


def asked_of(**questions: Unpack[Questions]) -> Asked:
    """The questions read; UsageError where one can't be answered for any network."""
    detail = questions.get("detail", "first")
    if detail not in DETAILS:
        raise UsageError(
            f"There is no detail called {named(detail)}. Known are: {', '.join(DETAILS)}."
        )
    check_flag(questions.get("verify"), "verify")
    check_flag(questions.get("sensitivity"), "sensitivity")
    fits, changes = questions.get("fits"), questions.get("set")
    devices, checkpoint = questions.get("devices"), questions.get("checkpoint")
    return Asked(
        detail=detail,
        layer=questions.get("layer"),
        fits=None if fits is None else _size(fits),
        changes=read_changes(() if changes is None else changes),
        verify=bool(questions.get("verify")),
        sensitivity=bool(questions.get("sensitivity")),
        devices=None if devices is None else counted("number of devices", devices),
        checkpoint=None if checkpoint is None else segments_of(checkpoint),
    )


def _size(fits: str | int) -> int:
    return bytes_of(fits) if isinstance(fits, str) else at_least_one(fits)
