"""An exercise: all that is needed to work the number out by hand, the question, the solution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from markupsafe import Markup

from explainer.derivation.derive import Step
from explainer.language.current import current
from explainer.layers.traits import Does
from explainer.network.units import UNITS_OF_MEMORY, in_unit
from explainer.once import once
from explainer.page import nodes as n
from explainer.page.sentences import Part, say
from explainer.results.results import Results
from explainer.website.check_tables import Tables
from explainer.website.lessons.cases import called, step_at, steps_at, work_of
from explainer.website.lessons.exercise_given import given
from explainer.website.lessons.live import macros
from explainer.website.lessons.steps import plain_step
from explainer.website.page import inline, markup_of

WHOLE = {
    "totals.parameters": ("sums", "parameters"),
    "totals.activations": ("sums", "activations"),
    "training.total": ("training", "bytes_of_training"),
    "inference.total": ("inference", "bytes_of_inference"),
}
# The groups whose steps are told of a whole network, which is called by its name.
ACCOUNTS = ("training", "inference")

# What is counted in values, and turned into bytes where a unit is asked for.
COUNTS = {"totals.parameters": "parameters", "totals.activations": "activations"}
# What the exercise's text tells.
GIVEN = {"totals.parameters"}


@dataclass(frozen=True)
class Exercise:
    """What is asked: a quantity of an example, run in some way, in some unit."""

    key: str
    asked: str
    unit: str = ""
    changes: tuple[str, ...] = ()

    @property
    def work(self) -> Results:
        """The example, worked out."""
        return work_of(self.key, *self.changes)

    @property
    def place(self) -> tuple[str, str]:
        """Where the step stands that is asked for."""
        place, _, name = self.asked.rpartition(".")
        return WHOLE.get(self.asked, (place, name))

    @property
    def right(self) -> Fraction:
        """The answer, exactly, in the unit that is asked for."""
        found, b = Fraction(step_at(self.work, *self.place).value), self.work.plan.bytes_per_value
        if not self.unit:
            return found
        in_bytes = self.asked.startswith(("training", "inference"))
        return found * (1 if in_bytes else b) / UNITS_OF_MEMORY[self.unit]

    @property
    def command(self) -> str:
        """How to check an answer without the page."""
        knobs = " ".join(f"--{change.replace('=', ' ')}" for change in self.changes)
        return f"explain diagnose example:{self.key} {self.asked} … {self.unit} {knobs}".rstrip()


def exercise_form(one: Exercise, number: int) -> Markup:
    """The whole exercise."""
    question = inline(_question(one))
    return Markup(
        macros().exercise(
            one,
            number,
            given(one.work, one.asked, called(one.key)),
            question,
            _solution(one),
            one.command,
        )
    )


def exercises_script(all_: Sequence[Exercise]) -> str:
    """What checks the answers: the table of each exercise, by its number."""
    return _script(tuple(all_), current())


@cache
def _script(all_: tuple[Exercise, ...], _language: str) -> str:
    """The examples stay as they are, so whoever builds several sites needs it once a language."""
    found = []
    for number, one in enumerate(all_, 1):
        tables = _tables(one.work)
        names = [node.name for node in one.work.graph.nodes]
        more = {"bytes": one.work.plan.bytes_per_value, "names": names}
        found.append(tables.script("exercises", number, [one.asked], more))
    return "".join(found)


@once
def _tables(work: Results) -> Tables:
    """The exercises about one network have its wrong networks in common."""
    return Tables(work.case, alone=True)


def _question(one: Exercise) -> n.Inlines:
    group, name = one.place
    of_network: dict[str, Part] = {"network": called(one.key)} if group in ACCOUNTS else {}
    if one.unit:
        return say(f"lesson.ask_{name}_in", unit=one.unit, **of_network)
    return say(f"lesson.ask_{name}", **of_network)


def _solution(one: Exercise) -> Markup:
    """What is asked, step by step; what is given is not worked out again."""
    work = one.work
    b = work.plan.bytes_per_value
    steps = [*_before(one), step_at(work, *one.place)]
    if one.asked == "inference.total":
        steps.insert(0, step_at(work, "inference", "alive"))
    if one.unit and one.asked in COUNTS:
        given = [] if one.asked in GIVEN else steps
        steps = [*given, step_at(work, f"size of {COUNTS[one.asked]}", "size")]
    blocks = [plain_step(step, b) for step in steps]
    if one.unit:
        blocks.append(markup_of([_divided(one)]))
    return Markup("").join(blocks)


def _divided(one: Exercise) -> n.Paragraph:
    """From bytes to the unit that is asked for."""
    divisor = UNITS_OF_MEMORY[one.unit]
    size = int(one.right * divisor)
    result = in_unit(size, one.unit)
    return n.Paragraph(
        say("lesson.divided", bytes=size, divisor=divisor, unit=one.unit, result=result)
    )


def _before(one: Exercise) -> list[Step]:
    """The steps of the layer that the asked one goes on from; the flattening before it too."""
    layer, name = one.place
    node = next((x for x in one.work.graph.nodes if x.name == layer), None)
    if node is None:
        return []
    steps = {step.name: step for step in steps_at(one.work, layer)}
    wanted, more = set[str](), {name}
    while more:
        wanted |= more
        more = {need for got in more for need in steps[got].formula.needs if need in steps} - wanted
    source = one.work.graph.nodes[node.sources[0]]
    flat = list(steps_at(one.work, source.name))[:1] if source.layer.does is Does.FLATTENS else []
    return flat + [step for step in steps.values() if step.name in wanted - {name}]
