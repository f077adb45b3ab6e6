"""On several devices: what one of them takes, in data parallel training and by ZeRO's stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from explainer.derivation.derive import steps_of
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen, full, slip_blocks
from explainer.page.wording import binary_text, decimal_text, share_text
from explainer.questions.devices.account import WAYS, OneDevice, one_of
from explainer.questions.devices.answer import Devices
from explainer.questions.devices.bars import ways_figure
from explainer.questions.devices.buckets_page import buckets_blocks
from explainer.questions.devices.formulas import devices_formulas
from explainer.results.results import Results

ZERO = "https://arxiv.org/abs/1910.02054"
DATA_PARALLEL = (
    "https://docs.pytorch.org/docs/stable/generated/torch.nn.parallel.DistributedDataParallel.html"
)


def devices_blocks(work: Results, found: Devices, seen: Seen) -> list[n.Block]:
    """The formulas for so many devices, both tables, the picture, and what stays."""
    values = found.values
    blocks: list[n.Block] = [
        n.Heading(2, say("part.devices"), "devices"),
        n.Paragraph(_intro(found.devices)),
    ]
    if not values["parameters"]:
        return [*blocks, n.Paragraph(say("devices.nothing_learnt"))]
    own = one_of(values)
    return [
        *blocks,
        *_steps(work, found, seen),
        n.Paragraph(_gathered(work, values), "note"),
        n.Heading(4, say("devices.goal_together")),
        _ways(own, own.bucket_views),
        ways_figure(own, values),
        *_numbers(found.table),
        n.Listing(tuple(_findings(work, own, values))),
        n.Paragraph(_sources(), "note"),
    ]


def _intro(devices: int) -> n.Inlines:
    return say("devices.intro_one") if devices == 1 else say("devices.intro", devices=devices)


def _steps(work: Results, found: Devices, seen: Seen) -> list[n.Block]:
    """Every formula with its numbers and slips, under its goal; the buckets beside theirs."""
    blocks: list[n.Block] = []
    b = work.plan.bytes_per_value
    for step in steps_of(devices_formulas, found.values):
        if step.formula.goal:
            blocks.append(n.Heading(4, say(f"devices.goal_{step.formula.goal}")))
        blocks += [full(step, b, seen), *slip_blocks(step, seen, every=False)]
        if step.name == "bytes_of_buckets":
            blocks += buckets_blocks(found.buckets)
    return blocks


def _gathered(work: Results, values: Mapping[str, Any]) -> n.Inlines:
    """What stage 3 needs for a moment, which its formula leaves out."""
    if work.graph.totals is not None:
        return say("devices.gathered_unknown")
    largest = max(work.graph.nodes, key=lambda node: node.count("parameters"))
    size = largest.count("parameters") * values["b_p"]
    return say("devices.gathered", layer=n.User(largest.name), size=size)


def _ways(own: OneDevice, alone: int) -> n.Table:
    """Each way with its bytes, both units, and its share of what a device takes alone."""
    columns = (
        n.Column(say("devices.way")),
        n.Column(say("training.bytes"), "number"),
        n.Column(say("training.decimal"), "number"),
        n.Column(say("training.binary"), "number"),
        n.Column(say("devices.share"), "number"),
    )
    rows = tuple(_way(say(f"devices.{way}"), getattr(own, way), alone) for way in WAYS)
    footer = (_way(say("devices.alone"), alone, alone),)
    return n.Table(say("devices.ways_caption", devices=own.devices), columns, rows, footer)


def _way(label: n.Inlines, size: int, alone: int) -> n.Row:
    share = (*share_text(size, alone), n.Words(" %"))
    return n.Row((label, (n.Num(size),), decimal_text(size), binary_text(size), share))


def _numbers(rows: Sequence[OneDevice]) -> list[n.Block]:
    """Bytes of one device, by the number of devices and the way."""
    columns = (
        n.Column(say("devices.devices"), "number"),
        *(n.Column(say(f"devices.{way}"), "number") for way in WAYS),
    )
    table = tuple(
        n.Row(((n.Num(row.devices),), *((n.Num(getattr(row, way)),) for way in WAYS)))
        for row in rows
    )
    return [n.Table(say("devices.numbers_caption"), columns, table)]


def _findings(work: Results, own: OneDevice, values: Mapping[str, Any]) -> list[n.Inlines]:
    """What the numbers say of this network."""
    images, optimizer = values["bytes_of_images"], n.Code(work.plan.optimizer)
    found = [say("devices.same_for_any")]
    if own.devices == 1:
        found.append(say("devices.one_device"))
    elif not values["bytes_of_optimizer"]:
        found.append(say("devices.no_state", optimizer=optimizer))
    if images:
        share = share_text(images, own.zero_3)
        found.append(say("devices.never_less", images=images, share=share, least=own.zero_3))
    else:
        found.append(say("devices.no_images"))
    learnt = own.bucket_views - images
    if images == learnt:
        return [*found, say("devices.images_equal", images=images)]
    key = "devices.images_more" if images > learnt else "devices.images_less"
    return [*found, say(key, images=images, learnt=learnt)]


def _sources() -> n.Inlines:
    return say(
        "devices.sources",
        data_parallel=n.Link((n.Words(DATA_PARALLEL),), DATA_PARALLEL),
        zero=n.Link((n.Words(ZERO),), ZERO),
    )
