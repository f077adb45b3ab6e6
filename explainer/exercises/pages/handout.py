"""The student's sheet and the teacher's key of a variant."""

from __future__ import annotations

from explainer.exercises import Variant
from explainer.exercises.pages.conventions import conventions, is_a_chain, takes_of
from explainer.exercises.pages.question import question_blocks, settings_text
from explainer.exercises.pages.solution import solution_blocks
from explainer.exercises.pages.training_conventions import (
    assumptions,
    is_about_training,
    stored,
    training_rules,
)
from explainer.exercises.text_numbers import needs_network, needs_stored
from explainer.language import telling
from explainer.network.graph import Graph
from explainer.network.node import Node
from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.page.wording import joined, shapes_text


def sheet_page(variant: Variant, student: str = "") -> n.Page:
    """The student's sheet: nothing on it gives an answer away."""
    with telling(images=variant.case.graph.of_images):
        return _sheet(variant, student)


def _sheet(variant: Variant, student: str) -> n.Page:
    name = n.User(student)
    blocks: list[n.Block] = [
        n.Heading(1, say("exercise.sheet_title", name=n.User(variant.case.graph.name)), "sheet"),
        n.Paragraph(say("exercise.student", student=name)) if student else _name_line(),
        *_opening(variant),
    ]
    for question in variant.questions:
        blocks += question_blocks(question, variant)
    footer = _plain(say("exercise.footer", code=variant.code, seed=str(variant.seed)))
    return _page("exercise.sheet_title", variant, blocks, footer)


def key_page(variant: Variant, student: str = "") -> n.Page:
    """The teacher's key: every derivation, the points, and the number of each mistake."""
    with telling(images=variant.case.graph.of_images):
        return _key(variant, student)


def _key(variant: Variant, student: str) -> n.Page:
    blocks: list[n.Block] = [
        n.Heading(1, say("exercise.key_title", name=n.User(variant.case.graph.name)), "key"),
        *([n.Paragraph(say("exercise.student", student=n.User(student)))] if student else []),
        *_opening(variant),
    ]
    seen = Seen()
    for question in variant.questions:
        blocks += solution_blocks(question, variant, seen)
    blocks += _rejected(variant)
    footer = _plain(say("exercise.footer_key", code=variant.code, seed=str(variant.seed)))
    return _page("exercise.key_title", variant, blocks, footer)


def _page(title: str, variant: Variant, blocks: list[n.Block], footer: str) -> n.Page:
    named = _plain(say(title, name=n.Words(variant.case.graph.name)))
    whole = (*blocks, n.Paragraph((n.Words(footer),), "note"))
    return n.Page(f"{named} · {footer}", whole, footer=footer, sheet=True)


def _plain(parts: n.Inlines) -> str:
    return "".join(part.text for part in parts if isinstance(part, n.Words))


def _name_line() -> n.Block:
    return n.Space(1, say("exercise.name"))


def _opening(variant: Variant) -> list[n.Block]:
    """How many questions and points, what is assumed, and the network where it is needed."""
    marks = sum(question.marks for question in variant.questions)
    blocks: list[n.Block] = [
        n.Paragraph(say("exercise.lead", questions=len(variant.questions), marks=marks), "lead"),
        n.Paragraph(assumptions(variant.case.plan)),
    ]
    if any(is_about_training(question) for question in variant.questions):
        blocks += [n.Paragraph(rule) for rule in training_rules(variant)]
    told = conventions(variant.questions, variant)
    blocks += [n.Paragraph(joined(told, " "))] if told else []
    if any(map(needs_network, variant.questions)):
        blocks.append(_network(variant))
    if any(map(needs_stored, variant.questions)):
        blocks.append(n.Paragraph(stored(variant)))
    return blocks


def _network(variant: Variant) -> n.Table:
    """The layers with their settings, and what each takes where that isn't plain: no count."""
    branches = not is_a_chain(variant)
    keys = ("layer", "kind", *(["from"] if branches else []), "settings")
    columns = tuple(n.Column(say(f"exercise.column_{key}")) for key in keys)
    graph = variant.case.graph
    rows = [
        _row(_input_name(node, graph), (), (), shapes_text(node), branches) for node in graph.inputs
    ]
    for node in graph.layers:
        name, kind = (n.User(node.name),), (n.Code(node.kind),)
        settings = settings_text(node)
        rows.append(_row(name, kind, takes_of(node, variant), settings, branches))
    return n.Table(say("exercise.network_caption"), columns, tuple(rows))


def _input_name(node: Node, graph: Graph) -> n.Inlines:
    return (n.User(node.name),) if graph.spec.inputs else say("exercise.input")


def _row(
    name: n.Inlines, kind: n.Inlines, takes: n.Inlines, settings: n.Inlines, branches: bool
) -> n.Row:
    return n.Row((name, kind, *([takes] if branches else []), settings))


def _rejected(variant: Variant) -> list[n.Block]:
    """How many draws were thrown away, and why; and how to see the network in full."""
    items = tuple(rejected_text(one.reason, one.count, one.examples) for one in variant.rejected)
    count = sum(one.count for one in variant.rejected)
    return [
        n.Heading(2, say("exercise.key_rejected"), "rejected"),
        n.Paragraph(say("exercise.key_rejected_intro", count=count)),
        *([n.Listing(items)] if items else []),
        n.Paragraph(say("exercise.key_again", command=n.User(variant.network))),
    ]


def rejected_text(reason: str, count: int, examples: tuple[str, ...]) -> n.Inlines:
    """A reason for rejecting draws, with how many there were."""
    if not examples:
        return say(f"exercise.rejected_{reason}", count=count)
    named = joined([(n.User(example),) for example in examples])
    return say(f"exercise.rejected_{reason}", count=count, examples=named)
