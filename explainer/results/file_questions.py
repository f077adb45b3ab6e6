"""The questions of a model file, looked up in its network: what they show, set, and judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

from explainer.errors import ModelFileError, UsageError
from explainer.language import sentence
from explainer.mistakes.engine.exhibit import Exhibit, exhibit_of
from explainer.network.case import Case, check_optimizer
from explainer.network.freezing import check_freezing, check_freezing_of_file
from explainer.network.graph import build
from explainer.network.plan import Knobs, plan_for
from explainer.once import once
from explainer.readers.changes import HERE, Change, read_changes, with_changes
from explainer.readers.wording import nearest, quoted
from explainer.spec import ClaimSpec, Given, Place, QuestionSpec

# What a change shows where the question says nothing else.
USUAL = ("parameters", "activations", "training.total")


@dataclass(frozen=True)
class FileQuestion:
    """A question with what answers it.

    shown: what is to be shown; changes: what is set first, and changed: the network so changed.
    claims: the indices of the file's claims that it is about.
    """

    spec: QuestionSpec
    shown: tuple[Exhibit, ...]
    changes: tuple[Change, ...]
    changed: Case | None
    claims: tuple[int, ...]


@once
def file_questions_of(case: Case) -> tuple[FileQuestion, ...]:
    """The questions of the network's file; ModelFileError where one names what there is not."""
    return tuple(_looked_up(spec, case) for spec in case.graph.spec.questions)


def _looked_up(spec: QuestionSpec, case: Case) -> FileQuestion:
    given = spec.show or (tuple(_usual(spec)) if spec.set and spec.fits is None else ())
    shown = tuple(exhibit_of(name, case.graph) for name in given)
    claims = tuple(index for name in spec.claims for index in _claims(name, case.graph.spec.claims))
    if not spec.set:
        return FileQuestion(spec, shown, (), None, claims)
    place = next(iter(spec.set.values())).place
    with _at(place, ()):
        changes = read_changes(spec.set)
    return FileQuestion(spec, shown, changes, _changed(case, changes), claims)


def _usual(spec: QuestionSpec) -> list[Given]:
    return [Given(name, spec.place, name) for name in USUAL]


def _changed(case: Case, changes: Sequence[Change]) -> Case:
    """The network with the values set, run as it is run otherwise."""
    for change in changes:  # alone first, so that an error stands at its own line
        with _at(change.given.place, (change,)):
            with_changes(case.graph.spec, (change,))
    with _at(changes[0].given.place, changes):
        return _case_with(case, changes)


@contextmanager
def _at(place: Place, changes: Sequence[Change]) -> Iterator[None]:
    """What goes wrong with the changes, said at the question's own place."""
    label = sentence("question.label")
    try:
        yield
    except UsageError as error:
        fault, *advice = error.sentences
        raise ModelFileError(place, fault, layer=label, advice=" ".join(advice)) from None
    except ModelFileError as error:
        fault = error.fault
        if error.place != HERE:
            targets = ", ".join(change.target for change in changes)
            fault = sentence("set.does_not_fit", targets=targets, fault=fault)
        raise ModelFileError(
            place, fault, layer=label, sum=error.sum, advice=error.advice
        ) from None


def _case_with(case: Case, changes: Sequence[Change]) -> Case:
    spec = with_changes(case.graph.spec, changes)
    graph = build(spec)
    check_freezing_of_file(graph)
    set_here = {change.setting for change in changes if not change.layer}
    knobs: Knobs = {  # type: ignore[assignment]  # the plan's fields are the knobs
        name: getattr(case.plan, name) for name in Knobs.__annotations__ if name not in set_here
    }
    changed = Case(graph, plan_for(spec, **knobs))
    check_freezing(graph, changed.plan.freeze)
    check_optimizer(changed)
    return changed


def _claims(name: Given, claims: Sequence[ClaimSpec]) -> list[int]:
    """The claims about a quantity; with `=` behind it, those of that number."""
    wanted, _, number = (part.strip() for part in name.text.partition("="))
    found = [
        index
        for index, claim in enumerate(claims)
        if claim.quantity == wanted and number in ("", claim.value, f"{claim.value} {claim.unit}")
    ]
    if not found:
        _refuse_claim(name, claims)
    return found


def _refuse_claim(name: Given, claims: Sequence[ClaimSpec]) -> NoReturn:
    label = sentence("question.label")
    wanted = quoted(name.text)
    if not claims:
        fault = sentence("question.no_claims", name=wanted)
        raise ModelFileError(name.place, fault, layer=label)
    whole = {f"{claim.quantity} = {claim.value} {claim.unit}": None for claim in claims}
    names = list(whole if "=" in name.text else dict.fromkeys(one.quantity for one in claims))
    near = nearest(name.text, names)
    advice = (
        sentence("hint.meant", name=quoted(near))
        if near
        else sentence("question.claims_try", names=", ".join(names))
    )
    raise ModelFileError(
        name.place, sentence("question.no_claim", name=wanted), layer=label, advice=advice
    )
