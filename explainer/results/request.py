"""What a reader asks of a report beside the network itself: how much of it, and more of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from explainer.network.segments import Segments
from explainer.readers.changes import Change


@dataclass(frozen=True)
class Asked:
    """The questions that were asked, by the names of their objects, each as it was read.

    The properties are those that more than the question itself reads.
    """

    found: Mapping[str, Any] = field(default_factory=dict)

    @property
    def detail(self) -> Literal["handout", "worked", "full"]:
        """How long the report is."""
        detail: Literal["handout", "worked", "full"] = self.found.get("detail", "worked")
        return detail

    @property
    def layer(self) -> str | None:
        """The one layer that the report is about."""
        return self.found.get("layer")

    @property
    def fits(self) -> int | None:
        """Bytes of memory that training is to fit into."""
        return self.found.get("fits")

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is set in the model, to be compared with the model as it is."""
        changes: tuple[Change, ...] = self.found.get("set", ())
        return changes

    @property
    def verify(self) -> bool:
        """Whether the network is run in PyTorch and compared."""
        return "verify" in self.found

    @property
    def sensitivity(self) -> bool:
        """Whether to show how the memory grows with the batch, the image and the width."""
        return "sensitivity" in self.found

    @property
    def devices(self) -> int | None:
        """How many devices train together, at most."""
        return self.found.get("devices")

    @property
    def checkpoint(self) -> Segments | None:
        """Segments of gradient checkpointing, or the best number of them."""
        return self.found.get("checkpoint")
