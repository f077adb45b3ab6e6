"""Every collection of formulas in which mistakes are known, in teaching order."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.layers import LAYERS
from explainer.maths import Mistake
from explainer.maths.formulary import Formulary
from explainer.memory.bridge.seven_parts import seven_parts
from explainer.memory.framework.workspace import workspace
from explainer.memory.textbook.account import inference, training
from explainer.memory.textbook.factored import factored
from explainer.memory.textbook.int8 import int8_inference
from explainer.memory.textbook.mixed import mixed_training
from explainer.memory.textbook.printed_rows import printed_parts, printed_rows
from explainer.memory.textbook.sums import network
from explainer.memory.textbook.unit_formulas import amounts, memory_units
from explainer.questions.checkpointing.formulas import checkpointing
from explainer.questions.devices.formulas import devices_formulas
from explainer.questions.growth.formulas import growth

OVER_NETWORKS: tuple[Formulary, ...] = (
    *(network, printed_rows),
    *(training, inference, printed_parts, mixed_training, int8_inference, factored, workspace),
    *(checkpointing, devices_formulas, growth, seven_parts),
    *(amounts, memory_units),
)


def every_mistake() -> Iterator[tuple[str, bool, Mistake]]:
    """Each with the kind of layer that it is made in, if any, and whether reports leave it out.

    A mistake that several kinds share is told of the first of them, in teaching order.
    """
    for kind in LAYERS:
        yield from ((kind, *each) for each in _of(LAYERS[kind]))
    for formulary in OVER_NETWORKS:
        yield from (("", *each) for each in _of(formulary))


def _of(formulary: Formulary) -> Iterator[tuple[bool, Mistake]]:
    for seldom, group in ((False, formulary), (True, formulary.seldom)):
        for case in group.mistakes:
            assert isinstance(case.formula, Mistake)
            yield seldom, case.formula
