"""Sets of exercises: variants of a network by a seed, questions whose mistakes can be told apart.

Variant k of a seed is the same whether it is drawn alone or among a thousand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from shlex import quote

from explainer.errors import UsageError
from explainer.exercises import fitting
from explainer.exercises.asking import find_the_error, of_layer, of_network
from explainer.exercises.luck import Luck
from explainer.exercises.question import ExerciseSet, Question, Rejection, Variant
from explainer.exercises.source import Asking, Source
from explainer.exercises.text_numbers import (
    answer_stands_in,
    has_the_same_answer,
    is_a_setting_of,
)
from explainer.exercises.vary import varied
from explainer.language import sentence
from explainer.network.plan import Plan
from explainer.spec import ModelSpec

# After so many draws a question is taken with its collision, which is then declared.
TRIES, PATIENCE = 60, 30
# After so many in all, the network is said to have no more questions.
MOST_TRIES = 400
# Before that, an answer that happens to be the number of a setting in another question is let pass.
STRICT = 200
# And before that, one number may answer two questions.
DISTINCT = 40
MOST_QUESTIONS = 40
# In the order of the sheet; further questions begin anew behind the sixth.
WAYS: tuple[tuple[Asking, ...], ...] = (
    (of_layer("H_out"), of_layer("weights"), of_layer("biases")),
    (of_layer("parameters", kind="faded"), of_layer("activations", kind="faded")),
    (find_the_error("parameters"), find_the_error("activations", "bytes")),
    (
        of_layer("weights", "bytes"),
        of_layer("activations", "bytes"),
        of_network("weights"),
        of_network("activations"),
        of_network("parameters", in_memory=True),
    ),
    (fitting.fits,),
    (fitting.largest_batch,),
    (of_layer("activations"), of_layer("H_out"), of_layer("weights")),
    (of_network("weights"), of_network("training.total", in_memory=True)),
    (of_layer("parameters", kind="faded"), of_layer("activations", kind="faded")),
    (find_the_error("parameters"), find_the_error("activations", "bytes")),
)
FURTHER = 6
# Drawn first, since they tell the sums over the network: then no other question asks for these.
TELLING = (4, 5)
# What every sheet tells of its units.
EXPLAINED = (10**3, 2**10, 10**6)


@dataclass
class _Rejected:
    """The draws that were thrown away, by their reason."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, reason: str, example: str = "") -> None:
        """One more."""
        self.counts[reason] += 1
        known = self.examples[reason]
        if example and example not in known and len(known) < 3:
            known.append(example)

    def all(self) -> tuple[Rejection, ...]:
        """Reason by reason."""
        return tuple(Rejection(r, c, tuple(self.examples[r])) for r, c in self.counts.items())


@dataclass(frozen=True)
class Drawing:
    """How variants are drawn: a network, how many questions, and a seed.

    model: how the reader names the network, for building a variant again.
    """

    spec: ModelSpec
    plan: Plan
    questions: int
    seed: int
    stem: str
    model: str
    digits: int = 2

    def variant(self, number: int) -> Variant:
        """One variant, from 1 on; UsageError where the network has not so many questions."""
        luck = Luck(self.seed, number)
        rejected = _Rejected()
        case, changed, refused = varied(self.spec, self.plan, luck)
        for _ in range(refused):
            rejected.add("network")
        source = Source.of(case, luck)
        drawn: dict[int, Question] = {}
        for index in sorted(range(self.questions), key=lambda index: index not in TELLING):
            earlier = [*drawn.values()]
            faded = sum(question.kind == "faded" for question in earlier)
            question = self._question(replace(source, faded=faded), index, earlier, rejected)
            drawn[index] = replace(question, number=index + 1)
        questions = [drawn[index] for index in range(self.questions)]
        sets = " ".join(f"--set {quote(change)}" for change in changed)
        return Variant(
            number=number,
            code=f"{number:0{self.digits}}",
            seed=self.seed,
            case=case,
            network=f"explain {self.model} {sets}",
            changed=changed,
            questions=tuple(questions),
            rejected=rejected.all(),
        )

    def _question(
        self, source: Source, index: int, earlier: list[Question], rejected: _Rejected
    ) -> Question:
        """A question that fits the earlier ones; the last tries take one with a collision.

        Yes or no can't tell mistakes apart: there a collision is always declared.
        """
        declared: Question | None = None
        for attempt, drawn in enumerate(self._draws(source, index)):
            if attempt >= TRIES and declared is not None:
                break
            reason = _why_not(drawn, earlier, attempt)
            if reason is None and drawn.collisions and drawn.kind != "fits":
                declared = declared or drawn
                reason = "truth" if any(c.with_truth for c in drawn.collisions) else "two_mistakes"
            if reason is None:
                return drawn
            rejected.add(reason, drawn.quantity)
        if declared is None:
            raise UsageError(
                sentence(
                    "sheet.too_few",
                    network=source.case.graph.name,
                    wanted=str(len(earlier) + 1),
                    most=str(len(earlier)),
                )
            )
        return declared

    @staticmethod
    def _draws(source: Source, index: int) -> Iterator[Question]:
        again = FURTHER + (index - FURTHER) % (len(WAYS) - FURTHER)
        ways = WAYS[index] if index < FURTHER else WAYS[again]
        every = [way for group in WAYS for way in group]
        for attempt in range(MOST_TRIES):
            way = source.luck.one_of(ways if attempt < PATIENCE else every)
            drawn = way(source)
            if drawn is not None:
                yield drawn


def _why_not(drawn: Question, earlier: list[Question], attempt: int) -> str | None:
    """Why a question can't stand beside the earlier ones, by the key of its sentence.

    attempt: how many were drawn before it, with which less is asked of it.
    """
    if drawn.answer in EXPLAINED:
        return "answer_shown"
    for other in earlier:
        same = (other.quantity, other.kind) == (drawn.quantity, drawn.kind)
        layer = drawn.layer if attempt < PATIENCE else drawn.quantity
        if same or (other.layer and layer in (other.layer, other.quantity)):
            return "asked_before"
        if answer_stands_in(drawn, other) or answer_stands_in(other, drawn):
            return "answer_shown"
        if attempt < DISTINCT and has_the_same_answer(drawn, other):
            return "same_answer"
        if attempt < STRICT and (is_a_setting_of(drawn, other) or is_a_setting_of(other, drawn)):
            return "answer_shown"
    return None


def drawing_of(
    spec: ModelSpec, plan: Plan, *, questions: int, variants: int, seed: int, stem: str, model: str
) -> Drawing:
    """How to draw; UsageError where the numbers make no sense."""
    if not 1 <= questions <= MOST_QUESTIONS:
        raise UsageError(
            sentence("sheet.questions", most=str(MOST_QUESTIONS), given=str(questions))
        )
    if spec.totals is not None:
        raise UsageError(sentence("sheet.bare_totals", network=spec.name))
    return Drawing(spec, plan, questions, seed, stem, model, max(2, len(str(variants))))


def draw(
    spec: ModelSpec, plan: Plan, *, questions: int, variants: int, seed: int, stem: str, model: str
) -> ExerciseSet:
    """All the variants of a seed."""
    drawing = drawing_of(
        spec, plan, questions=questions, variants=variants, seed=seed, stem=stem, model=model
    )
    drawn = tuple(drawing.variant(number) for number in range(1, variants + 1))
    return ExerciseSet(stem, spec.name, seed, drawn)
