"""A diagnosis as a page: the verdict, the right value, and each hypothesis with its refutation."""

from __future__ import annotations

from explainer.derivation.derive import Step, step_of
from explainer.mistakes.answers import Diagnosis
from explainer.mistakes.answers.reading import asked_in, is_of_shape
from explainer.mistakes.engine.coincidence import hidden, hiding
from explainer.mistakes.engine.quantity import Count
from explainer.mistakes.engine.table import LEAST_DIGITS
from explainer.mistakes.engine.verdict import Verdict
from explainer.mistakes.pages.ways import shown, way_blocks
from explainer.page import nodes as n
from explainer.page.sentences import prose, say
from explainer.page.steps import Seen, fact, full, mistake_title
from explainer.page.wording import binary_text, decimal_text, joined, shape_text, unit_word

ANCHOR = "figure"


def diagnosis_page(found: tuple[Diagnosis, ...], model: str) -> n.Page:
    """The page of one answer, or of several figures from one source."""
    name = found[0].case.graph.name
    several = len(found) > 1
    blocks: list[n.Block] = [n.Heading(1, say("diagnosis.title", name=n.User(name)), "diagnosis")]
    for place, one in enumerate(found, 1):
        blocks.append(n.Heading(2, _answer(one), f"{ANCHOR}-{place}"))
        blocks += answer_blocks(one, model)
    if several and any(way.explains_all for one in found for way in one.explanations):
        blocks.insert(1, n.Paragraph(say("diagnosis.together"), "lead"))
    return n.Page(_plain_title(name), tuple(blocks))


def _plain_title(name: str) -> str:
    parts = say("diagnosis.title", name=n.Words(name))
    return "".join(part.text for part in parts if isinstance(part, n.Words))


def _answer(one: Diagnosis) -> n.Inlines:
    value = one.answer.value + (f" {one.answer.unit}" if one.answer.unit else "")
    quantity, value_given = n.User(one.answer.quantity), n.User(value)
    return say("diagnosis.answer", quantity=quantity, value=value_given)


def answer_blocks(one: Diagnosis, model: str) -> list[n.Block]:
    """One answer: the verdict first, then the right value, then what may have led to it."""
    seen = Seen()
    blocks: list[n.Block] = [n.Paragraph(_verdict(one))]
    blocks += _right(one, seen)
    if one.explanations:
        blocks.append(n.Paragraph(say("diagnosis.ways", count=len(one.explanations))))
        for number, way in enumerate(one.explanations, 1):
            blocks += way_blocks(number, way, one, model)
    blocks += _coincidences(one)
    return blocks


def _verdict(one: Diagnosis) -> n.Inlines:
    if one.verdict is Verdict.UNKNOWN:
        return say("diagnosis.verdict_missing")
    key = one.verdict.replace(" ", "_")
    if one.verdict is Verdict.NOT_EXPLAINED and not _looked_for_two(one):
        key = "not_explained_by_one"
    if one.verdict is Verdict.UNIT:
        units = ", ".join(map(unit_word, one.fitting_units))
        return say("diagnosis.verdict_wrong_unit", unit=unit_word(one.unit), units=units)
    return say(f"diagnosis.verdict_{key}")


def _looked_for_two(one: Diagnosis) -> bool:
    """Whether two slips were looked for: not behind an output's sizes or a single digit."""
    if is_of_shape(one.answer):
        return False
    asked = asked_in(one.answer, one.case.graph, one.case.plan.bytes_per_value)
    return asked.printed.digits >= LEAST_DIGITS


def _right(one: Diagnosis, seen: Seen) -> list[n.Block]:
    """The right value: its derivation where it is one of a layer, else the figure."""
    if one.exact is None:
        return []
    step = right_step(one)
    blocks: list[n.Block] = []
    if step is not None:
        b = one.case.plan.bytes_per_value
        blocks.append(fact(step) if step.is_fact else full(step, b, seen))
    if step is None or one.exact_unit == "bytes" or step.is_fact:
        blocks.append(n.Paragraph(_right_figure(one)))
    return blocks


def _right_figure(one: Diagnosis) -> n.Inlines:
    exact = one.exact
    if isinstance(exact, tuple):
        return say("diagnosis.right_shape", shape=shape_text(exact))
    if one.exact_unit == "bytes" and isinstance(exact, int):
        return say(
            "diagnosis.right_bytes",
            exact=exact,
            decimal=decimal_text(exact),
            binary=binary_text(exact),
        )
    assert exact is not None
    return say("diagnosis.right_values", exact=shown(exact, one))


def right_step(one: Diagnosis) -> Step | None:
    """The step that gives the right value, where the answer is about one layer's quantity."""
    if is_of_shape(one.answer):
        return None
    terms = asked_in(one.answer, one.case.graph, one.case.plan.bytes_per_value).quantity.terms
    term = terms[0]
    if len(terms) > 1 or not isinstance(term, Count) or len(term.layers or ()) != 1:
        return None
    assert term.layers is not None
    node = one.case.graph.nodes[term.layers[0]]
    formula = node.formulas.get(term.name)
    return step_of(formula, node.values, ()) if formula else None


def _coincidences(one: Diagnosis) -> list[n.Block]:
    """The mistakes that would not show in this number, and why not."""
    if is_of_shape(one.answer) or not one.coincidences:
        return []
    quantity = asked_in(one.answer, one.case.graph, one.case.plan.bytes_per_value).quantity
    items = []
    for slip in hidden(quantity, one.case.graph):
        title = n.Strong(mistake_title(slip.mistake.name))
        because = hiding(slip, quantity, one.case.graph)
        numbers = joined(
            [(n.Var(symbol), n.Words(" = "), n.Num(value)) for symbol, value in because]
        )
        told = (
            say("diagnosis.hides_because", mistake=title, numbers=numbers, right=slip.right)
            if because
            else say("diagnosis.hides", mistake=title, right=slip.right)
        )
        items.append((*told, n.Words(" "), *prose(slip.mistake.why)))
    return [n.Paragraph(say("diagnosis.coincidences")), n.Listing(tuple(items))]
