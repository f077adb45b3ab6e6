"""An exercise: all that is needed to work the number out by hand, the question, the solution."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from explainer.derive import Derivation
from explainer.document import nodes as n
from explainer.document.layer_part import setting_texts
from explainer.document.memory_part import in_units
from explainer.document.sentences import Part, knows, say
from explainer.document.steps import Seen
from explainer.document.wording import joined, shape_text
from explainer.graph import Node
from explainer.memory.network import totals_of
from explainer.memory.units import UNITS_OF_MEMORY
from explainer.render.literal import literal
from explainer.website.lessons.cases import step_at, work_of
from explainer.website.lessons.live import macros
from explainer.website.lessons.steps import plain_step
from explainer.website.lessons.tables import given_table
from explainer.website.page import inline, markup_of

WHOLE = {
    "totals.parameters": ("sums", "parameters"),
    "totals.activations": ("sums", "activations"),
    "training.total": ("training", "bytes_of_training"),
    "inference.total": ("inference", "bytes_of_inference"),
}


@dataclass(frozen=True)
class Exercise:
    """What is asked: a quantity of an example, run in some way, in some unit."""

    key: str
    asked: str
    unit: str = ""
    changes: tuple[str, ...] = ()

    @property
    def work(self) -> Derivation:
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
    plan = one.work.plan
    run = {"batch": plan.batch, "bytes": plan.bytes_per_value, "slots": plan.slots}
    question = inline(_question(one))
    return Markup(
        macros().exercise(one, number, run, _given(one), question, _solution(one), one.command)
    )


def _question(one: Exercise) -> n.Inlines:
    _, name = one.place
    key = f"lesson.ask_{name}{'_in' if one.unit else ''}"
    return say(key, unit=one.unit, network=literal(one.work.graph.name))


def _given(one: Exercise) -> Markup:
    graph, plan = one.work.graph, one.work.plan
    sums, name = totals_of(graph), literal(graph.name)
    run: dict[str, Part] = {
        "batch": plan.batch,
        "b": plan.bytes_per_value,
        "dtype": n.Code(plan.dtype),
    }
    match one.asked:
        case "totals.parameters" if one.unit:
            told = say("lesson.given_parameters", network=name, parameters=sums.parameters, **run)
        case "training.total":
            told = say(
                "lesson.given_training", network=name, parameters=sums.parameters,
                activations=sums.activations, optimizer=n.Code(plan.optimizer),
                slots=plan.slots or 0, **run,
            )  # fmt: skip
        case "inference.total":
            told = say("lesson.given_inference", network=name, parameters=sums.parameters, **run)
        case "totals.activations" | "totals.parameters":
            key = f"lesson.given_{'sizes' if one.asked == 'totals.activations' else 'layers'}"
            told = say(key, network=name, **run)
        case _:
            return markup_of([n.Paragraph(_layer(one))])
    blocks: list[n.Block] = [n.Paragraph(told)]
    if one.asked in ("totals.activations", "inference.total"):
        blocks.append(given_table(graph))
    if one.asked == "totals.parameters" and not one.unit:
        blocks.append(given_table(graph))
    return markup_of(blocks)


def _layer(one: Exercise) -> n.Inlines:
    """What a layer takes and how it is set; what stands at its default is told too."""
    graph = one.work.graph
    node = next(x for x in graph.nodes if x.name == one.place[0])
    source, asked = graph.nodes[node.sources[0]], one.place[1]
    what: dict[str, Part] = {
        "layer": n.User(node.name),
        "network": literal(graph.name),
        "kind": n.Code(node.kind),
    }
    told = say("lesson.given_layer", **what)
    if source.kind == "flatten":
        before = graph.nodes[source.sources[0]]
        taken = say("lesson.takes_flat", shape=shape_text(before.output), source=_name(before))
    else:
        taken = say("lesson.takes", shape=shape_text(node.inputs[0]), source=_name(source))
    parts = [told, taken, _settings(node)]
    more = (f"lesson.default_{node.kind}", f"lesson.hint_{asked}")
    return joined([*parts, *(say(key) for key in more if knows(key))], " ")


def _name(node: Node) -> n.Inlines:
    return (n.User(node.name),)


def _settings(node: Node) -> n.Inlines:
    texts = setting_texts(node)
    if len(texts) == 1:
        return say("lesson.setting", setting=n.Code(texts[0]))
    return say("layer.settings", settings=joined([(n.Code(text),) for text in texts]))


def _solution(one: Exercise) -> Markup:
    work = one.work
    b = work.plan.bytes_per_value
    found = step_at(work, *one.place)
    blocks = [plain_step(found, b)]
    if one.asked == "inference.total":
        blocks.insert(0, plain_step(step_at(work, "inference", "alive"), b))
    if one.unit in UNITS_OF_MEMORY and one.unit != "bytes":
        size = int(one.right * UNITS_OF_MEMORY[one.unit])
        blocks.append(markup_of(in_units(size, Seen())[:1]))
    return Markup("").join(blocks)
