"""What a question asks, in whole sentences that can stand alone on a learning platform."""

from __future__ import annotations

from explainer.derivation.derive import Step
from explainer.exercises import Question, Variant, WrongAnswer
from explainer.exercises.text_settings import settings_shown
from explainer.maths import Mistake
from explainer.maths.tree import Number, with_numbers
from explainer.network.node import Node
from explainer.network.tokens import tokens_of
from explainer.page import nodes as n
from explainer.page.sentences import prose, say
from explainer.page.setting_text import setting_texts
from explainer.page.steps import lines_of, mistake_title
from explainer.page.wording import joined, shape_text, unit_word

# Lines to write on for each point, and at least.
LINES_A_MARK, LEAST_LINES = 1, 2


def question_text(question: Question, variant: Variant) -> n.Inlines:
    """What is asked, with the layer's settings and what it takes; without the lines it shows."""
    if question.kind in ("fits", "largest_batch"):
        return _about_memory(question, variant)
    if not question.layer:
        return _asked(question)
    node = next(node for node in variant.case.graph.nodes if node.name == question.layer)
    more = "_stored" if node.own_beside or node.kept_inside else ""
    return (*_layer(node), n.Words(" "), *_asked(question, more))


def _about_memory(question: Question, variant: Variant) -> n.Inlines:
    """Whether training fits, or how many images do; how much of it learns, if not all."""
    given = dict(question.given)
    trained = given.pop("trained", None)
    if question.kind == "fits":
        given["batch"] = variant.case.plan.batch
    told = [say(f"exercise.ask_{question.kind}", **given)]
    if trained is not None:
        told.insert(0, say("exercise.trained", parameters=given["parameters"], trained=trained))
    if tokens := tokens_of(variant.case):
        told.insert(0, say("exercise.tokens", tokens=tokens))
    return joined(told, " ")


def _asked(question: Question, more: str = "") -> n.Inlines:
    """more: the end of the keys where a layer stores more than its output."""
    count = question.quantity.rpartition(".")[2]
    count += more if count == "activations" else ""
    if question.kind == "faded":
        return say("exercise.ask_faded", goal=say(f"exercise.goal_{count}"))
    if question.kind == "find_the_error":
        goal = "parameters" if question.unit == "values" else f"output_in_bytes{more}"
        return say("exercise.ask_error", goal=say(f"exercise.goal_{goal}"))
    key = count if question.layer else question.quantity.replace(".", "_")
    if question.unit == "values":
        return say(f"exercise.ask_{key}")
    return say(f"exercise.ask_{key}_in", unit=unit_word(question.unit))


def _layer(node: Node) -> n.Inlines:
    shape = joined([shape_text(one, tokens=node.layer.tokens) for one in node.inputs])
    name, kind = n.User(node.name), n.Code(node.kind)
    settings = settings_text(node)
    if not settings:
        return say("exercise.layer", layer=name, kind=kind, shape=shape)
    return say("exercise.layer_settings", layer=name, kind=kind, shape=shape, settings=settings)


def settings_text(node: Node) -> n.Inlines:
    """The settings that matter for its numbers."""
    return joined(setting_texts(settings_shown(node)))


def feedback_text(wrong: WrongAnswer, question: Question) -> n.Inlines:
    """What a student who gave that answer should read: the likely slip, and the right idea."""
    title = n.Strong(mistake_title(wrong.mistakes[0]))
    key = "exercise.feedback_choice" if question.kind == "fits" else "exercise.feedback"
    return say(key, mistake=title, idea=prose(wrong.wrong[0].why))


def shown_lines(question: Question) -> list[n.Inlines]:
    """The lines of working that a question prints, blanks where they are to be filled."""
    steps = question.wrong_steps if question.kind == "find_the_error" else question.steps
    found: list[n.Inlines] = []
    for number, step in enumerate(steps, 1):
        if question.kind == "faded" and number > question.shown:
            found.append(say("exercise.blank", number=number, symbol=n.Var(step.name)))
            continue
        found.append(say("exercise.line", number=number, working=_working(step)))
    return found


def symbol_of(step: Step) -> str:
    """What a step gives; a wrong line carries the name of the quantity, not of the mistake."""
    return step.formula.spoils if isinstance(step.formula, Mistake) else step.name


def _working(step: Step) -> n.Inlines:
    """A step on one line: symbol = symbols = numbers = value."""
    form = lines_of(step)[0]
    numbers = with_numbers(form, step.arguments)
    parts: n.Inlines = (n.Var(symbol_of(step)), n.Words(" = "), n.Maths(form))
    if form == Number(step.value):
        return parts
    worked = not (isinstance(numbers, Number) and numbers.value == step.value)
    if worked and numbers != form:
        parts = (*parts, n.Words(" = "), n.Maths(numbers))
    return (*parts, n.Words(" = "), n.Num(step.value))


def question_blocks(question: Question, variant: Variant) -> list[n.Block]:
    """A question on the sheet: its text, the lines that it shows, and room to write."""
    blocks: list[n.Block] = [heading(question), n.Paragraph(question_text(question, variant))]
    if question.kind in ("find_the_error", "faded"):
        blocks.append(n.Listing(tuple(shown_lines(question))))
    label = (
        say("exercise.answer_unit", unit=unit_word(question.unit))
        if question.unit not in ("", "values", "images")
        else say("exercise.answer")
    )
    lines = max(LEAST_LINES, 1 + LINES_A_MARK * question.marks)
    return [*blocks, n.Space(lines, label)]


def heading(question: Question) -> n.Heading:
    """A question's number and points."""
    number, marks = question.number, question.marks
    title = say("exercise.question", number=number, marks=marks)
    return n.Heading(3, title, f"question-{number}")
