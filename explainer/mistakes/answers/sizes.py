"""Answers that go on from a given size: right, given a wrong number before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from explainer.errors import UsageError, shown
from explainer.language import sentence
from explainer.layers.layer import Shape
from explainer.maths import Exact
from explainer.mistakes.answers.reading import OUTPUT, shape_in
from explainer.mistakes.answers.shapes import explain_shape
from explainer.mistakes.engine.explanation import Explanation
from explainer.mistakes.engine.number import Asked
from explainer.mistakes.engine.slips import Slips
from explainer.mistakes.engine.spoilt import with_outputs
from explainer.mistakes.engine.units import Unit
from explainer.mistakes.engine.ways import singles
from explainer.mistakes.engine.workings import right_steps

CARRIED = "carried_forward"


@dataclass(frozen=True)
class Origin:
    """How a given size may have come about: a mistake in a layer, or nothing that is known."""

    mistakes: tuple[Explanation, ...]
    layer: str


class GivenSizes:
    """The sizes that are given, and the network as it is with them."""

    def __init__(self, slips: Slips, given: Mapping[str, str]) -> None:
        graph = slips.world.graph
        self.sizes: dict[int, Shape] = {}
        if not isinstance(given, Mapping):
            raise UsageError(
                sentence(
                    "given.no_mapping",
                    written="{'pool2.output': '13x13x64'}",
                    given=shown(given),
                )
            )
        for quantity, text in given.items():
            texts = isinstance(quantity, str) and isinstance(text, str)
            if not texts or not quantity.endswith(OUTPUT):
                raise UsageError(
                    sentence(
                        "given.no_output",
                        written="pool2.output=13x13x64",
                        given=f"{shown(quantity)}={shown(text)}",
                    )
                )
            index, shape = shape_in(text, quantity, graph)
            if shape != graph.nodes[index].output:
                self.sizes[index] = shape
        wrong = with_outputs(graph, self.sizes) if self.sizes else None
        if self.sizes and wrong is None:
            named = ", ".join(f"{quantity}={text}" for quantity, text in given.items())
            raise UsageError(sentence("given.does_not_fit", given=named))
        world = slips.world
        self._slips = (
            Slips(replace(world, case=world.case.with_graph(wrong)), seldom=True) if wrong else None
        )
        self._origins = [self._origin(index, slips) for index in self.sizes]

    def _origin(self, index: int, slips: Slips) -> Origin:
        found = explain_shape(index, self.sizes[index], slips)
        return Origin(tuple(found), slips.world.graph.nodes[index].name)

    def explain(self, asked: Asked) -> list[Explanation]:
        """The answer from the given sizes: right given them, or with one more mistake."""
        if self._slips is None:
            return []
        value = self._slips.world.value(asked.quantity)
        if value is None:
            return []
        steps = right_steps(self._slips.world, asked.quantity)
        right = Explanation((), value, steps=steps)
        more = [right, *singles(self._slips, asked.quantity)]
        fitting = [way for way in more if asked.printed.is_rounded(_figure(asked.unit, way.value))][
            :1
        ]
        return [
            self._with_origin(way, asked.unit, origin) for way in fitting for origin in self._all()
        ]

    def _all(self) -> list[Explanation]:
        """The mistakes that may have led to the last of the given sizes."""
        origin = self._origins[-1]
        unknown = Explanation(
            (CARRIED,), 0, layer=origin.layer, carried=True, layers=1, key=(CARRIED, origin.layer)
        )
        return [replace(one, carried=True) for one in origin.mistakes] or [unknown]

    @staticmethod
    def _with_origin(way: Explanation, unit: Unit, origin: Explanation) -> Explanation:
        return replace(
            origin,
            mistakes=(*origin.mistakes, *way.mistakes),
            value=_figure(unit, way.value),
            wrong=(*origin.wrong, *way.wrong),
            steps=(*origin.steps, *way.steps),
            output=(),
        )


def _figure(unit: Unit, value: Exact) -> Exact:
    return unit.figure(unit.base(value))
