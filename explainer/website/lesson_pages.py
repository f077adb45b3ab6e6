"""The lessons: Markdown by hand, with worked steps, live figures and exercises from functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import markdown
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from explainer.derive import Step
from explainer.document import nodes as n
from explainer.document.sentences import plain, say
from explainer.document.steps import mistake_title, slip_block
from explainer.document.window_figure import window
from explainer.errors import UsageError
from explainer.memory.network import totals_of
from explainer.memory.textbook import inference_of, training_of
from explainer.memory.units import UNITS_OF_COUNT, UNITS_OF_MEMORY, rounded_text
from explainer.render.templates import environment
from explainer.resources import resource
from explainer.website.networks import Network
from explainer.website.page import ENGINE, inline, markup_of, written
from explainer.website.shown import quantity

# Nothing is escaped: the text is ours, and each function gives markup.
LESSONS = Environment(undefined=StrictUndefined)
TOTALS = {
    "totals.parameters": ("sums", "parameters"),
    "totals.activations": ("sums", "activations"),
    "training.total": ("training", "bytes_of_training"),
    "inference.total": ("inference", "bytes_of_inference"),
}
DECIMALS = 1


def lesson_files(networks: Sequence[Network]) -> Iterator[tuple[str, str]]:
    """A page for each lesson, and the list of them."""
    paths = sorted((resource("site") / "lessons").glob("*.md"))
    rows = [(f"{_slug(path)}.html", _title(path), _lead(path)) for path in paths]
    here, lead = "lessons/index.html", plain("site.lessons_lead")
    yield here, written("list", here, plain("site.learn"), lead=lead, parts=[("", "", rows)])
    for path in paths:
        yield f"lessons/{_slug(path)}.html", _page(path, Figures({n.key: n for n in networks}))


def _slug(path: Path) -> str:
    return path.stem.partition("-")[2]


def _title(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ").strip()


def _lead(path: Path) -> str:
    """The question that the lesson answers: its first paragraph."""
    lead = path.read_text(encoding="utf-8").split("\n\n")[1]
    return "" if "{{" in lead else " ".join(lead.replace("`", "").split())


def _page(path: Path, figures: Figures) -> str:
    text = path.read_text(encoding="utf-8")
    template = LESSONS.from_string(text)
    body = markdown.markdown(template.render(figures.functions()), extensions=["tables", "toc"])
    here = f"lessons/{_slug(path)}.html"
    used = sorted(figures.used)
    scripts = (
        *ENGINE,
        *(f"data/{key}.js" for key in used),
        "assets/diagnose.js",
        "assets/figures.js",
    )
    return written(
        "base",
        here,
        _title(path),
        content=Markup(body),  # our own text, figures made of markup
        trail=(("index.html", plain("site.learn")),),
        scripts=scripts if used else (),
    )


@dataclass
class Figures:
    """What a lesson may show; which networks its live figures use."""

    networks: dict[str, Network]

    def __post_init__(self) -> None:
        self.used: set[str] = set()

    def functions(self) -> dict[str, Any]:
        """The functions that a lesson calls, by name."""
        names = ("step", "total", "slip", "live", "window", "exercise", "number", "mistake", "kind")
        return {name: getattr(self, f"_{name}") for name in names}

    def _net(self, key: str) -> Network:
        if key not in self.networks:
            raise UsageError(f"A lesson shows {key}, and that is not among the site's networks.")
        return self.networks[key]

    def _worked(self, key: str, layer: str, name: str) -> tuple[Network, Step]:
        net = self._net(key)
        part = next((one for one in net.work.layers if one.node.name == layer), None)
        step = part.step(name) if part else None
        if step is None:
            raise UsageError(f"A lesson shows {layer}.{name} of {key}, which there is not.")
        return net, step

    def _step(self, key: str, layer: str, name: str) -> str:
        net, step = self._worked(key, layer, name)
        return _block(_plain_step(step, net))

    def _total(self, key: str, name: str) -> str:
        net = self._net(key)
        group, formula = TOTALS[name]
        step = next(one for one in getattr(net.work, group) if one.name == formula)
        return _block(_plain_step(step, net))

    def _slip(self, key: str, layer: str, mistake: str) -> str:
        net = self._net(key)
        part = next(one for one in net.work.layers if one.node.name == layer)
        for step in part.steps:
            for slip in step.slips:
                if slip.mistake.name == mistake:
                    return _block(markup_of([slip_block(slip, step.name)]))
        raise UsageError(f"A lesson shows {mistake} in {layer} of {key}, where it is not made.")

    def _live(self, key: str, layer: str) -> str:
        net = self._net(key)
        self.used.add(key)
        node = next(one for one in net.graph.nodes if one.name == layer)
        macros: Any = environment().get_template("site/figures.html").module
        steps = [
            quantity(step, net.plan.bytes_per_value) for step in net.work.layers[node.index].steps
        ]
        return _block(macros.live(key, node.index, node.name, steps))

    def _window(self, key: str, layer: str) -> str:
        node = next(one for one in self._net(key).graph.nodes if one.name == layer)
        found = window(node, "H")
        if found is None:
            raise UsageError(f"A lesson draws the window of {layer} in {key}, which has none.")
        told = say("site.window", layer=n.User(layer))
        return _block(markup_of([n.Figure(found, told, told)]))

    def _exercise(self, key: str, name: str, unit: str = "") -> str:
        self._net(key)
        self.used.add(key)
        macros: Any = environment().get_template("site/figures.html").module
        return _block(macros.exercise(key, self._net(key).graph.name, name, unit))

    def _number(self, key: str, name: str, unit: str = "") -> str:
        value = self._value(self._net(key), name)
        if not unit:
            return f"{value:,}"
        if unit in UNITS_OF_MEMORY:
            in_bytes = name.startswith(("training", "inference"))
            size = value if in_bytes else value * self._net(key).plan.bytes_per_value
            return f"{rounded_text(Fraction(size, UNITS_OF_MEMORY[unit]), DECIMALS)} {unit}"
        return f"{rounded_text(Fraction(value, UNITS_OF_COUNT[unit]), DECIMALS)}{unit}"

    @staticmethod
    def _value(net: Network, name: str) -> int:
        place, _, count = name.rpartition(".")
        if place == "totals":
            found = getattr(totals_of(net.graph), count)
        elif name == "training.total":
            found = training_of(net.graph, net.plan).total
        elif name == "inference.total":
            found = inference_of(net.graph, net.plan).total
        else:
            found = next(one for one in net.graph.nodes if one.name == place).values[count]
        assert isinstance(found, int)
        return found

    def _mistake(self, name: str) -> str:
        return str(_link(f"../mistakes/{name}.html", inline(mistake_title(name))))

    def _kind(self, name: str) -> str:
        return str(_link(f"../kinds/{name}.html", Markup("<code>{}</code>").format(name)))


def _link(address: str, words: Markup) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, words)


def _plain_step(step: Step, net: Network) -> Markup:
    """A step without its mistakes."""
    one = quantity(step, net.plan.bytes_per_value)
    return Markup('<div class="step"><p>{}</p>{}</div>').format(one.why, one.lines)


def _block(markup: Markup) -> str:
    """Markup as one block of Markdown: a line break within it would end it."""
    return f"\n\n<div>{' '.join(str(markup).split())}</div>\n\n"
