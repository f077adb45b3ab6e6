"""A difference, the sum of differences, and the storages alive, sorted for both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from explainer.memory.framework.ledger import Held
from explainer.memory.framework.storage import VALUES
from explainer.network.case import Case


@dataclass(frozen=True)
class Difference:
    """What one account has and the other hasn't: bytes, below 0 where the framework has less.

    why: the key of its sentence; layers: whose bytes they are, where that helps.
    """

    why: str
    bytes: int
    layers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bridge:
    """The textbook's total, all differences, and the framework's peak, which they lead to."""

    textbook: int
    differences: tuple[Difference, ...]
    framework: int

    @property
    def reached(self) -> int:
        """The textbook's total with all differences."""
        return self.textbook + sum(each.bytes for each in self.differences)


def bytes_of(held: Iterable[Held]) -> int:
    """The storages added up."""
    return sum(each.bytes for each in held)


def values_by_layer(held: Iterable[Held]) -> dict[str, int]:
    """The bytes of the forward values that are alive, by the layer that made them."""
    found: dict[str, int] = {}
    for each in held:
        if each.phase == "forward" and each.what in VALUES and each.part != "input":
            found[each.layer] = found.get(each.layer, 0) + each.bytes
    return found


def extras(held: Iterable[Held]) -> list[Difference]:
    """What layers made in the forward pass beside their values, sort by sort."""
    sorts: dict[str, list[Held]] = {}
    for each in held:
        own = each.part in ("saved", "temporary") and each.phase == "forward"
        if own and each.what not in VALUES:
            sorts.setdefault(each.what, []).append(each)
    return [
        Difference(f"kept.{what}", bytes_of(sort), tuple(dict.fromkeys(e.layer for e in sort)))
        for what, sort in sorts.items()
    ]


def one_image_each(case: Case) -> dict[str, int]:
    """What the textbook counts for the values of each layer behind the input, for the batch."""
    each = case.plan.batch * case.plan.bytes_per_value
    return {node.name: node.count("activations") * each for node in case.graph.layers}


def compared(
    textbook: Mapping[str, int], framework: Mapping[str, int], less: Callable[[str], str], more: str
) -> list[Difference]:
    """Layer by layer; `less` says why the framework has less of a layer, `more` why it has more."""
    found: dict[str, dict[str, int]] = {}
    for layer in dict.fromkeys((*textbook, *framework)):
        off = framework.get(layer, 0) - textbook.get(layer, 0)
        if off:
            found.setdefault(less(layer) if off < 0 else more, {})[layer] = off
    return [Difference(why, sum(off.values()), tuple(off)) for why, off in found.items()]


def those_that_differ(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    """Without those of nothing."""
    return tuple(each for each in differences if each.bytes)
