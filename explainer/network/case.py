"""A network as it is run: its graph, its plan, and what is frozen, resolved once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from explainer.errors import UsageError
from explainer.language import sentence
from explainer.network.freezing import frozen_among
from explainer.network.graph import Graph
from explainer.network.loss import softmaxes_within, usual_loss
from explainer.network.plan import Plan


@dataclass(frozen=True)
class Case:
    """A network with its plan: the one noun that everything is worked out about."""

    graph: Graph
    plan: Plan

    @cached_property
    def frozen(self) -> frozenset[int]:
        """The indices of the nodes whose parameters don't learn."""
        return frozen_among(self.graph.nodes, self.plan.freeze)

    @cached_property
    def loss(self) -> str:
        """The loss that it is trained with, one of LOSSES."""
        return self.plan.loss or usual_loss(self.graph)

    @cached_property
    def softmaxes_in_loss(self) -> frozenset[int]:
        """The softmaxes at the ends of the network whose work the loss does."""
        return softmaxes_within(self.graph, self.loss)

    @cached_property
    def trained(self) -> int:
        """The parameters that get a gradient."""
        return sum(
            node.count("parameters") for node in self.graph.nodes if node.index not in self.frozen
        )

    def run_by(self, plan: Plan) -> Case:
        """The same network run by a plan: this case itself where it is run so already."""
        return self if plan == self.plan else Case(self.graph, plan)

    def with_plan(self, **changes: Any) -> Case:
        """The same network run otherwise; changes: fields of the plan."""
        return self.run_by(replace(self.plan, **changes))

    def with_graph(self, graph: Graph) -> Case:
        """Another network run in the same way."""
        return Case(graph, self.plan)


class AboutCase:
    """What is worked out about a case: its network and how that is run are at hand."""

    case: Case

    @property
    def graph(self) -> Graph:
        """The network."""
        return self.case.graph

    @property
    def plan(self) -> Plan:
        """How it is run."""
        return self.case.plan


def check_optimizer(case: Case) -> None:
    """UsageError where the optimizer keeps what only the shapes of the parameters tell."""
    if case.plan.slots is None and case.graph.totals is not None:
        raise UsageError(
            sentence("plan.bare_totals", network=case.graph.name, optimizer=case.plan.optimizer)
        )
