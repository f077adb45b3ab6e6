"""What an exercise gives: everything that is needed to work the number out by hand."""

from __future__ import annotations

from markupsafe import Markup

from explainer.layers.traits import Does
from explainer.memory.textbook.sums import totals_of
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.sentences import Part, knows, say
from explainer.page.wording import joined, shape_text
from explainer.report.layer import setting_texts
from explainer.results.results import Results
from explainer.website.lessons.tables import given_table
from explainer.website.page import markup_of


def given(work: Results, asked: str, name: str) -> Markup:
    """The sentences, and a table of the layers where all of them count."""
    match asked:
        case "totals.parameters":
            return markup_of([n.Paragraph(_whole("parameters", work, name))])
        case "training.total":
            return markup_of([n.Paragraph(_whole("training", work, name))])
        case "inference.total" | "totals.activations":
            key = "inference" if asked == "inference.total" else "sizes"
            return markup_of([n.Paragraph(_whole(key, work, name)), given_table(work.graph, name)])
    layer, _, quantity = asked.rpartition(".")
    node = next(one for one in work.graph.nodes if one.name == layer)
    return markup_of([n.Paragraph(_layer(node, work.graph, quantity, name))])


def _whole(key: str, work: Results, name: str) -> n.Inlines:
    """The sentence about a network, with the sums and how it is run."""
    plan, sums = work.plan, totals_of(work.graph)
    given: dict[str, Part] = {
        "network": name,
        "b": plan.bytes_per_value,
        "dtype": n.Code(plan.dtype),
    }
    if key != "sizes":
        given["parameters"] = sums.parameters
    if key in ("training", "inference"):
        given["batch"] = plan.batch
    if key == "training":
        given |= {"activations": sums.activations, "optimizer": n.Code(plan.optimizer)}
        given["kept"] = _kept(plan.slots or 0)
    return say(f"lesson.given_{key}", **given)


def _kept(slots: int) -> n.Inlines:
    """What the optimizer keeps beside a parameter."""
    return say("lesson.kept", slots=slots) if slots else say("lesson.kept_none")


def _layer(node: Node, graph: Graph, asked: str, name: str) -> n.Inlines:
    """What a layer takes and how it is set; what stands at its default is told too."""
    what: dict[str, Part] = {"layer": _name(node), "network": name}
    parts = [say("lesson.given_layer", kind=n.Code(node.kind), **what), _taken(node, graph)]
    if texts := [(n.Code(text),) for text in setting_texts(node)]:
        one = len(texts) == 1
        parts.append(
            say("lesson.setting", setting=texts[0])
            if one
            else say("layer.settings", settings=joined([*texts]))
        )
    more = (f"lesson.default_{node.kind}", f"lesson.hint_{asked}")
    return joined([*parts, *(say(key) for key in more if knows(key))], " ")


def _taken(node: Node, graph: Graph) -> n.Inlines:
    """The shape before a flattening, since working out the flattened one is part of the task."""
    source = graph.nodes[node.sources[0]]
    if source.layer.does is Does.FLATTENS:
        before = graph.nodes[source.sources[0]]
        return say("lesson.takes_flat", shape=shape_text(before.output), source=_name(before))
    if node.sources[0] == 0:
        shape = shape_text(node.inputs[0], tokens=node.layer.tokens)
        return say("lesson.takes_image", shape=shape)
    return say("lesson.takes", shape=shape_text(node.inputs[0]), source=_name(source))


def _name(node: Node) -> n.Inlines:
    return (n.User(node.name),)
