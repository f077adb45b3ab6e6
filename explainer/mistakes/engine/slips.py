"""Which wrong numbers the known mistakes make of a quantity.

Each comes as a Slip: the wrong value, in values or bytes like the quantity, and how it
comes about. Slips that leave the value as it is are not handed out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from explainer.layers.quantities import OUTPUT_SIZES
from explainer.maths import Exact, Mistake, as_exact
from explainer.memory.textbook.account import formulas_of
from explainer.memory.textbook.printed_rows import printed_rows, rounded_to, row_values
from explainer.memory.textbook.sums import network, network_values
from explainer.memory.textbook.unit_formulas import amounts
from explainer.mistakes.engine.quantity import Count, Part, Quantity
from explainer.mistakes.engine.spoilt import Spoilt, WrongNetwork
from explainer.mistakes.engine.workings import (
    Made,
    Reach,
    account_steps,
    leaves_as_it_is,
    made,
    mistakes_that_count,
    single_layers,
    working,
)
from explainer.mistakes.engine.world import PER_IMAGE, World, formula_name
from explainer.once import once

# To what a count may have been rounded before somebody went on with it.
ROUNDINGS = (100, 10**3, 10**5, 10**6, 10**8, 10**9)
LEAST_DIGITS_LEFT = 10


@dataclass(frozen=True)
class Slip:
    """A mistake that was made, and the wrong value of the quantity.

    mistake: the wrong formula; where a name spoils several, the first that the quantity needs.
    key: its name; of a wrong sum also which sum it is.
    places: the indices of the layers in which it was made.
    steps: the wrong working, where it is short enough to be shown.
    world: the network and its account with the mistake in them, where a second can be made too.
    all_made: every wrong formula, layer by layer.
    """

    mistake: Mistake
    value: Exact
    key: tuple[object, ...]
    steps: tuple[Made, ...] = ()
    places: tuple[int, ...] = ()
    world: World | None = None
    all_made: tuple[Mistake, ...] = ()

    @property
    def name(self) -> str:
        """The mistake's name."""
        return self.mistake.name

    @property
    def layers(self) -> int:
        """In how many layers it was made; 0 where it isn't one of a layer."""
        return len(self.places)


