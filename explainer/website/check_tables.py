"""What checks a number on the site: the wrong numbers that Python's search finds, as scripts.

    explain.table("vgg16", 1, [["conv2d",4],…], {quantities: [{name: "weights", exact: 1728,
        ones: [way, …], twos: [way, …], …}, …]});

A way: [value, [mistakes], layer, carried, layers, [steps], next]. Mistakes, and the formulas of
steps, are numbers of the list of formulas, which are those of kinds.js by their place there, or
written out. layer and next are layers by their numbers, or -1: where the mistake was made, and
where else it would show. A step is a formula and its arguments, in its own order or by their names.
Values are as the quantity's: in values or bytes. Numbers that JavaScript would round are texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from explainer.maths import Exact, Formula
from explainer.memory.textbook.printed_rows import printed_parts
from explainer.memory.textbook.unit_formulas import amounts
from explainer.mistakes.engine.coincidence import coincidences
from explainer.mistakes.engine.explanation import Explanation
from explainer.mistakes.engine.printing import parts_of_training
from explainer.mistakes.engine.quantity import Count, Part, Quantity
from explainer.mistakes.engine.slips import Slips, is_of_size, mistake_called, roundings
from explainer.mistakes.engine.spoilt import mistakes_in
from explainer.mistakes.engine.table import Wrong
from explainer.mistakes.engine.workings import Made, single_layers
from explainer.mistakes.engine.world import World
from explainer.mistakes.pages.ways import SYMBOLS_SHOWN
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.website.kinds_script import formula_script, places_of_formulas
from explainer.website.networks import Network

# What can be asked of a layer and of a whole network.
OF_A_LAYER = (
    "H_out", "W_out", "weights", "biases", "parameters", "activations", "macs", "im2col",
)  # fmt: skip
OF_THE_WHOLE = (
    "totals.parameters", "totals.activations", "totals.weights", "totals.biases",
    "training.total", "inference.total",
)  # fmt: skip
TRAINING = Quantity((Part("training", "total"),))
# JavaScript's own numbers are exact up to here.
MOST_EXACT = 2**53


def check_files(net: Network) -> Iterator[tuple[str, str]]:
    """The tables of a network as it stands: one of its sums, and one of each layer."""
    tables = Tables(net.case)
    places = [node.index for node in net.graph.nodes if tables.names_in(node)]
    whole = {"places": places, "bytes": net.plan.bytes_per_value}
    yield f"data/{net.key}/whole.js", tables.script(net.key, "whole", OF_THE_WHOLE, whole)
    for index in places:
        node = net.graph.nodes[index]
        names = [f"{node.name}.{name}" for name in tables.names_in(node)]
        yield f"data/{net.key}/{index}.js", tables.script(net.key, index, names, {})


@dataclass(frozen=True)
class Tables:
    """The tables of one network, run in one way.

    alone: whether what comes before a layer is given, so that no mistake is carried forward.
    """

    case: Case
    alone: bool = False

    def script(self, key: str, place: str | int, names: Iterable[str], more: dict[str, Any]) -> str:
        """The script that registers the table of these quantities. more: what goes with them."""
        formulas = _Formulas()
        asked = {name: self._quantity(name) for name in names}
        found = {name: self.slips.world.value(quantity) for name, quantity in asked.items()}
        rows = [
            self._row(name, asked[name], value, formulas)
            for name, value in found.items()
            if value is not None
        ]
        table = json.dumps({**more, "quantities": rows}, separators=(",", ":"))
        table = table.replace("</", "<\\/")  # names of layers are the user's
        names_ = f"{json.dumps(key)},{json.dumps(place)}"
        return f"explain.table({names_},[{','.join(formulas.scripts)}],{table});\n"

    def names_in(self, node: Node) -> list[str]:
        """What can be asked of a layer."""
        return [name for name in OF_A_LAYER if name in node.formulas]

    @cached_property
    def slips(self) -> Slips:
        """The slips of the network; wrong networks are kept for the next quantity."""
        return Slips(World(self.case), seldom=True)

    def _quantity(self, name: str) -> Quantity:
        head, _, last = name.rpartition(".")
        if name not in OF_THE_WHOLE:
            return Quantity((Count(last, (self._indices[head],)),))
        if head == "totals":
            return Quantity((Count(last),))
        return TRAINING if head == "training" else Quantity((Part("inference", "total"),))

    @cached_property
    def _indices(self) -> dict[str, int]:
        return {node.name: node.index for node in self.case.graph.nodes}

    def _row(
        self, name: str, quantity: Quantity, exact: Exact, formulas: _Formulas
    ) -> dict[str, Any]:
        wrong, layers = Wrong(self.slips, quantity), single_layers(quantity)
        ways = [way for way in wrong.singles if not (self.alone and way.carried)]
        size = is_of_size(quantity)
        row: dict[str, Any] = {
            "name": name,
            "exact": number(exact),
            "memory": quantity.in_bytes,
            "size": size,
            "unitless": size or name.endswith(".macs"),
            "layer": layers[0] if layers else -1,
            "ones": [self._way(way, layers, formulas) for way in _once(ways, exact)],
            "twos": [self._way(way, layers, formulas) for way in _once(wrong.pairs, exact)],
            "hides": [formulas.number(one) for one in coincidences(quantity, self.case.graph)],
        }
        if not quantity.in_bytes and not size:
            mistake = mistake_called(amounts, "rounded_before_multiplying")
            row["rounded"] = [formulas.number(mistake), [number(n) for n in roundings(exact)]]
        if quantity == TRAINING:
            mistake = mistake_called(printed_parts, "rounded_before_summing")
            parts = {key: number(n) for key, n in parts_of_training(self.slips.world).items()}
            row["parts"] = [formulas.number(mistake), parts, self.case.plan.batch]
        return row

    def _way(self, way: Explanation, layers: list[int], formulas: _Formulas) -> list[Any]:
        return [
            number(way.value),
            [formulas.number(mistake) for mistake in way.wrong],
            self._indices.get(way.layer, -1),
            int(way.carried),
            way.layers,
            [_step(one, formulas) for one in way.steps if len(one.arguments) <= SYMBOLS_SHOWN],
            self._next(way, layers[0] if layers else -1),
        ]

    def _next(self, way: Explanation, asked: int) -> int:
        """The next layer in which the single mistake would show, or -1."""
        if len(way.wrong) != 1 or way.layer == "":
            return -1
        made_in = self._indices[way.layer]
        mistake = way.wrong[0]
        shown = [i for i in self._shows.get((mistake.name, mistake.spoils), ()) if i != made_in]
        later = [index for index in shown if index > asked]
        return later[0] if later else next((i for i in shown if i < asked), -1)

    @cached_property
    def _shows(self) -> dict[tuple[str, str], list[int]]:
        """The layers in which a mistake gives another number than the right formula."""
        found: dict[tuple[str, str], list[int]] = {}
        for node in self.case.graph.nodes:
            for mistake in mistakes_in(node):
                right = node.formulas.get(mistake.spoils)
                if right is None or mistake.missing(node.values):
                    continue
                wrong = mistake.value(mistake.arguments(node.values))
                if wrong != right.value(right.arguments(node.values)):
                    found.setdefault((mistake.name, mistake.spoils), []).append(node.index)
        return found


class _Formulas:
    """The formulas of one script, each once."""

    def __init__(self) -> None:
        self.scripts: list[str] = []
        self._numbers: dict[object, int] = {}

    def number(self, formula: Formula, *, told: bool = True) -> int:
        """Where the formula stands in the script's list. told: whether its sentence is shown."""
        place = places_of_formulas().get(id(formula))
        key = place or (formula.name, formula.function, formula.needs, told)
        if key not in self._numbers:
            self._numbers[key] = len(self.scripts)
            own = (
                json.dumps(place, separators=(",", ":"))
                if place
                else formula_script(formula, told=told)
            )
            self.scripts.append(own)
        return self._numbers[key]


def _once(ways: Iterable[Explanation], right: Exact) -> Iterator[Explanation]:
    """The ways that don't lead to the right number, each hypothesis once."""
    found: set[tuple[tuple[str, ...], Exact]] = set()
    for way in ways:
        if way.value != right and (way.mistakes, way.value) not in found:
            found.add((way.mistakes, way.value))
            yield way


def _step(step: Made, formulas: _Formulas) -> list[Any]:
    arguments: Mapping[str, Exact] = step.arguments
    in_order = list(arguments) == list(step.formula.needs)
    numbers = {name: number(value) for name, value in arguments.items()}
    return [
        formulas.number(step.formula, told=False),
        list(numbers.values()) if in_order else numbers,
    ]


def number(value: Exact) -> int | str:
    """A number as JSON that loses nothing in JavaScript: a text where it is large or a fraction."""
    if isinstance(value, Fraction) and value.denominator > 1:
        return f"{value.numerator}/{value.denominator}"
    whole = int(value)
    return whole if abs(whole) < MOST_EXACT else str(whole)
