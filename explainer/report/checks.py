"""Every figure found in another way: by counting, and where it was asked by PyTorch itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.derivation.checks import Check
from explainer.network.loss import NO_LOSS
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.page.wording import joined
from explainer.results.results import Results

if TYPE_CHECKING:
    from explainer.torch_network.verification import Pair, Verification

SUMS = ("parameters", "buffers")


def checks_blocks(work: Results, seen: Seen) -> list[n.Block]:
    """The figures counted otherwise, then those that PyTorch measured, or how to have them."""
    if not work.checks:
        nothing = n.Paragraph(say("checks.nothing"))
        return [n.Heading(2, say("part.checks"), "checks"), nothing]
    rows = tuple(_row(_what(check), check.first, check.second) for check in work.checks)
    titles = ("checks.what", "checks.first", "checks.second", "checks.verdict")
    blocks: list[n.Block] = [
        n.Heading(2, say("part.checks"), "checks"),
        n.Paragraph(say("checks.intro")),
        n.Table(say("checks.caption"), _columns(*titles), rows),
    ]
    if work.measured is not None:
        return [*blocks, *_measured(work.measured)]
    if work.framework is not None:
        blocks.append(n.Paragraph(say("checks.how_to_verify")))
    return blocks


def _what(check: Check) -> n.Inlines:
    """What was counted otherwise; of how many, where that is not all of it."""
    key = f"checks.{check.what}"
    return say(key, count=check.count) if check.count else say(key)


def _columns(what: str, first: str, second: str, verdict: str) -> tuple[n.Column, ...]:
    return (
        n.Column(say(what)),
        n.Column(say(first), "number"),
        n.Column(say(second), "number"),
        n.Column(say(verdict)),
    )


def _row(what: n.Inlines, first: int, second: int) -> n.Row:
    verdict = say("checks.agree" if first == second else "checks.differ")
    return n.Row((what, (n.Num(first),), (n.Num(second),), verdict))


def _measured(found: Verification) -> list[n.Block]:
    """The layers' sizes added up, what is kept, and both peaks with their parts."""
    count = len(found.layers)
    told = (
        say("verify.layers", count=count, alike=count - len(found.differences))
        if found.differences
        else say("verify.layers_alike", count=count)
    )
    intro = say("verify.intro", version=found.version, dtype=n.Code(found.plan.dtype))
    titles = ("checks.what", "verify.derived", "verify.measured", "checks.verdict")
    caption = say("verify.caption", batch=found.plan.batch, optimizer=n.Code(found.plan.optimizer))
    rows = [*_sums(found), _pair("verify.saved", found.saved), _pair("verify.peak", found.peak)]
    images = {"input": "images"} if found.loss == NO_LOSS else {}
    rows += [_pair(f"verify.part_{images.get(p.what, p.what)}", p) for p in found.parts]
    rows.append(_pair("verify.inference", found.inference))
    rows += [_pair(f"verify.alone_{part.what}", part) for part in found.inference_parts]
    return [
        n.Paragraph(intro),
        n.Paragraph(told),
        *_differing(found),
        n.Table(caption, _columns(*titles), tuple(rows)),
    ]


def _differing(found: Verification) -> list[n.Block]:
    """The layers that torch has otherwise, by name."""
    names: list[n.Inlines] = [(n.User(layer.name),) for layer in found.differences]
    return [n.Paragraph(say("verify.differ", layers=joined(names)), "warning")] if names else []


def _sums(found: Verification) -> list[n.Row]:
    """What all layers have together."""
    return [
        _row(
            say(f"verify.{what}"),
            sum(getattr(layer.derived, what) for layer in found.layers),
            sum(getattr(layer.measured, what) for layer in found.layers),
        )
        for what in SUMS
    ]


def _pair(key: str, pair: Pair) -> n.Row:
    if pair.bound and pair.agrees:
        derived, measured = n.Num(pair.derived), n.Num(pair.measured)
        return n.Row((say(key), (derived,), (measured,), say("missing.at_least")))
    return _row(say(key), pair.derived, pair.measured)
