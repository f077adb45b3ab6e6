"""Training: the textbook account, what PyTorch keeps, the two side by side, the seven parts."""

from __future__ import annotations

from explainer.memory.bridge import Bridge
from explainer.memory.framework.ledger import PARTS
from explainer.memory.framework.simulation import Step
from explainer.memory.framework.storage import VALUES
from explainer.network.tokens import bytes_of_tokens, tokens_of
from explainer.page import nodes as n
from explainer.page.beside import beside
from explainer.page.extras import Extras
from explainer.page.kept_text import input_text
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.page.wording import share_text
from explainer.report.bridge import bridge_blocks
from explainer.report.framework import framework_training, is_bound
from explainer.report.growth_in_batch import growth_in_batch
from explainer.report.made_of import made_of
from explainer.report.seven_parts import seven_parts_blocks
from explainer.report.totals import training_blocks
from explainer.report.two_accounts import Line, side_by_side
from explainer.results.results import Framework, Results


def training_section(work: Results, seen: Seen, extras: Extras | None = None) -> list[n.Block]:
    """Both accounts where both can be derived; else the textbook's, and what is missing.

    extras: what layers make beside their values; None where that is not told.
    """
    title, *accounts = accounts_of_training(work, seen, extras)
    step = None if work.framework is None else work.framework.step
    pictures = beside([*made_of(work), *growth_in_batch(work)])
    return [title, *pictures, *accounts, *_seven(work, step, seen)]


def accounts_of_training(work: Results, seen: Seen, extras: Extras | None = None) -> list[n.Block]:
    """The two accounts, or the one that there is; extras: as above."""
    blocks: list[n.Block] = [n.Heading(2, say("part.training"), "training")]
    if work.framework is None:
        return [*blocks, *training_blocks(work, seen), n.Paragraph(without_framework(work))]
    step = work.framework.step
    return [
        *blocks,
        n.Paragraph(say("accounts.two_of_training")),
        n.Heading(3, say("accounts.textbook"), "training-textbook"),
        *training_blocks(work, seen),
        n.Heading(3, say("part.framework"), "framework"),
        *framework_training(step, work, _beside(extras, seen) if extras is not None else ()),
        n.Heading(3, say("accounts.both"), "training-accounts"),
        *both_accounts(work, work.framework),
    ]


def without_framework(work: Results) -> n.Inlines:
    """Why there is no account of what PyTorch keeps."""
    return say("framework.bare" if work.graph.totals is not None else "framework.int8")


def _beside(extras: Extras, seen: Seen) -> list[n.Block]:
    """What the loss makes, and what the optimizer takes for a moment."""
    return [*extras.of_loss(seen), *extras.of_optimizer(seen)]


def _seven(work: Results, step: Step | None, seen: Seen) -> list[n.Block]:
    if work.graph.totals is not None:
        return []
    title = n.Heading(3, say("seven.title"), "seven-parts")
    return [title, *seven_parts_blocks(work, step, seen)]


def both_accounts(work: Results, framework: Framework) -> list[n.Block]:
    """The two accounts beside each other, what leads from one to the other, and what it means."""
    reasons = _reasons(framework.training_bridge, work, framework.step)
    return [*bridged_accounts(work, framework), n.Listing(tuple(reasons))]


def bridged_accounts(work: Results, framework: Framework) -> list[n.Block]:
    """The two accounts beside each other, and what leads from one total to the other."""
    step, bridge = framework.step, framework.training_bridge
    caption = say("accounts.of_training", batch=work.plan.batch)
    return [
        n.Paragraph(_input_apart(work)),
        *side_by_side(_lines(work, step), caption, bound=is_bound(work)),
        *bridge_blocks(bridge, say("bridge.of_training"), bound=is_bound(work)),
    ]


def _input_apart(work: Results) -> n.Inlines:
    """Where the textbook has what the network is given, which is one line here."""
    if not tokens_of(work.case):
        return say("accounts.images_apart")
    return say(f"accounts.tokens_{'and_values_' if work.graph.values_given else ''}apart")


def _lines(work: Results, step: Step) -> list[Line]:
    """The parts of the peak beside the textbook's; its images are taken out of the activations."""
    book, plan = work.textbook.training, work.plan
    images = work.graph.values_given * plan.batch * plan.bytes_per_value
    textbook = {
        "parameters": book.parameters,
        "gradients": book.gradients,
        "optimizer": book.optimizer,
        "saved": book.activations - images,
        "input": images + bytes_of_tokens(work.case),
        "temporary": book.activation_gradients,
    }
    return [
        Line(_label(part, work), textbook.get(part), getattr(step.peak, part)) for part in PARTS
    ]


def _label(part: str, work: Results) -> n.Inlines:
    return input_text(work.case.loss) if part == "input" else say(f"framework.part_{part}")


def _reasons(bridge: Bridge, work: Results, step: Step) -> list[n.Inlines]:
    """What it comes to, in sentences, each where it applies."""
    book = work.textbook.training.activation_gradients
    told = [say("accounts.gradients", textbook=book, most=step.on_their_way)]
    beside = sum(each.bytes for each in step.saved.storages if each.what not in VALUES)
    if beside:
        share = share_text(beside, step.saved.total)
        told.append(say("accounts.beside", bytes=beside, all=step.saved.total, share=share))
    late = sum(each.bytes for each in bridge.differences if each.why == "gradients_less")
    if late and step.peak.where.moment == "backward":
        told.append(say("accounts.late", bytes=-late))
    return told
