"""The lines that a tool prints, each in a sentence with the number behind it."""

from __future__ import annotations

from fractions import Fraction

from explainer.network.plan import Plan
from explainer.page import nodes as n
from explainer.page.digits import rounded
from explainer.page.sentences import say
from explainer.page.wording import joined
from explainer.tools.finding import Finding, Line

# The sentence of a line by its formula, where it is not told by what it is divided by.
BY_FORMULA = {
    "size_of_table": "hypothesis",
    "size_of_rows": "rows",
    "size_where_declared": "declared",
    "size_in_training": "training",
    "size_in_inference": "inference",
    "alive_at_peak": "activations",
    "size_of_saved": "ours",
    "size_of_im2col": "ours",
    "size_with_adam": "ours",
    "size_at_least": "least",
}


def line_paragraphs(finding: Finding, plan: Plan) -> list[n.Block]:
    """A list of what is printed, and what of it is missing."""
    told = [_told(finding, line, plan) for line in finding.lines if line.text is not None]
    blocks: list[n.Block] = [n.Listing(tuple(told))] if told else []
    missing = finding.known.missing
    if missing and missing != "card":
        blocks.append(n.Paragraph(_missing(missing, finding), "warning"))
    return blocks


def _missing(why: str, finding: Finding) -> n.Inlines:
    """Why nothing is printed; for Caffe, the kinds of layers that it does not have."""
    if why != "caffe":
        return say(f"reconcile.missing_{why}")
    kinds = joined([(n.Code(kind),) for kind in finding.known.kinds])
    return say("reconcile.missing_caffe", kinds=kinds)


def _told(finding: Finding, line: Line, plan: Plan) -> n.Inlines:
    assert line.text is not None
    assert line.value is not None
    text, key = n.Code(line.text), BY_FORMULA.get(line.printed.of)
    if finding.tool.name == "keras":
        return say("reconcile.prints_keras", value=line.value, bytes=line.bytes or 0, text=text)
    if key == "hypothesis":
        mib = rounded(Fraction(line.value, 2**20), 2)
        return say("reconcile.prints_hypothesis", text=text, value=line.value, mib=mib)
    if key == "training":
        optimizer = n.Code(plan.optimizer)
        return say("reconcile.prints_training", text=text, value=line.value, optimizer=optimizer)
    if key in ("least", "declared"):
        return say(f"reconcile.prints_{key}", text=text)
    if key is not None:
        return say(f"reconcile.prints_{key}", text=text, value=line.value)
    if line.printed.divisor > 1:
        divisor = line.printed.divisor
        return say("reconcile.prints_divided", value=line.value, divisor=divisor, text=text)
    return say("reconcile.prints", text=text)
