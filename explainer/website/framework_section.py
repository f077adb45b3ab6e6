"""What PyTorch really keeps, on a network's page: the report's own parts, for the defaults."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from explainer.page import nodes as n
from explainer.page.steps import Seen
from explainer.report.inference import inference_section
from explainer.report.training import training_section
from explainer.website.networks import Network
from explainer.website.page import markup_of


def framework_section(net: Network) -> Markup | None:
    """Both accounts beside each other, in training and in inference; None without the account."""
    if net.work.framework is None:
        return None
    training = _from(training_section(net.work, Seen()), "framework", "seven-parts")
    inference = _from(inference_section(net.work, Seen()), "inference-framework", "")
    return markup_of(list(_headed([*training, *inference])))


def _from(blocks: list[n.Block], first: str, last: str) -> list[n.Block]:
    """The blocks from one heading on up to another, or to the end."""
    anchors = [block.anchor if isinstance(block, n.Heading) else "" for block in blocks]
    return blocks[anchors.index(first) : anchors.index(last) if last else len(blocks)]


def _headed(blocks: list[n.Block]) -> Iterator[n.Block]:
    """The first heading is the page's own; labels of goals are headings here."""
    number = 0
    for block in blocks:
        if not isinstance(block, n.Heading):
            yield block
        elif block.anchor != "framework":
            number += 1
            yield n.Heading(3, block.parts, block.anchor or f"framework-{number}")
