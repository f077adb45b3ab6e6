"""The derivation of one layer as blocks."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from explainer.derive import LayerWork, Step
from explainer.document import nodes as n
from explainer.document.sentences import prose, say
from explainer.document.steps import Seen, brief_line, fact, full, goal_of, slip_blocks
from explainer.document.window_figure import unread_blocks
from explainer.document.wording import joined, shape_text
from explainer.graph import Graph, Node
from explainer.layers.layer import Keeps
from explainer.layers.settings import Sides

# Axes that come behind the first: told with it where their numbers are the same.
FOLLOWS = {"W_out": "H_out", "P_w": "P_h", "H_out": "D_out", "P_h": "P_d"}


def anchors(graph: Graph) -> list[str]:
    """An anchor for each node: unique, and free of anything that could need escaping."""
    return [f"layer-{node.index}" for node in graph.nodes]


def layer_blocks(work: LayerWork, graph: Graph, b: int, detail: str, seen: Seen) -> list[n.Block]:
    """The heading, what goes in and out, and the steps; quiet layers take one line."""
    node = work.node
    new = node.kind not in seen.kinds
    seen.kinds.add(node.kind)
    if node.keeps is not Keeps.NEW and not new and detail != "full" and not node.count("parameters"):
        return [n.Paragraph(_quiet_line(node), "note")]
    blocks: list[n.Block] = [
        n.Heading(3, say("layer.title", name=_name(node), kind=n.Code(node.kind)), anchors(graph)[node.index])
    ]
    if new and node.index:
        blocks.append(n.Paragraph(prose(node.layer.about)))
    blocks.append(n.Paragraph(_in_and_out(node, graph)))
    blocks += _steps(work, b, detail, seen)
    return blocks


def _name(node: Node) -> n.Inline:
    return n.User(node.name)


def _quiet_line(node: Node) -> n.Inlines:
    key = "layer.quiet_in_place" if node.keeps is Keeps.IN_PLACE else "layer.quiet_nothing"
    return say(key, name=_name(node), kind=n.Code(node.kind), shape=shape_text(node.output))


def _in_and_out(node: Node, graph: Graph) -> n.Inlines:
    if node.index == 0:
        return say("layer.input", shape=shape_text(node.output))
    sources = [graph.nodes[source] for source in node.sources]
    if len(sources) == 1:
        taken = say(
            "layer.takes", shape_in=shape_text(node.inputs[0]), source=_name(sources[0]), shape_out=shape_text(node.output)
        )
    else:
        each = [(*shape_text(s.output), n.Words(" "), _name(s)) for s in sources]
        taken = say("layer.takes_many", shapes_in=joined(each), shape_out=shape_text(node.output))
    settings = [(n.Code(text),) for text in setting_texts(node)]
    return (*taken, n.Words(" "), *say("layer.settings", settings=joined(settings))) if settings else taken


def setting_texts(node: Node) -> list[str]:
    """The settings as they would stand in the file, those at their default left out."""
    texts = []
    for setting in node.layer.settings:
        value = node.settings[setting.name]
        if callable(setting.default) or value != setting.default:
            texts.append(f"{setting.name}: {_setting_value(value)}")
    return texts


def _setting_value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return str(value[0]) if len(set(value)) == 1 else f"[{', '.join(map(str, value))}]"
    if isinstance(value, Sides):
        return f"{{top: {value.top}, bottom: {value.bottom}, left: {value.left}, right: {value.right}}}"
    if isinstance(value, Fraction):
        return str(value) if value.denominator == 1 else repr(float(value))
    return str(value)


def _steps(work: LayerWork, b: int, detail: str, seen: Seen) -> list[n.Block]:
    blocks: list[n.Block] = []
    waiting: list[n.BriefLine] = []

    def flush() -> None:
        if waiting:
            blocks.append(n.Brief(tuple(waiting)))
            waiting.clear()

    goal = ""
    for step in work.steps:
        told = _told_with(step, work)
        whole = detail == "full" or (detail == "first" and seen.first(step))
        slips = slip_blocks(step, seen, every=detail == "full") if detail != "brief" and not told else []
        if told and (whole or detail == "full"):
            flush()
            blocks.append(n.Paragraph(say("layer.likewise_same", symbol=n.Var(step.name), value=step.value), "note"))
        elif step.is_fact:
            if whole and (step.value or slips or work.node.keeps is not Keeps.NEW):
                flush()
                goal = _goal(blocks, step, goal)
                blocks.append(fact(step))
        elif whole:
            flush()
            goal = _goal(blocks, step, goal)
            blocks.append(full(step, b, seen))
            blocks += _after(step, work)
        else:
            waiting.append(brief_line(step, b))
        if slips:
            flush()
            blocks += slips
    flush()
    return blocks + unread_blocks(work.node)


def _goal(blocks: list[n.Block], step: Step, before: str) -> str:
    goal = goal_of(step.name)
    if goal != before:
        blocks.append(n.Heading(4, say(f"goal.{goal}")))
    return goal


def _told_with(step: Step, work: LayerWork) -> bool:
    """Whether the step is told with the one of the axis before: the same law, the same numbers."""
    other = work.step(FOLLOWS.get(step.name, ""))
    return (
        other is not None
        and other.formula.function is step.formula.function
        and list(other.arguments.values()) == list(step.arguments.values())
    )


def _after(step: Step, work: LayerWork) -> list[n.Block]:
    """What a number means beside another: how much larger im2col's matrix is than the input."""
    if step.name != "im2col" or not step.value:
        return []
    size = 1
    for axis in work.node.inputs[0]:
        size *= axis
    ratio = Fraction(int(step.value), size)
    from explainer.memory.units import rounded_text

    shown = n.Num(int(ratio)) if ratio.denominator == 1 else n.Words(rounded_text(ratio, 2))
    return [n.Paragraph(say("layer.im2col_ratio", ratio=shown, input=size), "note")]
