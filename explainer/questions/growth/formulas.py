"""Everything doubled once: the batch, the side of the image, the width; and what people expect."""

from __future__ import annotations

from explainer.maths import Exact, as_exact, total
from explainer.maths.formulary import Formulary
from explainer.memory.textbook.sums import totals_of
from explainer.network.case import Case
from explainer.network.graph import Graph
from explainer.questions.growth.polynomials import Growths

growth = Formulary("training")


def takes_twice_the_side(values: dict[str, Exact]) -> bool:
    """Whether the network can be built for such images, and the plain account is asked for."""
    return "activations_2" in values and "slots" in values


@growth.formula(name="bytes_2batch", unit="bytes", when=lambda v: "slots" in v)
def bytes_at_twice_the_batch(parameters, slots, activations, b, batch, M=0):
    """The parameters are there once, however many <images|examples> the batch has: only the stored
    values double.
    """
    return parameters * total(1, 1, slots) * b + 2 * activations * (2 * batch) * b + M * b


@growth.mistake(instead_of=bytes_at_twice_the_batch, when=lambda v: "slots" in v)
def batch_taken_as_linear(parameters, slots, activations, b, batch, M=0):
    """Twice the batch is not twice the memory: the parameters and their gradients don't double."""
    return 2 * (parameters * total(1, 1, slots) * b + 2 * activations * batch * b + M * b)


@growth.formula(name="bytes_2n", unit="bytes", when=takes_twice_the_side)
def bytes_at_twice_the_side(parameters_2, slots, activations_2, b, batch):
    """The network is counted anew for images of twice the side; the rule for its memory is the
    same.
    """
    return parameters_2 * total(1, 1, slots) * b + 2 * activations_2 * batch * b


@growth.mistake(instead_of=bytes_at_twice_the_side, when=takes_twice_the_side)
def image_size_taken_as_linear(parameters, slots, activations, b, batch, M=0):
    """Twice the side gives about four times as many positions, and values are stored at each of
    them.
    """
    return 2 * (parameters * total(1, 1, slots) * b + 2 * activations * batch * b + M * b)


@growth.formula(name="parameters_2w", when=lambda v: "q_2" in v)
def parameters_at_twice_the_width(q_2=0, q_1=0, q_0=0):
    """A weight joins an input channel to an output channel: where both double, there are four
    times as many.
    """
    return q_2 * 2**2 + q_1 * 2 + q_0


@growth.mistake(instead_of=parameters_at_twice_the_width, when=lambda v: v.get("q_2", 0) > 0)
def width_taken_as_linear(q_2=0, q_1=0, q_0=0):
    """Where the width doubles both the input channels and the kernels, there are four times
    as many weights.
    """
    return 2 * (q_2 + q_1 + q_0)


def doubled_values(case: Case, growths: Growths) -> dict[str, Exact]:
    """The numbers that these formulas look up; those that can't be had are not there.

    Mixed precision, frozen layers, factored optimizers and tokens have other formulas for a total.
    """
    totals, plan = totals_of(case.graph), case.plan
    values: dict[str, Exact] = {
        "parameters": totals.parameters,
        "activations": totals.activations,
        "b": plan.bytes_per_value,
        "batch": plan.batch,
        "M": case.graph.totals.miscellaneous if case.graph.totals else 0,
    }
    special = plan.mixed or plan.freeze or any(node.tokens for node in case.graph.inputs)
    if plan.slots is not None and not special:
        values["slots"] = plan.slots
    larger = _twice_as_large(case, growths)
    if larger is not None:
        found = totals_of(larger)
        values |= {"parameters_2": found.parameters, "activations_2": found.activations}
    if growths.width is not None and growths.width.parts["parameters"].degree <= 2:
        parameters = growths.width.parts["parameters"]
        values |= {f"q_{power}": as_exact(parameters.coefficient(power)) for power in range(3)}
    return values


def _twice_as_large(case: Case, growths: Growths) -> Graph | None:
    """The network for images of twice the side; only where they are all that it is given."""
    for size, growth_of_it in growths.inputs.items():
        image = size.measure == "image" and size.square and not size.name
        if image and growth_of_it is not None:
            return size.built(case.graph, 2 * size.now)
    return None
