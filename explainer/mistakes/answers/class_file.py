"""Answers of many students, read from a CSV, and what a class got wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from explainer.errors import UsageError
from explainer.files.spreadsheet import cell_text, csv_rows
from explainer.language import sentence
from explainer.mistakes.answers.diagnosis import Answer, Diagnosis
from explainer.mistakes.engine.verdict import Verdict

COLUMNS = ("student", "quantity", "value")


@dataclass(frozen=True)
class Judged:
    """A row of the file: the answer, and its diagnosis; None where it gives no number."""

    answer: Answer
    found: Diagnosis | None

    @property
    def verdict(self) -> str:
        """The diagnosis' verdict; `no number` where there is none."""
        return self.found.verdict.in_files if self.found else Verdict.NO_NUMBER

    @property
    def mistakes(self) -> list[str]:
        """Those of the simplest explanations, of a pair joined by `+`, each once."""
        ways = self.found.explanations if self.found else ()
        least = min((len(way.mistakes) for way in ways), default=0)
        return list(dict.fromkeys("+".join(w.mistakes) for w in ways if len(w.mistakes) == least))


@dataclass(frozen=True)
class Tally:
    """How often each came up.

    verdicts: by verdict. mistakes: of the wrong answers, by each set of mistakes that the
        simplest explanations name; an answer with several is counted under each.
    """

    verdicts: dict[str, int]
    mistakes: dict[str, int]
    quantities: dict[str, dict[str, int]]


def read_answers(content: bytes, file: str) -> list[Answer]:
    """The answers of a CSV with the columns student, quantity, value, and unit if there is one.

    Raises UsageError, with the line, where a column or a field is missing.
    """
    rows = csv_rows(content, file, semicolons=True, strict=True)
    names = [name.strip().casefold() for name in next(rows, (0, []))[1]]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        fault = sentence("answers.no_column", columns=",".join(COLUMNS), name=missing[0])
        raise UsageError(f"{file}:1  {fault}")
    return [_answer(row, names, f"{file}:{line}") for line, row in rows if any(row)]


def _answer(row: list[str], names: list[str], place: str) -> Answer:
    if len(row) != len(names):
        fault = sentence("answers.fields", row=str(len(row)), head=str(len(names)))
        raise UsageError(f"{place}  {fault}")
    fields = dict(zip(names, map(cell_text, row), strict=True))
    if not fields["quantity"]:
        fault = sentence("answers.no_quantity")
        raise UsageError(f"{place}  {fault}")
    return Answer(
        fields["quantity"], fields["value"], fields.get("unit", ""), fields["student"], place
    )


def tally_of(judged: Iterable[Judged]) -> Tally:
    """The counts, the most frequent first."""
    verdicts: Counter[str] = Counter()
    mistakes: Counter[str] = Counter()
    quantities: dict[str, Counter[str]] = {}
    for one in judged:
        verdicts[one.verdict] += 1
        quantities.setdefault(one.answer.quantity, Counter())[one.verdict] += 1
        mistakes.update(one.mistakes)
    return Tally(dict(verdicts.most_common()), dict(mistakes.most_common()), dict(quantities))
