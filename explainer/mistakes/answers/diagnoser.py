"""Answers about one network, judged one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from explainer.errors import UsageError
from explainer.maths import Mistake
from explainer.mistakes.answers.class_file import Judged
from explainer.mistakes.answers.diagnosis import Answer, Diagnosis
from explainer.mistakes.answers.reading import NoNumberError, asked_in, is_of_shape
from explainer.mistakes.answers.shapes import diagnose_shape
from explainer.mistakes.answers.sizes import GivenSizes
from explainer.mistakes.engine.coincidence import coincidences
from explainer.mistakes.engine.judge import Judge, compared
from explainer.mistakes.engine.number import Asked
from explainer.mistakes.engine.quantity import Quantity
from explainer.mistakes.engine.verdict import Verdict
from explainer.mistakes.engine.world import World
from explainer.network.case import Case


class Diagnoser:
    """Judges answers about one network; what it found out for a quantity is kept for the next.

    given: sizes that an answer goes on from, right or wrong, as {"pool2.output": "13x13x64"}.
    """

    def __init__(self, case: Case, given: Mapping[str, str] | None = None) -> None:
        self._case = case
        self._judge = Judge(World(case))
        self._asked: dict[tuple[str, str, str], Asked] = {}
        self._coincidences: dict[Quantity, tuple[Mistake, ...]] = {}
        self._given = GivenSizes(self._judge.slips, {} if given is None else given)

    def diagnose(self, answer: Answer) -> Diagnosis:
        """One answer; UsageError where it is no number, or about nothing in this network."""
        if is_of_shape(answer):
            return diagnose_shape(answer, self._judge.slips)
        asked = self._read(answer)
        if asked.quantity not in self._coincidences:
            self._coincidences[asked.quantity] = coincidences(asked.quantity, self._case.graph)
        judgement = vars(self._judge.judgement(asked))
        hidden = self._coincidences[asked.quantity]
        return self._with_given(Diagnosis(**judgement, answer=answer, coincidences=hidden), asked)

    def _read(self, answer: Answer) -> Asked:
        key = (answer.quantity, answer.value, answer.unit)
        if key not in self._asked:
            self._asked[key] = asked_in(answer, self._case.graph, self._case.plan.bytes_per_value)
        return self._asked[key]

    def _with_given(self, one: Diagnosis, asked: Asked) -> Diagnosis:
        """The diagnosis with what goes on from a given size in front."""
        given = self._given.explain(asked) if one.verdict.is_wrong else []
        if not given:
            return one
        told = {(way.mistakes, way.layer) for way in given}
        others = (way for way in one.explanations if (way.mistakes, way.layer) not in told)
        return replace(one, verdict=Verdict.EXPLAINED, explanations=(*given, *others))


def diagnose(
    case: Case, answers: Sequence[Answer], given: Mapping[str, str] | None = None
) -> tuple[Diagnosis, ...]:
    """Each answer's diagnosis; what explains all wrong ones together is marked, and comes first.

    Raises UsageError where an answer is no number, or about nothing in this network.
    """
    diagnoser = Diagnoser(case, given)
    return compared(tuple(map(diagnoser.diagnose, answers)))


def judge_answers(
    case: Case, answers: Iterable[Answer], given: Mapping[str, str] | None = None
) -> Iterator[Judged]:
    """Each answer of many with its diagnosis; equal answers are judged once.

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
