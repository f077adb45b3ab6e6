"""The textbook account: what training and inference take, by the usual rules.

Training keeps every parameter with its gradient and the optimizer's values, and every
stored value of every image with its gradient. Inference keeps the parameters and the
largest set of tensors that are alive at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from explainer.maths import Arguments, Formula, total
from explainer.maths.formulary import Condition, Formulary
from explainer.maths.substitution import Function, Part, substituted
from explainer.memory.textbook import variants
from explainer.memory.textbook.alive import peak_of_inference
from explainer.memory.textbook.factored import state, state_by_kind
from explainer.memory.textbook.lack import Account, Known, Lack, added
from explainer.memory.textbook.mixed import mixed_training
from explainer.memory.textbook.sums import ONE_AND_THE_SAME, totals_of
from explainer.memory.textbook.unit_formulas import BATCH_FORGOTTEN, EIGHT_BYTES
from explainer.network.case import Case, check_optimizer
from explainer.network.optimizers import optimizer_called
from explainer.network.optimizers.optimizer import Beside, RowsAndColumns
from explainer.network.tokens import (
    bytes_of_all,
    has_none,
    has_tokens,
    inference_with_tokens,
    tokens_of,
    training_with_tokens,
    values_of_tokens,
)
from explainer.once import once

training = Formulary("training")
inference = Formulary("training")


@training.formula(part="parameters")
def bytes_of_parameters(parameters, b):
    """Every parameter is stored once."""
    return parameters * b


@training.formula(part="gradients", when=variants.none_frozen)
def bytes_of_gradients(parameters, b):
    """The backward pass makes one gradient for every parameter."""
    return parameters * b


training.formula(part="gradients", when=variants.any_frozen)(variants.gradients_of_trained)


@training.formula(part="optimizer", when=variants.plain)
def bytes_of_optimizer(slots, parameters, b):
    """Beside every parameter the optimizer keeps values of its own (slots) from one step to the
    next.
    """
    return slots * parameters * b


training.formula(part="optimizer", when=variants.frozen)(variants.slots_of_trained)
training.formula(part="optimizer", when=lambda v: "state" in v)(variants.state_in_bytes)


@training.formula(part="activations")
def bytes_of_activations(activations, b, batch=1):
    """Every <image|example> of the batch stores its own activations; the parameters are shared."""
    return activations * batch * b


bytes_of_activations.mistake("batch_forgotten", batch=1, says=BATCH_FORGOTTEN)
bytes_of_activations.mistake(
    "bytes_per_value_wrong", b=8, when=lambda v: v["b"] != 8, says=EIGHT_BYTES
)


@bytes_of_activations.mistake_around(says=ONE_AND_THE_SAME)
def feature_maps_counted_twice(bytes_of_activations):
    """Feature maps and activations, both for every stored value."""
    return 2 * bytes_of_activations


@training.formula(part="activation_gradients")
def bytes_of_activation_gradients(activations, b, batch=1):
    """The textbook account counts one gradient for every stored value."""
    return activations * batch * b


@training.formula(part="miscellaneous", when=lambda v: v["M"] > 0)
def bytes_of_miscellaneous(M, b):
    """What is stored besides is given as a number of values for the whole batch."""
    return M * b


training.formula(part="miscellaneous", when=has_tokens)(bytes_of_all)


# How each parameter and each value counts in it, and what is stored besides.
IN_FULL: dict[str, Part] = {"gradient": 1, "with_gradient": 2, "besides": variants.values_besides}


@training.formula(part="training", when=variants.plain, parts=IN_FULL)
def bytes_of_training(parameters, gradient, slots, with_gradient, activations, b, besides, batch=1):
    """Every parameter is stored with its gradient and what the optimizer keeps for it; every value
    of an <image|example> with its gradient.
    """
    learnt = parameters * total(1, gradient, slots) * b
    return learnt + with_gradient * activations * batch * b + besides


def activations_forgotten(parameters, slots, b, besides):
    """The parameters alone, with what goes with them."""
    return parameters * total(1, 1, slots) * b + besides


def batch_multiplied_into_weights(parameters, slots, activations, b, besides, batch=1):
    """All <images|examples> of a batch share the parameters: only the activations grow with the
    batch.
    """
    return parameters * total(1, 1, slots) * batch * b + 2 * activations * batch * b + besides


def _attach_mistakes(besides: Function, among: Condition) -> None:
    """The mistakes that are made in the total of training. besides: what is stored besides."""

    def plain(values: Mapping[str, Any]) -> bool:
        return variants.plain(values) and among(values)

    bytes_of_training.mistake(
        "gradients_forgotten",
        gradient=0,
        with_gradient=1,
        besides=besides,
        when=plain,
        says="Training needs a gradient for every parameter and for every stored value.",
    )
    training.mistake(
        instead_of=bytes_of_training,
        name="activations_forgotten",
        when=plain,
        says=variants.ACTIVATIONS_FORGOTTEN,
    )(substituted(activations_forgotten, besides=besides))
    bytes_of_training.mistake(
        "optimizer_state_forgotten",
        slots=0,
        besides=besides,
        when=lambda v: plain(v) and v["slots"] > 0,
        says="This optimizer keeps values of its own beside every parameter.",
    )
    training.mistake(
        instead_of=bytes_of_training, name="batch_multiplied_into_weights", when=plain
    )(substituted(batch_multiplied_into_weights, besides=besides))


_attach_mistakes(variants.values_besides, has_none)
_attach_mistakes(bytes_of_all, has_tokens)
variants.attach(training)
training.formula(part="training", when=has_tokens)(training_with_tokens)


@inference.formula()
def alive(*V):
    """A tensor is freed once the last layer that reads it is done; this is the largest sum of
    tensors alive at once.
    """
    return total(*V)


@inference.formula(part="inference", when=has_none)
def bytes_of_inference(parameters, alive, b, batch=1):
    """Inference keeps the parameters, and the tensors alive at once for each <image|example>."""
    return parameters * b + alive * batch * b


FREED = (
    "Nothing has to be kept for a backward pass: a tensor is freed as soon as no later layer "
    "reads it."
)
bytes_of_inference.mistake(
    "inference_sums_all_activations", alive="activations", when=has_none, says=FREED
)
inference.formula(part="inference", when=has_tokens)(inference_with_tokens).mistake(
    "inference_sums_all_activations", alive="activations", when=has_tokens, says=FREED
)


@dataclass(frozen=True)
class Training(Account):
    """The parts of training in bytes, for the whole batch."""

    parameters: Known = Known()
    gradients: Known = Known()
    optimizer: Known = Known()
    activations: Known = Known()
    activation_gradients: Known = Known()
    miscellaneous: Known = Known()
    total: Known = Known()

    @property
    def in_part(self) -> int:
        """What the parts that are known add up to: the total, or less where one is lacking."""
        return added(size for part, size in self.known.items() if part != "total")


@dataclass(frozen=True)
class Inference(Account):
    """The parts of inference in bytes, for the whole batch; None where it can't be derived."""

    parameters: Known = Known()
    _: KW_ONLY
    activations: int | None
    total: int | None


