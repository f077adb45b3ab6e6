"""What PyTorch itself tells: saved tensors, the allocator's peak, and nvidia-smi beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from explainer.maths import total
from explainer.maths.formulary import Formulary
from explainer.memory.framework.ledger import PARTS
from explainer.memory.framework.missing import missing_in_training
from explainer.memory.framework.saved import saved_for_backward
from explainer.memory.framework.simulation import Peak, inference, training_step
from explainer.memory.textbook.factored import state_by_kind
from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.tools.finding import Known, Printed, Standing, Tool
from explainer.tools.printing import in_binary_unit

# Among what is known: that not all of it is.
LACKS = "lacks"

autograd = Formulary()
allocator = Formulary()
card = Formulary()


@autograd.formula(name="size_of_saved", unit="bytes", when=lambda values: values.get("S") != {})
def size_of_saved(*S):
    """Each storage that the backward pass needs is counted once, without the parameters and
    the <images|inputs>.
    """
    return total(*S)


@autograd.formula(name="size_of_saved", unit="bytes", when=lambda values: values.get("S") == {})
def nothing_saved():
    """Here the backward pass needs only parameters and <images|inputs>, so nothing else is kept."""
    return 0


@allocator.formula(name="size_in_inference", unit="bytes")
def size_in_inference(parameters_and_buffers, images, alive_at_peak):
    """Under `no_grad` only the values that a later layer still reads are alive."""
    return parameters_and_buffers + images + alive_at_peak


@allocator.formula(name="size_in_training", unit="bytes")
def size_in_training(*P):
    """All parts of the account are added up at the moment of the peak."""
    return total(*P)


@card.formula(name="size_at_least", unit="bytes", when=lambda values: "slots" in values)
def size_at_least(learning, slots, b):
    """In the optimizer's step every parameter that learns has its gradient and the
    optimizer's values (slots).
    """
    return learning * total(1, 1, slots) * b


@card.formula(name="size_at_least", unit="bytes", when=lambda values: "state" in values)
def size_with_state(learning, state, b):
    """In the optimizer's step every parameter that learns has a gradient; the state of the
    optimizer is added.
    """
    return learning * total(1, 1) * b + state * b


def _saved(case: Case) -> Known:
    if missing := _no_account(case):
        return missing
    sizes: dict[str, int] = {}
    for each in saved_for_backward(case).storages:
        sizes[each.what] = sizes.get(each.what, 0) + each.bytes
    return Known({"S": sizes, **_lacks(case)})


def _peaks(case: Case) -> Known:
    if missing := _no_account(case):
        return missing
    resting = inference(case)
    values: dict[str, Any] = {
        "parameters_and_buffers": resting.parameters + resting.buffers,
        "images": resting.input,
        "alive_at_peak": resting.saved + resting.temporary,
        "P": _parts(training_step(case).peak),
        **_lacks(case),
    }
    return Known(values)


def _lacks(case: Case) -> dict[str, bool]:
    """That something in training is not derived, where it is so."""
    return {LACKS: True} if missing_in_training(case) else {}


def _at_least(otherwise: Standing) -> Callable[[Mapping[str, Any]], Standing]:
    """A lower bound where something is not derived."""
    return lambda values: "lower bound" if LACKS in values else otherwise


def _card(case: Case) -> Known:
    if case.plan.dtype == "int8":
        return Known(missing="int8")
    values = {"b": case.plan.bytes_per_value, **_kept(case)}
    learning = _learning(case.graph)
    if learning is None:
        return Known(values, missing="not_given")
    return Known(values | {"learning": learning}, missing="card")


def _learning(graph: Graph) -> int | None:
    """The parameters that the network's output depends on: only these get a gradient."""
    if graph.totals is not None:
        return graph.totals.parameters
    return sum(graph.nodes[index].count("parameters") for index in graph.taught)


def _kept(case: Case) -> dict[str, int]:
    """What the optimizer keeps beside each parameter that learns, or beside all of them."""
    if case.plan.slots is not None:
        return {"slots": case.plan.slots}
    idle = frozenset(node.index for node in case.graph.nodes) - case.graph.taught
    return {"state": sum(state_by_kind(case.graph, idle).values())}


def _no_account(case: Case) -> Known | None:
    if case.graph.totals is not None:
        return Known(missing="layers")
    return Known(missing="int8") if case.plan.dtype == "int8" else None


def _parts(peak: Peak) -> Mapping[str, int]:
    """The parts of the peak, those of no bytes left out."""
    sizes = {part: int(getattr(peak, part)) for part in PARTS}
    return {part: size for part, size in sizes.items() if size}


def _mebi(size: int, _: int) -> str:
    return in_binary_unit(size)


AUTOGRAD = Tool(
    "autograd",
    "autograd's saved tensors",
    "https://docs.pytorch.org/docs/stable/autograd.html#saved-tensor-hooks",
    autograd,
    lambda _: (Printed("size_of_saved", _mebi),),
    _saved,
    beside="saved",
    standing=_at_least("exact"),
)

ALLOCATOR = Tool(
    "max_memory_allocated",
    "torch.cuda.max_memory_allocated()",
    "https://docs.pytorch.org/docs/stable/notes/cuda.html#memory-management",
    allocator,
    lambda _: (
        Printed("size_in_training", _mebi),
        Printed("size_in_inference", _mebi),
        Printed("alive_at_peak", _mebi),
    ),
    _peaks,
    beside="training",
    standing=_at_least("not measured"),
)

NVIDIA_SMI = Tool(
    "nvidia-smi",
    "nvidia-smi",
    "https://docs.pytorch.org/docs/stable/notes/cuda.html#memory-management",
    card,
    lambda _: (Printed("size_at_least", lambda size, _: f"at least {size // 2**20}MiB"),),
    _card,
    beside="training",
    standing=lambda _: "lower bound",
)
