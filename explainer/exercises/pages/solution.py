"""A question's solution for the teacher: the derivation, the points, what mistakes give."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from explainer.derivation.derive import Step
from explainer.exercises import Collision, Question, Variant
from explainer.exercises.pages.question import heading, question_text, shown_lines
from explainer.exercises.text_numbers import needs_network
from explainer.maths import Exact
from explainer.network.units import UNITS_OF_MEMORY
from explainer.page import nodes as n
from explainer.page.digits import rounded, rounded_below_next
from explainer.page.sentences import prose, say
from explainer.page.steps import Seen, full, mistake_title
from explainer.page.wording import joined, unit_word

DIGITS = 2


def solution_blocks(question: Question, variant: Variant, seen: Seen) -> list[n.Block]:
    """The question with everything that the student's sheet keeps back."""
    blocks: list[n.Block] = [heading(question), n.Paragraph(question_text(question, variant))]
    if question.kind in ("find_the_error", "faded"):
        blocks.append(n.Listing(tuple(shown_lines(question))))
    blocks.append(n.Paragraph(answer(question)))
    if question.error is not None:
        blocks.append(n.Paragraph(_error(question)))
    b = variant.case.plan.bytes_per_value
    if needs_network(question):
        blocks.append(_layers(question, variant))
    blocks += [_step(step, question, b, seen) for step in question.steps]
    if question.kind == "largest_batch":
        blocks += [n.Paragraph(_division(question)), n.Paragraph(_next_batch(question))]
    if question.kind in ("fits", "largest_batch"):
        blocks.append(n.Paragraph(_training(question)))
    blocks.append(n.Paragraph(_marks(question), "note"))
    if question.mistakes:
        blocks.append(_mistakes(question))
    return [*blocks, *(n.Paragraph(_collision(one, question)) for one in question.collisions)]


def _layers(question: Question, variant: Variant) -> n.Table:
    """The numbers of all layers that a sum over the network adds up, and these sums."""
    whole = question.quantity.rpartition(".")[2]
    counts = ("parameters", "activations") if whole == "total" else (whole,)
    numbers = [n.Column(say(f"exercise.column_{count}"), "number") for count in counts]
    nodes = [node for node in variant.case.graph.nodes if any(map(node.count, counts))]
    rows = [(node.name, [node.count(count) for count in counts]) for node in nodes]
    sums = [sum(node.count(count) for node in nodes) for count in counts]
    return n.Table(
        say("exercise.key_layers"),
        (n.Column(say("exercise.column_layer")), *numbers),
        tuple(n.Row(((n.User(name),), *((n.Num(c),) for c in found))) for name, found in rows),
        (n.Row((say("exercise.sum"), *((n.Num(c),) for c in sums))),),
    )


def _step(step: Step, question: Question, b: int, seen: Seen) -> n.Step:
    """A step in full; a size in a unit of memory ends as the question wants it rounded.

    Of sums over the network the law is left out: it has letters for what this network has not.
    """
    shown = full(step, b, seen)
    if not question.layer:
        shown = replace(shown, law=None, law_note=())
    if step.name not in UNITS_OF_MEMORY or isinstance(step.value, int):
        return shown
    rounded = number_text(step.value, question)
    unit = say("exercise.key_rounded", unit=step.name, rounded=rounded)
    return replace(shown, lines=shown.lines[:-1], unit=unit)


def answer(question: Question) -> n.Inlines:
    """The right answer."""
    if question.kind == "fits":
        return say(f"exercise.key_answer_{'yes' if question.answer else 'no'}")
    shown = n.Strong(number_text(question.answer, question))
    return say("exercise.key_answer", answer=shown, unit=unit_of_answer(question))


def unit_of_answer(question: Question) -> str:
    """What the answer is a number of: a height is one of rows, other counts are of values."""
    return unit_word("rows" if question.quantity.endswith(".H_out") else question.unit)


def number_text(value: Exact, question: Question) -> n.Inlines:
    """A number as the question wants it, or with two decimals where it has more."""
    if isinstance(value, int) and not question.decimals:
        return (n.Num(value),)
    return (n.Words(rounded(Fraction(value), question.decimals or DIGITS)),)


def _error(question: Question) -> n.Inlines:
    assert question.error is not None
    title = n.Strong(mistake_title(question.error.name))
    idea = prose(question.error.why)
    return say("exercise.key_error", number=question.shown + 1, mistake=title, idea=idea)


def _training(question: Question) -> n.Inlines:
    memory, unit = question.given["memory"], str(question.given["memory_unit"])
    return say(
        "exercise.key_training",
        size=question.steps[-1].value,
        memory=memory,
        memory_unit=unit,
        available=_available(question),
    )


def _available(question: Question) -> int:
    """The bytes that there are."""
    memory = question.given["memory"]
    assert isinstance(memory, int)
    return memory * UNITS_OF_MEMORY[str(question.given["memory_unit"])]


def _division(question: Question) -> n.Inlines:
    """What is left for the images, divided by what each of them takes."""
    step = question.steps[-1]
    one, two = (step.formula.value({**step.arguments, "batch": batch}) for batch in (1, 2))
    image, available = int(two - one), _available(question)
    fixed = int(one) - image
    return say(
        "exercise.key_division",
        fixed=fixed,
        image=image,
        available=available,
        ratio=n.Words(rounded_below_next(Fraction(available - fixed, image))),
        answer=question.answer,
    )


def _next_batch(question: Question) -> n.Inlines:
    """That one image more would not fit."""
    step = question.steps[-1]
    more = int(question.answer) + 1
    size = step.formula.value({**step.arguments, "batch": more})
    return say("exercise.key_next", batch=more, size=size)


def _marks(question: Question) -> n.Inlines:
    if question.kind == "find_the_error":
        return say("exercise.key_marks_error")
    if question.kind in ("fits", "largest_batch"):
        return say(f"exercise.key_marks_{question.kind}")
    if needs_network(question):
        return say("exercise.key_marks_totals", marks=question.marks)
    return say("exercise.key_marks", marks=question.marks)


def _mistakes(question: Question) -> n.Table:
    columns = (
        n.Column(say("exercise.key_column_mistake")),
        n.Column(say("exercise.key_column_number"), "number"),
        n.Column(say("exercise.key_column_idea")),
    )
    rows = tuple(
        n.Row(
            (
                mistake_title(wrong.mistakes[0]),
                _gives(wrong.value, question),
                prose(wrong.wrong[0].why),
            )
        )
        for wrong in question.mistakes
    )
    return n.Table(say("exercise.key_mistakes"), columns, rows)


def _gives(value: Exact, question: Question) -> n.Inlines:
    if question.kind == "fits":
        return say("exercise.yes" if value else "exercise.no")
    return number_text(value, question)


def _collision(collision: Collision, question: Question) -> n.Inlines:
    titles = joined([mistake_title(name) for name in collision.mistakes])
    if collision.with_truth:
        return say("exercise.key_truth", mistakes=titles)
    value = _gives(collision.value, question)
    return say("exercise.key_collision", value=value, mistakes=titles)
