"""Each different kind of step once, in full, on the layer where it teaches most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from explainer.derivation.derive import Step
from explainer.layers.quantities import OF_RECURRENCE
from explainer.page import nodes as n
from explainer.page.letters import letters_line
from explainer.page.sentences import say
from explainer.page.steps import Seen, goal_of, lines_of
from explainer.report.handout import shown_steps
from explainer.report.layer import Telling, heading_blocks, memory_steps
from explainer.report.rows import adds
from explainer.report.teaching import all_apart, taught
from explainer.results.results import Results

# A step of so many lines loses no more than one of them in short.
IN_SHORT = 4


def each_kind(work: Results, seen: Seen) -> list[n.Block]:
    """Each different kind of step once, in full, on the layer where it teaches most."""
    if work.bare:
        return []
    blocks: list[n.Block] = [
        n.Heading(2, say("worked.steps"), "derivation"),
        *([n.Paragraph(_where_told(work))] if _has_choice(work) else []),
    ]
    told = _told_before(work)
    for layer in taught(work.graph):
        steps = list(_fresh(memory_steps(layer), told))
        letters = letters_line(layer.node, steps, seen)
        blocks += heading_blocks(layer.node, work.graph, letters)
        blocks += Telling(layer, work.plan.bytes_per_value, seen, every=True).of_steps(steps)
    return blocks


def _has_choice(work: Results) -> bool:
    """Whether a kind could have been told on another layer as well."""
    layers = [node for node in work.graph.nodes if adds(node) and node.sources]
    return len(layers) > len(taught(work.graph))


def _where_told(work: Results) -> n.Inlines:
    """On which layers they are told: whether no two mistakes give one wrong number there."""
    steps = [step for layer in taught(work.graph) for step in memory_steps(layer)]
    apart = all(map(all_apart, steps))
    return say("worked.steps_intro_apart" if apart else "worked.steps_intro")


def _told_before(work: Results) -> set[str]:
    """The reasons of the steps that the handout's pages have in full.

    What the counts of a recurrent layer are made of stands beside them once more, with its law.
    """
    return {
        step.formula.why
        for step in shown_steps(work)
        if len(lines_of(step)) <= IN_SHORT and step.name not in OF_RECURRENCE
    }


def _fresh(steps: Iterable[Step], told: set[str]) -> Iterable[Step]:
    """The steps with something to say that was not told yet, and all sizes of an output.

    A size has its own numbers in each kind, though its law and its mistakes may be known.
    """
    for step in steps:
        if _is_new(step, told):
            yield step
        elif goal_of(step.name) == "output" and not step.is_fact:
            yield replace(step, slips=())


def _is_new(step: Step, told: set[str]) -> bool:
    """Whether its reason was not told yet, or a mistake shows in it that was not.

    told: the reasons of the steps before, and the names of the mistakes that showed there.
    """
    showing = {slip.mistake.name for slip in step.slips if not slip.hides}
    new = step.formula.why not in told or not showing <= told
    told |= showing | {step.formula.why}
    return new
