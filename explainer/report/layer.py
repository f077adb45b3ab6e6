"""The derivation of one layer as blocks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from explainer.derivation.derive import LayerWork, Step
from explainer.layers.layer import Keeps
from explainer.layers.setting_types import Sides
from explainer.network.graph import Graph
from explainer.network.node import Node, Tensor
from explainer.page import nodes as n
from explainer.page.digits import rounded
from explainer.page.kind_figures import kind_figures
from explainer.page.moment_text import layer_text
from explainer.page.sentences import prose, say
from explainer.page.steps import Seen, brief_line, fact, full, goal_of, slip_blocks
from explainer.page.window_figure import unread_blocks
from explainer.page.wording import joined, shape_text, shapes_text

# What isn't memory, or only for a moment: told in the appendix of a full report.
APART = frozenset({"macs", "im2col"})
# Axes that come behind the first: told with it where their numbers are the same.
FOLLOWS = {"W_out": "H_out", "P_w": "P_h", "H_out": "D_out", "P_h": "P_d"}


def anchor(node: Node) -> str:
    """The layer's anchor: unique, and free of anything that could need escaping."""
    return f"layer-{node.index}"


def layer_blocks(work: LayerWork, graph: Graph, b: int, seen: Seen) -> list[n.Block]:
    """The heading, what goes in and out, and the steps; quiet layers take one line."""
    node = work.node
    new = node.kind not in seen.kinds
    seen.kinds.add(node.kind)
    if node.keeps is not Keeps.NEW and not new and not node.count("parameters"):
        return [n.Paragraph(_quiet_line(node), "note", anchor(node)), *_still_read(node, graph)]
    blocks = heading_blocks(node, graph) if new else heading_blocks(node, graph)[:1]
    if not new:
        blocks.append(n.Paragraph(_in_and_out(node, graph)))
    told = Telling(work, b, seen).of_steps(memory_steps(work))
    return [*blocks, *told, *_still_read(node, graph)]


def whole_layer(work: LayerWork, graph: Graph, b: int, seen: Seen) -> list[n.Block]:
    """The same with every step in full, whatever was told before."""
    told = Telling(work, b, seen, every=True).of_steps(work.steps)
    return [*heading_blocks(work.node, graph), *told, *_still_read(work.node, graph)]


def memory_steps(work: LayerWork) -> list[Step]:
    """The steps that the layer's memory takes."""
    return [step for step in work.steps if step.name not in APART]


def heading_blocks(node: Node, graph: Graph, letters: Sequence[n.Inlines] = ()) -> list[n.Block]:
    """The layer's title, what its kind is, and what goes in and out.

    letters: what its symbols stand for, where that is told.
    """
    about = [prose(node.layer.about)] if node.index else []
    return [
        n.Heading(3, _title(node), anchor(node)),
        n.Paragraph(joined([*about, _in_and_out(node, graph), *letters], " ")),
        *kind_figures(node),
    ]


def _still_read(node: Node, graph: Graph) -> list[n.Block]:
    """A word where a later layer still needs the value that would be written over."""
    if node.keeps is not Keeps.IN_PLACE:
        return []
    later = [graph.nodes[r] for s in node.sources for r in graph.readers[s] if r > node.index]
    if not later:
        return []
    told = say("layer.still_read", name=_name(node), later=_name(later[0]))
    return [n.Paragraph(told, "warning")]


def _title(node: Node) -> n.Inlines:
    """Name and kind; once where the name is made from the kind."""
    if node.name == node.kind:
        return (n.User(node.name),)
    return say("layer.title", name=_name(node), kind=n.Code(node.kind))


def _name(node: Node) -> n.Inline:
    return n.User(node.name)


def _quiet_line(node: Node) -> n.Inlines:
    key = "layer.quiet_in_place" if node.keeps is Keeps.IN_PLACE else "layer.quiet_nothing"
    return say(key, name=_name(node), kind=n.Code(node.kind), shape=shape_text(node.output))


def _in_and_out(node: Node, graph: Graph) -> n.Inlines:
    if not node.sources:
        return say("layer.input", shape=shapes_text(node))
    sources = [
        (
            shape_text(shape, tokens=graph.nodes[source].tokens),
            n.User(name_of(graph.nodes[source], number)),
        )
        for shape, source, number in zip(node.inputs, node.sources, node.takes, strict=True)
    ]
    if len(sources) == 1:
        taken = say(
            "layer.takes",
            shape_in=sources[0][0],
            source=_named(graph.nodes[node.sources[0]], node.takes[0], graph),
            shape_out=shape_text(node.output),
        )
    else:
        taken_from = [say("layer.from", shape=shape, source=source) for shape, source in sources]
        taken = say(
            "layer.takes_many", shapes_in=joined(taken_from), shape_out=shape_text(node.output)
        )
    told = [taken, *_shared(node, graph), *_made_beside(node)]
    if settings := [(n.Code(text),) for text in setting_texts(node)]:
        told.append(say("layer.settings", settings=joined(list[n.Inlines](settings))))
    return joined(told, " ")


def _shared(node: Node, graph: Graph) -> list[n.Inlines]:
    """Whose parameters it uses."""
    if node.shares is None:
        return []
    key = "layer.shares" if node.count("parameters") else "layer.shares_all"
    return [say(key, owner=n.User(graph.nodes[node.shares].name))]


def _named(node: Node, number: int, graph: Graph) -> n.Inlines:
    """What gives a tensor; where that has no storage of its own, whose it uses as well."""
    if number != node.index:
        return (n.User(name_of(node, number)),)
    return layer_text(node.name, graph)


