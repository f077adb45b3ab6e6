"""What in a lesson follows the reader: layers, whole networks, units. All is complete without."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from explainer.derivation.derive import Step
from explainer.layers.layer import AXES
from explainer.maths import Formula
from explainer.network.node import Node
from explainer.network.units import UNITS_OF_MEMORY
from explainer.page.sentences import say
from explainer.page.wording import shape_text
from explainer.render.literal import literal
from explainer.render.templates import environment
from explainer.website.choices import runs
from explainer.website.lessons.cases import called, steps_at, work_of
from explainer.website.lessons.numbers import shown, value
from explainer.website.lessons.steps import lines_of
from explainer.website.network_script import CHANGED, network_data
from explainer.website.page import inline
from explainer.website.step_markup import label_of, slips_of

UNITS = ("kB", "KiB", "MB", "MiB", "GB", "GiB")
DECIMALS = 3
INPUTS = {"H": "height", "W": "width", "c": "channels"}


def macros() -> Any:
    """The templates of figures and exercises."""
    return environment().get_template("site/figures.html").module


def layer_figure(key: str, layer: str, names: tuple[str, ...], drawn: Markup) -> Markup:
    """A layer, its input and its settings to be changed.

    names: the quantities, or all of them. drawn: the layer's window, or nothing.
    """
    work = work_of(key)
    node = next(one for one in work.graph.nodes if one.name == layer)
    steps = [one for one in work.layers[node.index].steps if not names or one.name in names]
    used = _used([one.formula for one in steps], node)
    fields = [(INPUTS[axis], 1, node.values[f"{axis}_in"]) for axis in AXES[len(node.inputs[0])]
              if f"{axis}_in" in used]  # fmt: skip
    for setting in node.layer.settings:
        numbers = setting.numbers(node.settings[setting.name])
        if setting.name in CHANGED and used & set(numbers):
            least = CHANGED[setting.name]
            fields.append((setting.name, least, next(iter(numbers.values()))))
    told = say("lesson.live_layer", layer=literal(layer), network=called(key))
    sizes = inline(shape_text(node.inputs[0])), inline(shape_text(node.output))
    made = _shown(steps, work.plan.bytes_per_value)
    return Markup(macros().live(key, node.index, inline(told), fields, sizes, drawn, made))


def _used(formulas: Iterable[Formula], node: Node) -> set[str]:
    """The symbols that the formulas take, those of the formulas before them among them."""
    used: set[str] = set()
    for formula in formulas:
        for need in formula.needs:
            used.add(need)
            if need in node.formulas and need != formula.name:
                used |= _used([node.formulas[need]], node)
    return used


def whole_figure(key: str, group: str, names: tuple[str, ...]) -> Markup:
    """Sums, training or inference of a network: batch, image, type and optimizer to be changed."""
    work = work_of(key)
    steps = [one for one in steps_at(work, group) if not names or one.name in names]
    told = say("lesson.live_network", network=called(key))
    data = network_data(work.case)
    made = _shown(steps, work.plan.bytes_per_value)
    name = "network" if group == "sums" else group
    return Markup(macros().whole(key, name, inline(told), data, runs(), made))


def _shown(steps: Iterable[Step], b: int) -> list[dict[str, object]]:
    """What the template takes of each step."""
    return [
        {
            "name": one.name,
            "label": label_of(one.name),
            "lines": lines_of(one, b),
            "slips": slips_of(one),
        }
        for one in steps
    ]


def units_figure(key: str, name: str) -> Markup:
    """A number of values and their type, and what they are in each unit."""
    values, b = int(value(key, name)), work_of(key).plan.bytes_per_value
    rows = [(unit, UNITS_OF_MEMORY[unit], shown(values * b, unit, DECIMALS).split()[0])
            for unit in UNITS]  # fmt: skip
    return Markup(macros().units(values, b, shown(values * b), rows, runs()["dtypes"]))
