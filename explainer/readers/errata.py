"""Published figures that are wrong, from site/errata.yaml: data with provenance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import yaml

from explainer.resources import resource


@dataclass(frozen=True)
class Erratum:
    """A published figure, and what has to come out for it.

    example: the network; quantity, value, unit: as in the claim of its file that it is.
    verdict: as `explain diagnose` gives it. mistakes: the names of those that explain it,
    two together joined by `+`; none where nothing that is known does.
    """

    example: str
    provenance: str
    quantity: str
    value: str
    unit: str
    verdict: str
    mistakes: tuple[str, ...]


@cache
def errata() -> tuple[Erratum, ...]:
    """All of them, in the order of the file."""
    text = resource("site").joinpath("errata.yaml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tuple(
        Erratum(
            example,
            " ".join(group["provenance"].split()),
            figure["quantity"],
            figure["value"],
            figure["unit"],
            figure["verdict"],
            tuple(figure["mistakes"]),
        )
        for example, group in loaded.items()
        for figure in group["figures"]
    )
