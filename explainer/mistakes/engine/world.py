"""The network as a claim sees it, and the value of a quantity there.

A claim may be made for another input, batch, type of number or optimizer than the file's.
A slip makes another world again: some sum is wrong, or some formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from explainer.errors import ModelFileError
from explainer.language import sentence
from explainer.layers.quantities import COUNTS
from explainer.maths import Exact, Formula
from explainer.maths.formulary import bytes_of
from explainer.memory.textbook.account import account_values, formulas_of
from explainer.memory.textbook.sums import totals_of
from explainer.mistakes.engine.quantity import Count, Part, Quantity, Slots, Term
from explainer.network.case import AboutCase, Case
from explainer.network.graph import Graph, build
from explainer.network.node import Node
from explainer.readers.inputs import INPUTS, are_tokens, read_input, read_resized
from explainer.readers.model import read_circumstances
from explainer.spec import ClaimSpec, Given, ModelSpec

# What every image of a batch has of its own.
PER_IMAGE = ("activations", "macs", "im2col")


@dataclass(frozen=True, eq=False)
class World(AboutCase):
    """A network as a claim says that it is run.

    images: how many images a number of values is counted for.
    wrong: numbers that stand for the right ones, by their symbols: sums, batch, bytes.
    mistaken: formulas that stand for the right ones, by the name of what they give.
    accounts: the account's numbers for each network that was met; of one plan.
    whole: whether all counts of each network that was met are whole numbers.
    """

    case: Case
    images: int = 1
    wrong: Mapping[str, Exact] = field(default_factory=dict)
    mistaken: Mapping[str, Formula] = field(default_factory=dict)
    accounts: dict[int, tuple[Graph, Mapping[str, Any]]] = field(default_factory=dict, repr=False)
    whole: dict[int, tuple[Graph, bool]] = field(default_factory=dict, repr=False)

    def value(self, quantity: Quantity) -> Exact | None:
        """The quantity in values or bytes; None where it can't be known."""
        found = [self._term(term) for term in quantity.terms]
        known = [value for value in found if value is not None]
        return sum(known) if len(known) == len(found) else None

    def _term(self, term: Term) -> Exact | None:
        match term:
            case Count():
                one = self._count(term)
                return one if one is None or term.name not in PER_IMAGE else one * self.images
            case Part():
                return self._part(term)
            case Slots():
                return self.plan.slots

    def _count(self, count: Count) -> Exact | None:
        """A number of values for one image."""
        nodes = self.graph.nodes
        if count.layers is not None:
            return _sum_of((nodes[index] for index in count.layers), count.name)
        if count.name in self.wrong:
            return self.wrong[count.name]
        if self.graph.totals is not None:
            # Bare totals have no sum of the matrices at all, however much they give.
            known: int | None = totals_of(self.graph).known.get(count.name)
            return known
        return _sum_of(nodes, count.name)

    def account(self) -> dict[str, Any]:
        """The numbers that the account's formulas look up."""
        right = self._right_account
        found = {**right, **self.wrong}
        if "parameters" in self.wrong and right.get("trained") == right.get("parameters"):
            found["trained"] = self.wrong["parameters"]
        return found

    @property
    def _right_account(self) -> Mapping[str, Any]:
        """The account without what is wrong in it; worlds of one network share it."""
        key = id(self.graph)
        if key not in self.accounts:
            self.accounts[key] = self.graph, account_values(self.case)
        return self.accounts[key][1]

    @property
    def is_whole(self) -> bool:
        """Whether all counts are whole numbers; worlds of one network share the answer."""
        key = id(self.graph)
        if key not in self.whole:
            self.whole[key] = self.graph, counts_are_whole(self.graph)
        return self.whole[key][1]

    def formula(self, part: Part) -> Formula | None:
        """The formula of a part; None where the part is nothing here."""
        name = formula_name(part)
        account = self.account()
        right = formulas_of(part.account, account).formulas_for(account)
        return self.mistaken.get(name) or right.get(name)

    def _part(self, part: Part) -> Exact | None:
        if not self.is_whole:
            return None
        if part == Part("inference", "activations"):
            return self._rest_of_inference()
        if part == Part("inference", "parameters"):
            part = Part("training", "parameters")
        formula, values = self.formula(part), self.account()
        if formula is None:
            return 0
        return None if formula.missing(values) else formula.value(formula.arguments(values))

    def _rest_of_inference(self) -> Exact | None:
        whole = self._part(Part("inference", "total"))
        own = self._part(Part("inference", "parameters"))
        return None if whole is None or own is None else whole - own


