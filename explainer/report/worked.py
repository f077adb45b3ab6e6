"""The derivation to work through: the handout, then each different kind of step once, in full."""

from __future__ import annotations

from explainer.report.accumulation import accumulation_blocks
from explainer.report.boxes import abreast, beside_slips, boxed
from explainer.report.chapters.blocks import opened_blocks
from explainer.report.chapters.inference import inference, over_time
from explainer.report.chapters.kinds import each_kind
from explainer.report.chapters.picture import network
from explainer.report.chapters.published import checks, published
from explainer.report.chapters.sums import sums, units
from explainer.report.chapters.training import training
from explainer.report.freezing import freezing_blocks
from explainer.report.handout import OPENING, PAGE_ONE, PAGE_TWO
from explainer.report.int8 import int8_blocks
from explainer.report.length import Length

WORKED = Length(
    OPENING,
    (
        *PAGE_ONE,
        *PAGE_TWO,
        abreast(boxed(each_kind)),
        network,
        opened_blocks,
        boxed(sums, 2),
        beside_slips(boxed(units, 2)),
        boxed(training, 2),
        boxed(inference),
        over_time,
        boxed(int8_blocks),
        freezing_blocks,
        accumulation_blocks,
    ),
    (published, checks),
)
