"""Drawn exercises as one JSON object without loss; every export is written from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from explainer import __version__
from explainer.exercises import Question, Rejection, Variant, WrongAnswer
from explainer.exercises.draw import Drawing
from explainer.exercises.pages.question import feedback_text
from explainer.exercises.pages.question_alone import lines_alone
from explainer.exercises.pages.solution import solution_blocks, unit_of_answer
from explainer.language import sentence, telling
from explainer.maths import Exact
from explainer.maths.decimals import rounded_text
from explainer.page import nodes as n
from explainer.page.steps import Seen
from explainer.render.literal import plain
from explainer.render.maths.plain import written
from explainer.render.to_markdown import block
from explainer.render.to_platform_html import to_platform_html


def set_figures(
    drawing: Drawing, rejected: Sequence[Rejection], variants: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The whole set."""
    return {
        "explain": __version__,
        "model": drawing.spec.name,
        "stem": drawing.stem,
        "seed": drawing.seed,
        "rejected": [_rejection(one) for one in rejected],
        "variants": list(variants),
    }


def variant_figures(variant: Variant) -> dict[str, Any]:
    """One variant with its questions."""
    with telling(images=variant.case.graph.of_images):
        questions = [_question(question, variant) for question in variant.questions]
    return {
        "code": variant.code,
        "number": variant.number,
        "seed": variant.seed,
        "network": variant.network,
        "changed": list(variant.changed),
        "batch": variant.case.plan.batch,
        "dtype": variant.case.plan.dtype,
        "optimizer": variant.case.plan.optimizer,
        "rejected": [_rejection(one) for one in variant.rejected],
        "questions": questions,
    }


def _question(question: Question, variant: Variant) -> dict[str, Any]:
    solution = solution_blocks(question, variant, Seen())[2:]
    found: dict[str, Any] = {
        "number": question.number,
        "kind": question.kind,
        "quantity": question.quantity,
        "layer": question.layer,
        "text": "\n".join(_text(line) for line in lines_alone(question, variant)),
        "answer": value_figure(question.answer, question),
        "unit": unit_of_answer(question),
        "decimals": question.decimals,
        "tolerance": _decimal(question.tolerance),
        "marks": question.marks,
        "mistakes": [_mistake(wrong, question) for wrong in question.mistakes],
        "collisions": [
            {
                "mistakes": list(one.mistakes),
                "value": value_figure(one.value, question),
                "with_truth": one.with_truth,
            }
            for one in question.collisions
        ],
        "solution": "\n\n".join(map(block, solution)),
        "solution_html": to_platform_html(solution),
    }
    if question.kind == "fits":
        found["choices"] = [sentence("exercise.yes"), sentence("exercise.no")]
    return found


def _text(parts: n.Inlines) -> str:
    """A line for files that print no mathematics."""
    return plain(parts, written).rstrip()


def _mistake(wrong: WrongAnswer, question: Question) -> dict[str, Any]:
    return {
        "name": "+".join(wrong.mistakes),
        "mistakes": list(wrong.mistakes),
        "title": sentence(f"mistake.{wrong.mistakes[0]}"),
        "value": value_figure(wrong.value, question),
        "tolerance": _decimal(question.tolerance_at(wrong.value)),
        "feedback": _text(feedback_text(wrong, question)),
    }


def value_figure(value: Exact, question: Question) -> int | str:
    """A whole number; a decimal as a text with its digits; `yes` or `no`."""
    if question.kind == "fits":
        return sentence("exercise.yes" if value else "exercise.no")
    if question.decimals:
        return rounded_text(Fraction(value), question.decimals).replace(",", "")
    return value if isinstance(value, int) else str(value)


def _decimal(value: Fraction) -> str:
    """A number that ends within its decimals, such as `0.05`."""
    return format(Decimal(value.numerator) / Decimal(value.denominator), "f")


def _rejection(one: Rejection) -> dict[str, Any]:
    return {"reason": one.reason, "count": one.count, "examples": list(one.examples)}
