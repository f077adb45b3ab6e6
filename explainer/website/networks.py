"""A network that the site shows: read, built, worked out, and where its pages lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from explainer.errors import UsageError
from explainer.language import sentence
from explainer.network.case import AboutCase, Case
from explainer.network.graph import build
from explainer.network.node import Node
from explainer.network.plan import plan_for
from explainer.readers import read
from explainer.resources import resource
from explainer.results.results import Results
from explainer.spec import ModelSpec
from explainer.website.names import free_name


@dataclass(frozen=True)
class Network(AboutCase):
    """A network by its key, which names its folder and its script."""

    key: str
    model: str

    @property
    def shown_as(self) -> str:
        """How a command names it; of a file the name alone, wherever it lay."""
        return self.model if self.model.startswith("example:") else Path(self.model).name

    @cached_property
    def spec(self) -> ModelSpec:
        """The model as read."""
        return read(self.model)

    @cached_property
    def case(self) -> Case:  # type: ignore[override]  # worked out when it is asked for
        """The network, run as its file says."""
        return Case(build(self.spec), plan_for(self.spec))

    @cached_property
    def work(self) -> Results:
        """Everything worked out."""
        return Results(self.case)

    @property
    def live(self) -> bool:
        """Whether its numbers can follow a reader's."""
        return not self.why_not_live

    @property
    def why_not_live(self) -> str:
        """What the scripts don't know: bare totals, which have no layers, or one of these."""
        graph = self.graph
        reasons = {
            "totals": graph.totals is not None,
            "inputs": len(graph.inputs) > 1,
            "shares": any(node.shares is not None for node in graph.nodes),
            "counted": any(node.counted is not None for node in graph.nodes),
        }
        return next((why for why, holds in reasons.items() if holds), "")

    @cached_property
    def firsts(self) -> dict[int, int]:
        """For each layer the first one with the same formulas on the same numbers."""
        found: dict[tuple[object, ...], int] = {}
        return {
            node.index: found.setdefault(_numbers_of(node), node.index) for node in self.graph.nodes
        }

    @cached_property
    def pages(self) -> dict[int, str]:
        """The page of each layer that has one of its own."""
        found: dict[int, str] = {}
        taken = {"index"}
        for index, first in self.firsts.items():
            if index == first:
                name = self.graph.nodes[index].name
                found[index] = f"{free_name(name, f'layer-{index}', taken)}.html"
        return found

    def address(self, index: int) -> str:
        """Where a layer is shown, from the network's folder."""
        first = self.firsts[index]
        return self.pages[first] + ("" if first == index else f"#layer={index}")


def _numbers_of(node: Node) -> tuple[object, ...]:
    values = tuple(sorted((name, str(value)) for name, value in node.values.items()))
    return node.kind, values, tuple(id(one) for one in node.formulas.values())


def networks_of(models: Sequence[str]) -> tuple[Network, ...]:
    """The networks of these models, or of all examples; keys are told apart by a number."""
    if not models:
        models = [f"example:{path.stem}" for path in sorted(resource("examples").glob("*.yaml"))]
    if "-" in models:
        raise UsageError(sentence("site.no_standard_input"))
    taken: set[str] = set()
    return tuple(Network(_key(model, taken), model) for model in models)


def _key(model: str, taken: set[str]) -> str:
    name = model.removeprefix("example:") if model.startswith("example:") else Path(model).stem
    return free_name(name.replace(".", "-"), "network", taken)
