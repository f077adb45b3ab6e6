"""The differences in training, at the moment at which most is alive in a step."""

from __future__ import annotations

from collections.abc import Callable

from explainer.memory.bridge.sums import (
    Bridge,
    Difference,
    bytes_of,
    compared,
    extras,
    one_image_each,
    those_that_differ,
    values_by_layer,
)
from explainer.memory.framework.missing import missing_in_training
from explainer.memory.framework.optimizers import counter_of
from explainer.memory.framework.simulation import Step, training_step
from explainer.memory.framework.storage import VALUES
from explainer.memory.textbook.account import Training, training_of
from explainer.network.case import Case
from explainer.network.plan import Plan
from explainer.network.tokens import bytes_of_tokens
from explainer.once import once


@once
def training_bridge(case: Case) -> Bridge:
    """From the textbook's total of training to the peak of a step."""
    book, step = training_of(case), training_step(case)
    made = {phase: _made_in(step, phase) for phase in ("loss", "backward", "optimizer")}
    differences = [
        Difference("parameters", step.peak.parameters - book.parameters),
        Difference("buffers", step.peak.buffers),
        *_gradients(book, step),
        *_optimizer(case.plan, book, step),
        *_input(case, step),
        *compared(one_image_each(case), values_by_layer(step.held), _less(case, step), "more"),
        *extras(step.held),
        Difference("loss", made["loss"]),
        Difference("value_gradients", -book.activation_gradients),
        Difference("on_their_way", made["backward"]),
        Difference("optimizer_step", made["optimizer"]),
    ]
    return Bridge(book.total, those_that_differ(differences), step.peak.total)


def _made_in(step: Step, phase: str) -> int:
    """What was made in a phase and is no part of its own."""
    return bytes_of(h for h in step.held if h.phase == phase and h.part in ("saved", "temporary"))


def _gradients(book: Training, step: Step) -> list[Difference]:
    off = step.peak.gradients - book.gradients
    return [Difference("gradients_less" if off < 0 else "gradients_more", off)]


def _optimizer(plan: Plan, book: Training, step: Step) -> list[Difference]:
    """Torch's counters of steps, and the state of parameters that never get a gradient."""
    states = sum(held.part == "optimizer" for held in step.held)
    counters = counter_of(plan) * states
    rest = step.peak.optimizer - book.optimizer - counters
    return [
        Difference("state_less", rest),
        Difference("counters", counters),
    ]


def _input(case: Case, step: Step) -> list[Difference]:
    """The images are in both accounts; the labels are in one."""
    images = case.graph.values_given * case.plan.batch * case.plan.bytes_per_value
    images += bytes_of_tokens(case)
    labels = bytes_of(held for held in step.held if held.what == "labels")
    return [
        Difference("images", step.peak.input - labels - images),
        Difference("labels", labels),
    ]


def _less(case: Case, step: Step) -> Callable[[str], str]:
    """Why the values of a layer are not alive at the peak."""
    where = step.peak.where
    kept = {each.layer for each in step.saved.storages if each.what in VALUES}
    names = [node.name for node in case.graph.nodes]
    forward = where.moment == "forward" and where.layer is not None
    to_come = set(names[names.index(where.layer) + 1 :]) if forward and where.layer else set()

    lacking = {each.layer for each in missing_in_training(case)}

    def why(layer: str) -> str:
        if layer in lacking:
            return "not_derived"
        if layer in to_come:
            return "not_made_yet"
        return "used_by_then" if layer in kept else "not_kept"

    return why
