"""Every collection of formulas, and the mistakes that are known in them, in teaching order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from explainer.layers import LAYERS
from explainer.layers.beside import beside_values
from explainer.layers.input import INPUT
from explainer.layers.of_any_kind import counting, sharing
from explainer.maths import Mistake
from explainer.maths.formulary import Formulary
from explainer.memory.bridge.seven_parts import seven_parts
from explainer.memory.framework.workspace import workspace
from explainer.memory.textbook.account import inference, training
from explainer.memory.textbook.factored import factored, factored_sum
from explainer.memory.textbook.int8 import int8_inference
from explainer.memory.textbook.mixed import mixed_training
from explainer.memory.textbook.printed_rows import printed_parts, printed_rows
from explainer.memory.textbook.sums import network
from explainer.memory.textbook.unit_formulas import amounts, memory_units
from explainer.network.optimizers.moments import in_step
from explainer.questions.checkpointing.formulas import checkpointing
from explainer.questions.checkpointing.formulas import rule as checkpointing_rule
from explainer.questions.devices.formulas import devices_formulas
from explainer.questions.growth.formulas import growth
from explainer.tools import (
    caffe,
    cs231n,
    fvcore,
    keras,
    pytorch,
    rules_of_thumb,
    torchinfo,
    torchsummary,
)

# All that belong to no kind of layer, by what they are called; a test holds it complete.
OVER_NETWORKS: Mapping[str, Formulary] = {
    "counting": counting, "sharing": sharing, "network": network, "printed_rows": printed_rows,
    "training": training, "inference": inference, "printed_parts": printed_parts,
    "mixed_training": mixed_training, "int8_inference": int8_inference, "factored": factored,
    "factored_sum": factored_sum, "workspace": workspace, "beside_values": beside_values,
    "in_step": in_step,
    "checkpointing": checkpointing, "checkpointing_rule": checkpointing_rule,
    "devices_formulas": devices_formulas, "growth": growth, "seven_parts": seven_parts,
    "amounts": amounts, "memory_units": memory_units,
    "autograd": pytorch.autograd, "allocator": pytorch.allocator, "card": pytorch.card,
    "adam": rules_of_thumb.adam, "columns": rules_of_thumb.columns,
    "caffe_rule": caffe.rule, "cs231n_rule": cs231n.rule, "fvcore_rule": fvcore.rule,
    "keras_rule": keras.rule, "torchinfo_rule": torchinfo.rule,
    "torchsummary_rule": torchsummary.rule,
}  # fmt: skip


def every_formulary() -> dict[str, Formulary]:
    """Each by its kind of layer, or else by what it is called, in teaching order."""
    return {INPUT.kind: INPUT, **LAYERS, **OVER_NETWORKS}


def every_mistake() -> Iterator[tuple[str, bool, Mistake]]:
    """Each with the kind of layer that it is made in, if any, and whether reports leave it out.

    A mistake that several kinds share is told of the first of them, in teaching order.
    """
    for name, formulary in every_formulary().items():
        kind = name if name in LAYERS else ""
        yield from ((kind, *each) for each in _of(formulary))


def _of(formulary: Formulary) -> Iterator[tuple[bool, Mistake]]:
    for seldom, group in ((False, formulary), (True, formulary.seldom)):
        for case in group.mistakes:
            assert isinstance(case.formula, Mistake)
            yield seldom, case.formula
