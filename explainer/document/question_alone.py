"""A question that stands alone, without the sheet around it: on a learning platform, in a file."""

from __future__ import annotations

from explainer.document import nodes as n
from explainer.document.question_part import question_text, settings_text, shown_lines
from explainer.document.sentences import say
from explainer.document.wording import joined, shape_text
from explainer.exercises import Question, Variant
from explainer.exercises.shown import needs_network, needs_stored
from explainer.graph import Node
from explainer.memory.plan import Plan


def lines_alone(question: Question, variant: Variant) -> list[n.Inlines]:
    """What it takes for granted, the network where it is needed, what is asked, lines shown."""
    shown = shown_lines(question) if question.kind in ("find_the_error", "faded") else []
    return [*_given(question, variant), question_text(question, variant), *shown]


def assumptions(plan: Plan) -> n.Inlines:
    """What is assumed of values, batch, units and optimizer."""
    return say(
        "exercise.assumptions",
        b=plan.bytes_per_value,
        batch=plan.batch,
        optimizer=n.Code(plan.optimizer),
        slots=plan.slots or 0,
    )


def stored(variant: Variant) -> n.Inlines:
    """Which outputs are stored: all but those of the layers that store nothing."""
    nodes = [node for node in variant.graph.nodes if node.sources]
    silent: list[n.Inlines] = [
        (n.User(node.name),) for node in nodes if not node.count("activations")
    ]
    return (
        say("exercise.stored_but", layers=joined(silent)) if silent else say("exercise.stored_all")
    )


def is_about_training(question: Question) -> bool:
    """Whether the rule of the textbook account has to be known."""
    return question.quantity.startswith("training")


def _given(question: Question, variant: Variant) -> list[n.Inlines]:
    in_bytes = question.unit not in ("", "values", "images")
    found: list[n.Inlines] = []
    if in_bytes or is_about_training(question):
        found.append(assumptions(variant.plan))
    if is_about_training(question):
        found.append(say("exercise.rule"))
    if needs_network(question):
        found += _network(variant)
    if needs_stored(question):
        found.append(stored(variant))
    return found


def _network(variant: Variant) -> list[n.Inlines]:
    graph = variant.graph
    first = say("exercise.network_input", shape=shape_text(graph.spec.input))
    return [first, *(_layer(node) for node in graph.nodes if node.sources)]


def _layer(node: Node) -> n.Inlines:
    settings = settings_text(node)
    name, kind = n.User(node.name), n.Code(node.kind)
    if not settings:
        return say("exercise.network_line", layer=name, kind=kind)
    return say("exercise.network_line_settings", layer=name, kind=kind, settings=settings)
