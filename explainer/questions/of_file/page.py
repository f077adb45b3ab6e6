"""The questions of a model file on the page: each in bold, and behind it a short answer."""

from __future__ import annotations

from explainer.page import nodes as n
from explainer.page.sentences import say
from explainer.page.steps import Seen
from explainer.page.wording import joined
from explainer.questions.comparison.changes_page import written_value
from explainer.questions.of_file.answer import Answer, answers_to_file
from explainer.questions.of_file.claim_words import claim_words
from explainer.questions.of_file.costs_table import costs_table
from explainer.questions.of_file.figure_words import figure_words, is_table, moved_words
from explainer.questions.of_file.fitting_words import fitting_words
from explainer.readers.changes import reported_changes
from explainer.results.results import Results


def question_blocks(work: Results, seen: Seen | None = None) -> list[n.Block]:
    """Every question with its answer; nothing where the file asks none.

    seen: not needed, since an answer derives nothing anew.
    """
    answers = answers_to_file(work)
    if not answers:
        return []
    told = [block for answer in answers for block in _answered(answer)]
    return [n.Heading(2, say("part.questions"), "questions"), *told]


def _answered(answer: Answer) -> list[n.Block]:
    """The question and its answer in one paragraph; a table of layers behind it."""
    spec = answer.question.spec
    told: list[n.Inlines] = [(n.Strong((n.User(spec.ask),)),)]
    if spec.answer:
        told.append((n.User(spec.answer),))
    if spec.set:
        told.append(say("asked.set", changes=_changes(answer)))
    if answer.fitting is not None:
        told.append(fitting_words(answer.fitting, answer.case.plan.batch))
    if spec.set:
        told += moved_words(answer.figures, answer.case)
    else:
        told += [figure_words(figure, answer.case) for figure in answer.figures]
    told += [claim_words(result) for result in answer.claims]
    tables = [
        costs_table(answer.case) for figure in answer.figures if is_table(figure, answer.case)
    ]
    return [n.Paragraph(joined(told, " ")), *(table for table in tables if table is not None)]


def _changes(answer: Answer) -> n.Inlines:
    """What is set, as the file has it."""
    changes = reported_changes(answer.question.changes, answer.case.graph.spec)
    return joined([(n.User(f"{name} = {written_value(one)}"),) for name, one in changes.items()])
