"""Many answers about one network, judged one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from explainer.errors import UsageError
from explainer.graph import Graph
from explainer.memory.plan import Plan
from explainer.mistakes.answers.class_file import Judged
from explainer.mistakes.answers.diagnoser import Diagnoser
from explainer.mistakes.answers.diagnosis import Answer, Diagnosis
from explainer.mistakes.answers.reading import NoNumberError


def judge_answers(
    graph: Graph, plan: Plan, answers: Iterable[Answer], given: Mapping[str, str] | None = None
) -> Iterator[Judged]:
    """Each answer with its diagnosis; equal answers are judged once.

    Raises UsageError for a quantity or a unit that the network doesn't have.
    """
    diagnoser = Diagnoser(graph, plan, given)
    known: dict[tuple[str, str, str], Judged] = {}
    for answer in answers:
        key = (answer.quantity, answer.value, answer.unit)
        if key not in known:
            known[key] = Judged(answer, _found(diagnoser, answer))
        yield replace(known[key], answer=answer)


def _found(diagnoser: Diagnoser, answer: Answer) -> Diagnosis | None:
    try:
        return diagnoser.diagnose(answer)
    except NoNumberError:
        return None
    except UsageError as error:
        raise UsageError(f"{answer.place}  {error}" if answer.place else str(error)) from None
