"""Many answers about one network, judged one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from explainer.diagnosis.answers import Judged
from explainer.diagnosis.reading import NoNumberError
from explainer.diagnosis.result import Answer, Diagnosis
from explainer.diagnosis.search import Diagnoser
from explainer.errors import UsageError
from explainer.network.case import Case


def judge_answers(
    case: Case, answers: Iterable[Answer], given: Mapping[str, str] | None = None
) -> Iterator[Judged]:
    """Each answer with its diagnosis; equal answers are judged once.

    Raises UsageError for a quantity or a unit that the network doesn't have.
    """
    diagnoser = Diagnoser(case, given)
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