def name_of(node: Node, number: int) -> str:
    """What a model file calls one of a node's outputs."""
    beside = {each.number: f"{node.name}.{each.name}" for each in node.beside}
    return beside.get(number, node.name)


def _made_beside(node: Node) -> list[n.Inlines]:
    """A sentence for the outputs behind the first, and for what is made inside."""
    told: list[n.Inlines] = []
    if node.beside:
        names: list[n.Inlines] = [(n.Code(name_of(node, each.number)),) for each in node.beside]
        tensors = _tensors(node.beside)
        told.append(say("layer.gives_beside", tensors=tensors, taken=joined(names)))
    if node.kept_inside:
        told.append(say("layer.keeps_inside", tensors=_tensors(node.kept_inside)))
    if passing := [each for each in node.inner if not each.law.kept]:
        told.append(say("layer.makes_inside", tensors=_tensors(passing)))
    return told


def _tensors(tensors: Sequence[Tensor]) -> n.Inlines:
    """Their names with their shapes."""
    return joined([
        say("layer.tensor", name=n.Code(each.name), shape=shape_text(each.shape))
        for each in tensors
    ])  # fmt: skip


def setting_texts(node: Node) -> list[str]:
    """The settings as they would stand in the file, those at their default left out."""
    texts = []
    for setting in node.layer.settings:
        value = node.settings[setting.name]
        default = setting.left_out(node.settings, node.inputs)
        if value != default:
            texts.append(f"{setting.name}: {_setting_value(value)}")
    return texts


def _setting_value(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        each = [_setting_value(part) for part in value]
        return each[0] if len(set(each)) == 1 else f"[{', '.join(each)}]"
    if isinstance(value, Sides):
        sides = (f"{side}: {size}" for side, size in asdict(value).items())
        return f"{{{', '.join(sides)}}}"
    if isinstance(value, Fraction):
        return f"{Decimal(value.numerator) / value.denominator:f}"
    return str(value)


class Telling:
    """Tells the steps of one layer.

    The lines and slips of known steps are gathered until the next step in full.
    every: whether every step is told in full, with all its slips; else what is new.
    """

    def __init__(self, work: LayerWork, b: int, seen: Seen, *, every: bool = False) -> None:
        self.work, self.b, self.seen, self.every = work, b, seen, every
        self.blocks: list[n.Block] = []
        self.lines: list[n.BriefLine] = []
        self.slips: list[n.Block] = []
        self.goal = ""

    def of_steps(self, steps: Sequence[Step]) -> list[n.Block]:
        """New steps in full under their goal, known ones one line each."""
        for step in steps:
            self.tell(step)
        self.close()
        return self.blocks + unread_blocks(self.work.node)

    def tell(self, step: Step) -> None:
        """One step, in full or on one line, with the slips that are due."""
        follows = self._follows(step)
        whole = not follows and (self.every or self.seen.first(step))
        due = [] if follows else slip_blocks(step, self.seen, every=self.every)
        if whole and (
            not step.is_fact or step.value or due or self.work.node.keeps is not Keeps.NEW
        ):
            self.close()
            self._head(step)
            self.blocks += [
                fact(step) if step.is_fact else self._full(step),
                *self._after(step),
                *due,
            ]
            return
        if not step.is_fact and not (follows and self._told_in_full):
            self.lines.append(brief_line(step, self.b))
        self.slips += due

    def close(self) -> None:
        """Put down what was gathered."""
        if self.lines:
            self.blocks.append(n.Brief(tuple(self.lines)))
        self.blocks += self.slips
        self.lines, self.slips = [], []

    def _head(self, step: Step) -> None:
        goal = goal_of(step.name)
        if goal != self.goal:
            self.blocks.append(n.Heading(4, say(f"goal.{goal}")))
        self.goal = goal

    _told_in_full = False

    def _full(self, step: Step) -> n.Block:
        """The step, with a word about the other axes that have the same numbers."""
        alike = [
            s for s in self.work.steps if FOLLOWS.get(s.name) == step.name and self._follows(s)
        ]
        self._told_in_full = bool(alike) or self._told_in_full
        note = (
            say("layer.likewise", symbol=n.Var(alike[0].name), value=alike[0].value)
            if alike
            else ()
        )
        made = replace(full(step, self.b, self.seen), note=note)
        other = self.work.step(FOLLOWS.get(step.name, ""))
        if other is not None and other.formula.function is step.formula.function:
            return replace(made, why=say("layer.same_law"), law=None)
        return made

    def _follows(self, step: Step) -> bool:
        """Whether the axis before has the same law and the same numbers, and tells this one."""
        other = self.work.step(FOLLOWS.get(step.name, ""))
        return (
            other is not None
            and other.formula.function is step.formula.function
            and list(other.arguments.values()) == list(step.arguments.values())
        )

    def _after(self, step: Step) -> list[n.Block]:
        """What a number means beside another: how much larger im2col's matrix is than the input."""
        if step.name != "im2col" or not step.value:
            return []
        size = math.prod(self.work.node.inputs[0])
        ratio = Fraction(int(step.value), size)
        if ratio == 1:
            return [n.Paragraph(say("layer.im2col_same", input=size), "note")]
        shown = n.Num(int(ratio)) if ratio.denominator == 1 else n.Words(rounded(ratio, 2))
        return [n.Paragraph(say("layer.im2col_ratio", ratio=shown, input=size), "note")]
