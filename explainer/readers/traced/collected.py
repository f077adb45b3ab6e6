"""The layers of a graph as they are found, each as a mapping of a model file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from explainer.readers.traced.tensors import CHANNELS_LAST, NAMES, Tensor


@dataclass
class Collected:
    """The layers in the order in which they run.

    called: the names that are given away; `input` means what comes in.
    owners: the layer of every parameter that has been used.
    blocks: by the name of a layer, what the part of the network is called that it belongs to.
    """

    layers: list[dict[str, Any]] = field(default_factory=list)
    called: set[str] = field(default_factory=lambda: {"input"})
    owners: dict[str, str] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)

    def add(
        self,
        stem: str,
        kind: str,
        settings: Mapping[str, Any],
        takes: Sequence[Tensor],
        *,
        learnt: str = "",
        block: str = "",
    ) -> str:
        """Add a layer, and say what it is called: its stem, numbered where that is taken.

        learnt: a parameter of it; a layer that has used the same one before owns it.
        """
        name = self._free(stem)
        sources = [each.source for each in takes]
        entry = {**settings, "name": name, "from": sources if len(sources) > 1 else sources[0]}
        owner = self.owners.setdefault(learnt, name) if learnt else name
        if owner != name:
            entry["shares"] = owner
        self.layers.append({kind: entry})
        self.blocks[name] = block
        return name

    def turned(self, stem: str, given: Tensor, axes: str, block: str = "") -> Tensor:
        """The same places of a tensor taken for other axes; where that moves values, by a layer."""
        if given.axes == axes:
            return given
        # Torch's axis i is to be called axes[i]: ours are put where those letters are.
        called = dict(zip(axes, given.axes, strict=True))
        dims = [NAMES[called[letter]] for letter in CHANNELS_LAST[len(axes)][1:]]
        name = self.add(stem, "permute", {"dims": dims}, [given], block=block)
        return Tensor(name, axes, given.sizes)

    @property
    def last(self) -> str:
        """The name of the last layer; empty where there is none."""
        return str(next(iter(self.layers[-1].values()))["name"]) if self.layers else ""

    def _free(self, stem: str) -> str:
        name, number = stem, 0
        while name in self.called:
            number += 1
            name = f"{stem}_{number}"
        self.called.add(name)
        return name
