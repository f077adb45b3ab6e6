"""A question that stands alone, without the sheet around it: on a learning platform, in a file."""

from __future__ import annotations

from explainer.exercises import Question, Variant
from explainer.exercises.pages.conventions import conventions, takes_of
from explainer.exercises.pages.question import question_text, settings_text, shown_lines
from explainer.exercises.pages.training_conventions import (
    assumptions,
    is_about_training,
    stored,
    training_rules,
)
from explainer.exercises.text_numbers import needs_network, needs_stored
from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.wording import joined, shapes_text


def lines_alone(question: Question, variant: Variant) -> list[n.Inlines]:
    """What it takes for granted, the network where it is needed, what is asked, lines shown."""
    shown = shown_lines(question) if question.kind in ("find_the_error", "faded") else []
    return [*_given(question, variant), question_text(question, variant), *shown]


def _given(question: Question, variant: Variant) -> list[n.Inlines]:
    in_bytes = question.unit not in ("", "values", "images")
    found: list[n.Inlines] = []
    if in_bytes or is_about_training(question):
        found.append(assumptions(variant.case.plan))
    if is_about_training(question):
        found += training_rules(variant)
    found += conventions([question], variant)
    if needs_network(question):
        found += _network(variant)
    if needs_stored(question):
        found.append(stored(variant))
    return found


def _network(variant: Variant) -> list[n.Inlines]:
    graph = variant.case.graph
    first = say("exercise.network_input", shape=joined(list(map(_taken, graph.inputs))))
    return [first, *(_layer(node, variant) for node in graph.layers)]


def _taken(node: Node) -> n.Inlines:
    """What the network is given, with its name where that is another one."""
    shape = shapes_text(node)
    if node.name == "input":
        return shape
    return say("exercise.network_input_called", name=n.User(node.name), shape=shape)


def _layer(node: Node, variant: Variant) -> n.Inlines:
    name: n.Inlines = (n.User(node.name),)
    sources = takes_of(node, variant)
    if sources:
        name = say("exercise.network_layer_from", layer=name, sources=sources)
    settings = settings_text(node)
    kind = n.Code(node.kind)
    if not settings:
        return say("exercise.network_line", layer=name, kind=kind)
    return say("exercise.network_line_settings", layer=name, kind=kind, settings=settings)
