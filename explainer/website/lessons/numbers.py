"""Numbers for a lesson's sentences, each worked out; nothing is rounded before it is shown."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fractions import Fraction

from explainer.derivation.derive import Slip, slip_of
from explainer.errors import UsageError
from explainer.layers.layer import Keeps
from explainer.maths import Exact
from explainer.memory.bridge.seven_parts import larger_from, part_values
from explainer.memory.textbook.alive import peak_of_inference
from explainer.network.units import UNITS_OF_COUNT, UNITS_OF_MEMORY, decimals_in
from explainer.page.digits import rounded
from explainer.render.maths.numerals import in_words
from explainer.results.results import Results
from explainer.website.lessons.cases import framework_of, step_at, steps_at, work_of


@dataclass(frozen=True)
class Amount:
    """A number of an example, and whether it counts bytes, or what has to be turned into them."""

    number: Exact
    in_bytes: bool = False


def value(key: str, name: str, *changes: str) -> Exact:
    """A number of an example: `conv1.weights`, `totals.activations`, `training.total`, …."""
    return _amount(key, name, *changes).number


def in_bytes(key: str, name: str, *changes: str) -> Exact:
    """A number of an example in bytes: one of values by the size of a value."""
    found = _amount(key, name, *changes)
    if found.in_bytes:
        return found.number
    return found.number * work_of(key, *changes).plan.bytes_per_value


def _amount(key: str, name: str, *changes: str) -> Amount:
    work = work_of(key, *changes)
    place, _, count = name.rpartition(".")
    found = _of_bytes(work, place, count)
    if found is not None:
        return Amount(found, in_bytes=True)
    found = _whole(work, place, count)
    if found is not None:
        return Amount(found)
    node = next((one for one in work.graph.nodes if one.name == place), None)
    if node is None or not isinstance(node.values.get(count), int):
        raise UsageError(f"A lesson names {name} of {key}, which there is not.")
    return Amount(node.values[count])


def _of_bytes(work: Results, place: str, count: str) -> Exact | None:
    """A number of bytes of an account, or None where the place is none."""
    match place:
        case "training":
            return int(asdict(work.textbook.training)[count])
        case "inference":
            return int(asdict(work.textbook.inference)[count])
        case "framework":
            return _framework(work, count)
        case "seven":
            return int(part_values(work.case)[count])
        case "workspace":
            return step_at(work, place, count).value
    return None


def _whole(work: Results, place: str, count: str) -> Exact | None:
    """A number of the whole network, or None where the place is a layer."""
    graph, plan, case = work.graph, work.plan, work.case
    match place:
        case "":
            return {"batch": plan.batch, "b": plan.bytes_per_value, "slots": plan.slots,
                    "layers": len(graph.nodes), "from": larger_from(case),
                    "alive": peak_of_inference(graph).total}[count]  # fmt: skip
        case "layers":
            return sum(node.kind == count for node in graph.nodes)
        case "stored":
            return sum(n.count("activations") for n in graph.nodes if n.kind == count)
        case "rows":
            return sum(node.keeps is Keeps.NEW for node in graph.nodes)
        case "totals":
            number: int = getattr(work.totals, count)
            return number
        case "sums":
            return step_at(work, place, count).value
    return None


def _framework(work: Results, count: str) -> int:
    """The framework account: saved, indices, peak and its parts, inference."""
    if count == "inference":
        return framework_of(work).prediction.peak.total
    step = framework_of(work).step
    parts = {"saved": step.saved.total, "peak": step.peak.total}
    parts |= {"indices": step.saved.of("indices"), "on_their_way": step.on_their_way}
    return parts[count]


def slip_at(key: str, place: str, mistake: str, *changes: str) -> tuple[str, Slip]:
    """A mistake in the first step of the place that it spoils, and that step's name.

    mistake: its name; where it is made in several steps, `activations.depths_swapped`.
    """
    work = work_of(key, *changes)
    quantity, _, name = mistake.rpartition(".")
    for step in steps_at(work, place):
        for slip in step.slips:
            if slip.mistake.name == name and quantity in ("", step.name):
                return step.name, slip
    node = next((one for one in work.graph.nodes if one.name == place), None)
    for wrong in node.layer.seldom.mistakes_for(node.situation) if node else ():
        if node and wrong.name == name and wrong.spoils in node.formulas:
            step = step_at(work, place, wrong.spoils)
            found = slip_of(wrong, step.formula, step.arguments, step.value, node.values)
            if found is not None:
                return step.name, found
    raise UsageError(f"A lesson shows {mistake} in {place} of {key}, where it is not made.")


def wrong(key: str, place: str, mistake: str, *changes: str) -> Exact:
    """What a mistake gives."""
    return slip_at(key, place, mistake, *changes)[1].value


def shown(number: Exact, unit: str = "", decimals: int | None = None) -> str:
    """A number with its digits grouped; rounded where a unit or decimals are asked for.

    unit: of memory for a number of bytes, or K, M, G for one of values.
    """
    if not unit and decimals is None:
        return in_words(number)
    scale = UNITS_OF_MEMORY.get(unit) or UNITS_OF_COUNT[unit or "values"]
    found = Fraction(number) / scale
    if decimals is None:
        decimals = decimals_in(found, unit) if unit in UNITS_OF_MEMORY else 1
    text = rounded(found, decimals)
    return f"{text} {unit}" if unit in UNITS_OF_MEMORY else f"{text}{unit}"


def number(key: str, name: str, unit: str = "", *changes: str) -> str:
    """A number as it stands in a sentence; values are turned into bytes for a unit of memory."""
    found = in_bytes if unit in UNITS_OF_MEMORY else value
    return shown(found(key, name, *changes), unit)


def quotient(one: Exact, other: Exact) -> Fraction:
    """One divided by the other, exactly: in a template `/` would round."""
    return Fraction(one) / Fraction(other)


def ratio(one: Exact, other: Exact, decimals: int = 2) -> str:
    """How many times as much; in full where it is a whole number."""
    found = Fraction(one) / Fraction(other)
    return shown(int(found)) if found.denominator == 1 else rounded(found, decimals)


def percent(part: Exact, whole: Exact, decimals: int = 1) -> str:
    """A share, such as 6.8 %."""
    return f"{rounded(100 * Fraction(part) / Fraction(whole), decimals)} %"


FUNCTIONS = {
    "value": value, "wrong": wrong, "shown": shown, "number": number, "ratio": ratio,
    "percent": percent, "quotient": quotient,
}  # fmt: skip