def formulas_of(account: str, values: Mapping[str, Any]) -> Formulary:
    """The formulas of `training` or `inference`; mixed precision has its own for training."""
    if account == "inference":
        return inference
    return mixed_training if "b_master" in values else training


@once
def account_values(case: Case) -> Mapping[str, Any]:
    """The numbers that the account's formulas look up, by their symbols.

    What bare totals don't give is not there.
    """
    sums = totals_of(case.graph).given("parameters", "activations")
    values: dict[str, Any] = {
        **sums,
        **({"trained": sums["parameters"]} if "parameters" in sums else {}),
        "frozen": 0,
        "micro_batches": case.plan.accumulate,
        "b": case.plan.bytes_per_value,
        "batch": case.plan.batch,
        "tokens": tokens_of(case),
        "M": case.graph.totals.miscellaneous if case.graph.totals else values_of_tokens(case),
    }
    if case.plan.mixed:
        values["b_master"] = case.plan.bytes_of_master
    if case.graph.totals is None:
        peak = peak_of_inference(case.graph)
        values |= {"V": peak.sizes, "alive": peak.total}
        values["trained"] = case.trained
        values["frozen"] = values["parameters"] - values["trained"]
    return values | optimizer_values(case)


def optimizer_values(case: Case) -> dict[str, Any]:
    """The values beside every parameter, or the sum of all where there is no such number."""
    match optimizer_called(case.plan.optimizer).state:
        case Beside(slots):
            return {"slots": slots}
        case RowsAndColumns():
            return _sum_of_state(case)


def _sum_of_state(case: Case) -> dict[str, Any]:
    check_optimizer(case)
    kept = state_by_kind(case.graph, case.frozen)
    return {"S": kept, "state": int(state.value(state.arguments({"S": kept})))}


@once
def training_of(case: Case) -> Training:
    """What training takes, part by part; the total comes from its own formula."""
    values = account_values(case)

    def run(name: str) -> int | Lack:
        formula = formulas_of("training", values).formulas_for(values).get(name)
        if formula is None:
            return 0
        if formula.missing(values):
            return Lack(case.graph)
        return int(formula.value(formula.arguments(values)))

    return Training(
        run("bytes_of_parameters"),
        run("bytes_of_gradients"),
        run("bytes_of_optimizer"),
        run("bytes_of_activations"),
        run("bytes_of_activation_gradients"),
        run("bytes_of_miscellaneous"),
        run("bytes_of_training"),
    )


def total_of_training(case: Case) -> tuple[Formula, Arguments]:
    """The formula of all that training takes, and its numbers; refused where one is lacking."""
    values = account_values(case)
    formula = formulas_of("training", values).formulas_for(values)["bytes_of_training"]
    if formula.missing(values):
        raise Lack(case.graph).refusal()
    return formula, formula.arguments(values)


@dataclass(frozen=True)
class Line:
    """Bytes of training as a line in a number that is not given: fixed + each · symbol."""

    symbol: str
    each: int
    fixed: int


def line_of_training(case: Case) -> Line | None:
    """What training takes with any number in place of the one that totals lack; None without."""
    if case.graph.totals is None or case.graph.totals.lacks is None:
        return None
    symbol, values = case.graph.totals.lacks, dict(account_values(case))
    formula = formulas_of("training", values).formulas_for(values)["bytes_of_training"]

    def with_so_many(count: int) -> int:
        values[symbol] = count
        if symbol == "parameters":
            values["trained"] = count
        return int(formula.value(formula.arguments(values)))

    fixed = with_so_many(0)
    return Line(symbol, with_so_many(1) - fixed, fixed)


@once
def inference_of(case: Case) -> Inference:
    """What inference takes; bare totals don't say which tensors are alive at once."""
    values, b = account_values(case), case.plan.bytes_per_value
    if "alive" not in values:
        own = values["parameters"] * b if "parameters" in values else Lack(case.graph)
        return Inference(own, activations=None, total=None)
    own = values["parameters"] * b
    formula = inference.formulas_for(values)["bytes_of_inference"]
    whole = int(formula.value(formula.arguments(values)))
    return Inference(own, activations=whole - own, total=whole)