def _sum_of(nodes: Iterable[Node], count: str) -> Exact:
    """The sum over some layers; in a wrong network it may be a fraction."""
    values: list[Exact] = [node.values.get(count, 0) for node in nodes]
    return sum(values)


def formula_name(part: Part) -> str:
    """The name of what the part's formula gives."""
    if part.account == "inference" or part.name == "total":
        return bytes_of(part.account)
    return bytes_of(part.name)


def counts_are_whole(graph: Graph) -> bool:
    """Whether all counts are whole numbers; some slips make halves of them."""
    return all(isinstance(node.values.get(c, 0), int) for node in graph.nodes for c in COUNTS)


class Worlds:
    """The worlds of a file's claims; each is made once."""

    def __init__(self, case: Case) -> None:
        self._own = World(case)
        spec = case.graph.spec
        self._graphs: dict[tuple[Any, ...], Graph] = {(spec.input, spec.tokens): case.graph}
        self._made: dict[tuple[Any, ...], World] = {}

    def of(self, claim: ClaimSpec) -> World:
        """The world for which the claim was made; ModelFileError where there is none."""
        given = claim.overrides
        if not given:
            return self._own
        found = read_circumstances(given)
        graph = self._graph(given["input"]) if "input" in given else self._resized(given)
        shapes = tuple((each.shape, each.tokens) for each in graph.spec.inputs)
        key = (graph.spec.input, graph.spec.tokens, shapes, *sorted(found.items()))
        if key not in self._made:
            case = self._own.case.with_graph(graph).with_plan(**found)
            self._made[key] = World(case, found.get("batch", 1))
        return self._made[key]

    def _graph(self, given: Given) -> Graph:
        spec = self._own.graph.spec
        key = shape, tokens = read_input(given, spec.layout), are_tokens(given)
        if spec.totals is not None:
            raise ModelFileError(
                given.place,
                sentence("set.bare_totals_input"),
                layer=sentence("claim.label"),
                advice=sentence("claim.bare_totals_try"),
            )
        return self._built(key, replace(spec, input=shape, tokens=tokens), given)

    def _resized(self, given: Mapping[str, Given]) -> Graph:
        """The network with those of its several inputs that the claim names."""
        spec = self._own.graph.spec
        named = {key: one for key, one in given.items() if key.startswith(f"{INPUTS}.")}
        for key, one in named.items():
            spec = read_resized(spec, key.removeprefix(f"{INPUTS}."), one)
        shapes = tuple((each.shape, each.tokens) for each in spec.inputs)
        return self._built(shapes, spec, *named.values()) if named else self._own.graph

    def _built(self, key: tuple[Any, ...], spec: ModelSpec, *given: Given) -> Graph:
        """The network, built once; given: what was said of its inputs."""
        if key not in self._graphs:
            try:
                self._graphs[key] = build(spec)
            except ModelFileError as error:
                raise self._does_not_fit(given[0], error) from None
        return self._graphs[key]

    def _does_not_fit(self, given: Given, error: ModelFileError) -> ModelFileError:
        return ModelFileError(
            given.place,
            sentence("claim.does_not_fit", fault=error.fault),
            layer=sentence("claim.label_at", layer=error.layer)
            if error.layer
            else sentence("claim.label"),
            sum=error.sum,
            advice=sentence("claim.does_not_fit_try"),
        )
