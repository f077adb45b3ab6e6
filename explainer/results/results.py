"""Everything worked out about a network: the one result that pages and figures read.

Each part is worked out when it is first read, and then once; what was not asked is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from explainer.memory.framework import simulation
from explainer.memory.framework.missing import Missing, missing_in_training
from explainer.memory.framework.simulation import has_account
from explainer.memory.framework.workspace import Workspace, workspace_of
from explainer.memory.textbook.account import (
    Inference,
    Training,
    account_values,
    formulas_of,
    inference,
    inference_of,
    training_of,
)
from explainer.memory.textbook.alive import Moment, peak_of_inference
from explainer.memory.textbook.int8 import Int8Inference, int8_inference_of
from explainer.memory.textbook.layer_costs import LayerCost, layer_costs_of
from explainer.memory.textbook.sums import Totals, network, network_values, totals_of
from explainer.network.case import AboutCase, Case
from explainer.results.request import Asked

if TYPE_CHECKING:
    from explainer.derivation.checks import Check
    from explainer.derivation.derive import LayerWork, Step
    from explainer.memory.bridge import Bridge
    from explainer.memory.framework.extra_tensors import ExtraTensor
    from explainer.memory.framework.frozen import StillKept
    from explainer.memory.framework.in_place import Conflict
    from explainer.memory.framework.optimizer_step import MostInStep
    from explainer.torch_network.verification import Verification


@dataclass(frozen=True)
class Textbook:
    """The textbook account, in bytes for the batch; layers: None for bare totals."""

    training: Training
    inference: Inference
    layers: tuple[LayerCost, ...] | None


@dataclass(frozen=True)
class Framework:
    """The framework account of a case that has one, and the bridges to it from the textbook's."""

    case: Case

    @property
    def step(self) -> simulation.Step:
        """A training step, simulated."""
        return simulation.training_step(self.case)

    @property
    def prediction(self) -> simulation.Prediction:
        """A forward pass alone, simulated."""
        return simulation.prediction(self.case)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What is kept in training and not derived: where there is any, totals are lower bounds."""
        return missing_in_training(self.case)

    @cached_property
    def extra_tensors(self) -> Mapping[str, tuple[ExtraTensor, ...]]:
        """What each layer makes beside its values, by its name; what the loss makes by no name."""
        from explainer.memory.framework.extra_tensors import extra_tensors

        return extra_tensors(self.case)

    @cached_property
    def most_in_step(self) -> MostInStep | None:
        """What the optimizer takes for a moment where it takes most; None where nothing learns."""
        from explainer.memory.framework.optimizer_step import most_in_step

        return most_in_step(self.case)

    def conflicts(self, segments: int = 1) -> Mapping[int, Conflict]:
        """Why layers that the file puts in place are not, where so many segments run again."""
        from explainer.memory.framework.in_place import places
        from explainer.network.segments import borders, cut

        held = borders(cut(self.case.graph, segments))
        return places(self.case.graph, self.case.frozen, held).conflicts

    @property
    def still_kept(self) -> StillKept:
        """What is kept for the gradients that pass through frozen layers."""
        from explainer.memory.framework.frozen import still_kept

        return still_kept(self.case)

    @property
    def training_bridge(self) -> Bridge:
        """From the textbook's total of training to the peak of the step."""
        from explainer.memory.bridge import training_bridge

        return training_bridge(self.case)

    @property
    def inference_bridge(self) -> Bridge:
        """From the textbook's total of inference to the peak of the forward pass."""
        from explainer.memory.bridge import inference_bridge

        return inference_bridge(self.case)


@dataclass(frozen=True)
class Results(AboutCase):
    """A case, what is asked about it, and everything worked out.

    unchanged: the network as its file gives it, where some of its values were set anew.
    """

    case: Case
    asked: Asked = field(default_factory=Asked)
    unchanged: Case | None = None

    @property
    def bare(self) -> bool:
        """Whether the network is given by its totals, without layers."""
        return self.graph.totals is not None

    def with_plan(self, **changes: Any) -> Results:
        """The same network run otherwise, without questions; changes: fields of the plan."""
        return Results(self.case.with_plan(**changes))

    @cached_property
    def unfrozen(self) -> Results:
        """The same network with no layer frozen."""
        return self.with_plan(freeze=())

    # ---- the derivation: every formula with its numbers ----

    @cached_property
    def layers(self) -> tuple[LayerWork, ...]:
        """The steps layer by layer."""
        from explainer.derivation.derive import layers_of

        return layers_of(self.graph)

    @cached_property
    def sums(self) -> tuple[Step, ...]:
        """The steps of the sums over the network; none for bare totals."""
        from explainer.derivation.derive import steps_of

        return () if self.bare else tuple(steps_of(network, network_values(self.graph)))

    @cached_property
    def training(self) -> tuple[Step, ...]:
        """The steps of the textbook account of training, as far as what is given goes."""
        from explainer.derivation.derive import steps_of

        values = account_values(self.case)
        return tuple(steps_of(formulas_of("training", values), values, lacking=self.bare))

    @cached_property
    def inference(self) -> tuple[Step, ...]:
        """The steps of the textbook account of inference; none for bare totals."""
        from explainer.derivation.derive import steps_of

        return () if self.bare else tuple(steps_of(inference, account_values(self.case)))

    # ---- the accounts ----

    @property
    def totals(self) -> Totals:
        """The sums for one image."""
        return totals_of(self.graph)

    @cached_property
    def textbook(self) -> Textbook:
        """The textbook account."""
        return Textbook(training_of(self.case), inference_of(self.case), layer_costs_of(self.case))

    @cached_property
    def framework(self) -> Framework | None:
        """The framework account; None where nothing can be derived."""
        return Framework(self.case) if has_account(self.case) else None

    @property
    def alive(self) -> Moment:
        """The moment of inference at which most values are alive, by the textbook."""
        return peak_of_inference(self.graph)

    @property
    def int8_inference(self) -> Int8Inference | None:
        """The account of whole numbers; None for bare totals and other types."""
        return int8_inference_of(self.case)

    @property
    def workspace(self) -> Workspace | None:
        """What convolutions need for a moment; None for bare totals."""
        return workspace_of(self.case)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The figures counted once more in another way."""
        from explainer.derivation.checks import checks_of

        return tuple(checks_of(self.case))

    @cached_property
    def measured(self) -> Verification | None:
        """What PyTorch measures, run once."""
        if not self.asked.verify:
            return None
        from explainer.torch_network import verify_network

        return verify_network(self.case)
