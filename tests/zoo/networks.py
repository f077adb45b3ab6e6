"""Which networks there are, and how each is made."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from torch import nn

from explainer.readers.from_torch.export import without_weights
from explainer.readers.from_torch.named import find, torchvision_models
from explainer.readers.given_inputs import GivenInput, WithInputs

TIMM = "timm:"
LIST = Path(__file__).parent / "timm.txt"


@dataclass(frozen=True)
class Network:
    """A network of a zoo: how it is called, how it is made, and what it takes."""

    name: str
    make: Callable[[], nn.Module]
    inputs: tuple[GivenInput, ...]

    def model(self) -> WithInputs:
        """As `explain()` takes it."""
        return WithInputs(self.make(), self.inputs)


def network(name: str) -> Network:
    """By its name in torchvision, or in timm with `timm:` before it."""
    if name.startswith(TIMM):
        return _of_timm(name.removeprefix(TIMM))
    found = find(f"torchvision:{name}")
    return Network(name, lambda: find(f"torchvision:{name}").module, found.inputs)


def _of_timm(name: str) -> Network:
    torchvision_models()  # which timm imports: what of it doesn't fit torch is declared before
    import timm

    def make() -> nn.Module:
        with warnings.catch_warnings(), without_weights():
            warnings.simplefilter("ignore")
            made: nn.Module = timm.create_model(name, pretrained=False)
            return made

    return Network(f"{TIMM}{name}", make, (GivenInput(tuple(make().pretrained_cfg["input_size"])),))


def every_name() -> Iterator[str]:
    """All that the table holds."""
    models = torchvision_models()
    yield from models.list_models(module=models)
    yield from (f"{TIMM}{name}" for name in LIST.read_text().split())