class Slips:
    """The slips of quantities in one world; wrong networks are kept for the next quantity.

    seldom: whether those that reports don't show are among them.
    """

    def __init__(self, world: World, *, seldom: bool = False) -> None:
        self.world = world
        self.seldom = seldom
        self._reaches: dict[Quantity, Reach] = {}
        self._last: tuple[Quantity, list[Slip]] | None = None

    @cached_property
    def spoilt(self) -> Spoilt:
        """The wrong networks that can be made of this one."""
        return Spoilt(self.world.graph, seldom=self.seldom)

    def of(self, quantity: Quantity) -> list[Slip]:
        """Every slip that changes the quantity, each wrong value of a name once.

        Those of the last quantity are kept: they are asked for alone and as the first of two.
        """
        if self._last is None or self._last[0] is not quantity:
            self._last = quantity, self._found(quantity)
        return self._last[1]

    def _found(self, quantity: Quantity) -> list[Slip]:
        right = self.world.value(quantity)
        found: dict[tuple[str, Exact], Slip] = {}
        for slip in self._all(quantity):
            if slip.value != right:
                found.setdefault((slip.name, slip.value), slip)
        return list(found.values())

    def _all(self, quantity: Quantity) -> Iterator[Slip]:
        yield from self._in_sums(quantity)
        yield from self._in_account(quantity)
        yield from self._in_layers(quantity)
        yield from self._with_batch(quantity)
        yield from self._with_rounded_sums(quantity)

    def beyond_layers(self, quantity: Quantity) -> list[Slip]:
        """The slips that change the quantity and are made in no layer, each wrong value once."""
        right, found = self.world.value(quantity), list[Slip]()
        found += self._in_sums(quantity)
        found += self._in_account(quantity)
        found += self._with_batch(quantity)
        return [slip for slip in found if slip.value != right]

    # ---- in the layers ----

    def _in_layers(self, quantity: Quantity) -> Iterator[Slip]:
        """A layer's mistake in the layer itself, and in every layer where it can be made."""
        for index in single_layers(quantity):
            yield from self._spoilt_slips(quantity, index)
        yield from self._spoilt_slips(quantity, None)

    def _spoilt_slips(self, quantity: Quantity, only: int | None) -> Iterator[Slip]:
        for name in self.spoilt.names(only):
            wrong = self.spoilt.with_mistake(name, only, reach_of(quantity))
            if wrong is not None and (slip := self.in_network(wrong, quantity)) is not None:
                yield slip

    def in_network(self, wrong: WrongNetwork, quantity: Quantity) -> Slip | None:
        """The slip that a wrong network is; None where it makes none or the quantity is lost.

        Of counts of layers that all are as they were it makes none.
        """
        if leaves_as_it_is(wrong, self.world.graph, quantity):
            return None
        counting = mistakes_that_count(wrong, self._reach(quantity))
        if not counting:
            return None
        world = replace(self.world, case=self.world.case.with_graph(wrong.graph))
        value = world.value(quantity)
        if value is None:
            return None
        first = single_layers(quantity)[:1]
        mistake = counting.get(first[0] if first else -1, next(iter(counting.values())))[0]
        right = self.world.value(quantity)
        steps = () if value == right else working(world, counting, quantity)
        every = tuple(slip for found in counting.values() for slip in found)
        return Slip(mistake, value, (mistake.name,), steps, tuple(counting), world, every)

    def _reach(self, quantity: Quantity) -> Reach:
        if quantity not in self._reaches:
            self._reaches[quantity] = Reach.of(quantity, self.world.graph)
        return self._reaches[quantity]

    # ---- in the network's sums ----

    def _in_sums(self, quantity: Quantity) -> Iterator[Slip]:
        """A wrong sum over the network, alone or carried into bytes, training, inference."""
        if not _is_of_network(quantity):
            return
        for mistake, step in self._wrong_sums:
            yield from self._carried(quantity, mistake, {mistake.spoils: step.value}, step)

    @cached_property
    def _wrong_sums(self) -> list[tuple[Mistake, Made]]:
        """The mistakes made in adding up the layers, with what they give.

        None for bare totals, and where a mistake has left half values: nobody prints such rows.
        """
        graph = self.world.graph
        if graph.totals is not None or not self.world.is_whole:
            return []
        values = {**network_values(graph), **row_values(graph)}
        mistakes = [*network.mistakes_for(values), *printed_rows.mistakes_for(values)]
        return [(mistake, made(mistake, values)) for mistake in mistakes]

    def _with_rounded_sums(self, quantity: Quantity) -> Iterator[Slip]:
        """A sum that was rounded, and then multiplied by the bytes of a value."""
        mistake = mistake_called(amounts, "rounded_before_multiplying")
        for name in ("activations", "parameters"):
            exact = self.world.value(Quantity((Count(name),)))
            if exact is None or not quantity.in_bytes:
                continue
            for rounded in roundings(exact):
                yield from self._carried(quantity, mistake, {name: rounded})

    def _carried(
        self, quantity: Quantity, mistake: Mistake, wrong: Mapping[str, Exact], *steps: Made
    ) -> Iterator[Slip]:
        """What becomes of the quantity when these numbers stand for the right ones."""
        key = (mistake.name, mistake.function) if steps else (mistake.name,)
        world = replace(self.world, wrong={**self.world.wrong, **wrong})
        value = world.value(quantity)
        if value is not None:
            steps = (*steps, *account_steps(world, quantity))
            yield Slip(mistake, value, key, steps, world=world)

    # ---- in the account ----

    def _in_account(self, quantity: Quantity) -> Iterator[Slip]:
        """A wrong formula of training or inference."""
        for part in quantity.terms:
            if not isinstance(part, Part):
                continue
            values = self.world.account()
            for mistake in formulas_of(part.account, values).mistakes_for(values):
                if mistake.spoils == formula_name(part) and not mistake.missing(values):
                    if mistake.spoils in self.world.mistaken:
                        continue
                    mistaken = {**self.world.mistaken, mistake.spoils: mistake}
                    world = replace(self.world, mistaken=mistaken)
                    value = world.value(quantity)
                    if value is not None:
                        step = made(mistake, values)
                        yield Slip(mistake, value, (mistake.name,), (step,), world=world)

    # ---- with the batch ----

    def _with_batch(self, quantity: Quantity) -> Iterator[Slip]:
        """The batch forgotten, or multiplied into what all images share; maps counted twice."""
        forgotten = mistake_called(amounts, "batch_forgotten")
        shared = mistake_called(amounts, "batch_multiplied_into_weights")
        twice = mistake_called(network, "feature_maps_counted_twice")
        if quantity.in_bytes:
            account = self.world.account()
            yield from self._carried(quantity, forgotten, {"batch": 1})
            for slip, symbol, times in (
                (shared, "parameters", account["batch"]),
                (twice, "activations", 2),
            ):
                if symbol in account:  # totals may lack the one or the other
                    yield from self._carried(quantity, slip, {symbol: account[symbol] * times})
            return
        value = self.world.value(quantity)
        if value is None or is_of_size(quantity):
            return
        if _is_per_image(quantity):
            one = Fraction(value) / self.world.images
            yield Slip(
                forgotten, as_exact(one), (forgotten.name,), (made(forgotten, {"values": one}),)
            )
        else:
            step = made(shared, {"values": value, "batch": self.world.plan.batch})
            yield Slip(shared, step.value, (shared.name,), (step,))


def roundings(exact: Exact) -> list[Exact]:
    """What a number becomes when it is rounded and two digits or more are left."""
    steps = [step for step in ROUNDINGS if exact >= LEAST_DIGITS_LEFT * step]
    return [rounded for step in steps if (rounded := rounded_to(exact, step)) != exact]


def mistake_called(formulary: Any, name: str) -> Mistake:
    """A mistake of a formulary by its name."""
    return next(
        case.formula
        for case in formulary.mistakes
        if case.formula.name == name and isinstance(case.formula, Mistake)
    )


@once
def reach_of(quantity: Quantity) -> int | None:
    """The last layer that the quantity depends on, where it is one of layers; else None."""
    found = [t.layers if isinstance(t, Count) and t.layers else None for t in quantity.terms]
    reached = [max(layers) for layers in found if layers is not None]
    return max(reached) if len(reached) == len(found) else None


def _is_of_network(quantity: Quantity) -> bool:
    return any(
        isinstance(t, Part) or (isinstance(t, Count) and not t.layers) for t in quantity.terms
    )


def is_of_size(quantity: Quantity) -> bool:
    """Whether it is a size of a layer, such as `H_out`, and no number of values."""
    return all(isinstance(term, Count) and term.name in OUTPUT_SIZES for term in quantity.terms)


def _is_per_image(quantity: Quantity) -> bool:
    return all(isinstance(term, Count) and term.name in PER_IMAGE for term in quantity.terms)
