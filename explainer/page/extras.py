"""What PyTorch makes at a layer beside its values, step by step, and why it is not in place."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from explainer.derivation.derive import Step
from explainer.memory.framework.extra_tensors import ExtraTensor
from explainer.memory.framework.in_place import Conflict, Need
from explainer.network.node import Node
from explainer.network.optimizers.moments import COPIES_OF_ALL
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen, fact, full
from explainer.results.results import Results

LOSS = ""


class Extras:
    """The blocks of a network's extra tensors, by layer; none where PyTorch has no account."""

    def __init__(self, work: Results) -> None:
        self.work, self.framework = work, work.framework
        self.conflicts = self.framework.conflicts() if self.framework else {}

    def of_layer(self, node: Node, seen: Seen) -> list[n.Block]:
        """What it makes beside its values, and why it does not write over its input."""
        steps = self._steps(node.name, seen)
        conflict = self.conflicts.get(node.index)
        blocks: list[n.Block] = [n.Heading(4, say("extras.goal")), *steps] if steps else []
        if conflict is not None:
            blocks.append(n.Paragraph(self._why_not(node, conflict), "note"))
        return blocks

    def of_loss(self, seen: Seen) -> list[n.Block]:
        """What the loss makes beside its one value."""
        steps = self._steps(LOSS, seen)
        return [n.Heading(4, say("extras.goal_loss")), *steps] if steps else []

    def of_optimizer(self, seen: Seen) -> list[n.Block]:
        """What its step takes for a moment, where it takes most."""
        most = self.framework.most_in_step if self.framework else None
        if most is None:
            return []
        optimizer = n.Code(self.work.plan.optimizer)
        blocks: list[n.Block] = [n.Heading(4, say("extras.goal_optimizer"))]
        if not most.tensors:
            return [*blocks, fact(Step(*most.sum))]
        at_once = most.tensors[0].formula is COPIES_OF_ALL
        key = "extras.optimizer_at_once" if at_once else "extras.optimizer"
        told = say(key, optimizer=optimizer, **({} if at_once else {"layer": n.User(most.layer)}))
        blocks.append(n.Paragraph(told))
        for layer, tensors in groupby(most.tensors, key=lambda taken: taken.layer):
            if not at_once:
                blocks.append(n.Paragraph(say("extras.taken_for", layer=n.User(layer))))
            blocks += [
                self._full(Step(each.formula, each.arguments, each.bytes), seen) for each in tensors
            ]
        if len(most.tensors) > 1:
            blocks.append(self._full(Step(*most.sum), seen))
        return blocks

    def _full(self, step: Step, seen: Seen) -> n.Step:
        return full(step, self.work.plan.bytes_per_value, seen)

    def of_segments(self, segments: int) -> list[n.Block]:
        """Why layers that else are in place can't be where so many segments run again."""
        nodes = self.work.graph.nodes
        conflicts = self.framework.conflicts(segments) if self.framework else {}
        return [
            n.Paragraph(self._why_not(nodes[index], conflict), "note")
            for index, conflict in conflicts.items()
            if index not in self.conflicts
        ]

    def _steps(self, layer: str, seen: Seen) -> list[n.Block]:
        tensors = self.framework.extra_tensors.get(layer, ()) if self.framework else ()
        return [
            self._step(each, tensors[i - 1] if i else None, seen) for i, each in enumerate(tensors)
        ]

    def _step(self, extra: ExtraTensor, before: ExtraTensor | None, seen: Seen) -> n.Step:
        """The step in full, and whether it is kept; a law that was just told is not told again."""
        step = Step(extra.formula, extra.arguments, extra.bytes)
        made = full(step, self.work.plan.bytes_per_value, seen)
        note = say("extras.kept" if extra.kept else "extras.not_kept")
        made = replace(made, note=note)
        if before is not None and before.formula.function is extra.formula.function:
            return replace(made, why=say("extras.same_law"), law=None)
        return made

    def _why_not(self, node: Node, conflict: Conflict) -> n.Inlines:
        """Who needs the value that the layer would overwrite."""
        value = n.User(self.work.graph.name_of(conflict.value))
        layer, by = n.User(node.name), n.User(self.work.graph.nodes[conflict.by].name)
        match conflict.need:
            case Need.KEPT if conflict.by == conflict.value:
                return say("in_place.kept_by_itself", layer=layer, value=value)
            case Need.OUTPUT:
                return say("in_place.output", layer=layer, value=value)
            case Need.BORDER:
                return say("in_place.border", layer=layer, value=value)
            case Need.SIGN:
                return say("in_place.sign", layer=layer)
            case need:
                return say(f"in_place.{need.value}", layer=layer, value=value, by=by)
