"""torchsummary 1.5.1: every module's output, twice, in MiB that it calls MB."""

from __future__ import annotations

from explainer.maths import total
from explainer.maths.formulary import Formulary
from explainer.memory.textbook.sums import totals_of
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.tools.finding import Known, Printed, Tool
from explainer.tools.modules import beside_it, inside_it, of_attention, own_output, values_of
from explainer.tools.printing import in_mebi
from explainer.tools.tally import not_of_its_own, tally

rule = Formulary()


@rule.formula()
def outputs(*Y):
    """The output of every module is counted, in place or not; the <image|input> is no module's
    output.
    """
    return total(*Y)


@rule.formula(name="size_of_pass", unit="bytes")
def size_of_pass(outputs, batch):
    """Each value is taken twice, the second time for its gradient, and has 4 bytes."""
    return 2 * outputs * batch * 4


@rule.formula(name="size_of_input", unit="bytes")
def size_of_input(image, batch):
    """The <images|inputs> have 4 bytes a value."""
    return image * batch * 4


@rule.formula(name="size_of_parameters", unit="bytes")
def size_of_parameters(parameters):
    """The parameters have 4 bytes a value, and no gradients."""
    return parameters * 4


@rule.formula(
    name="size_of_parameters", when=lambda values: values.get("of_attention"), unit="bytes"
)
def size_of_parameters_seen(parameters, of_attention):
    """The parameters have 4 bytes a value, but for those of attention: only what a module calls
    `weight` or `bias` is looked for, and its tensors have other names.
    """
    return (parameters - of_attention) * 4


@rule.formula(name="size_in_all", unit="bytes")
def size_in_all(size_of_input, size_of_pass, size_of_parameters):
    """The estimate of the tool is the sum of the three."""
    return size_of_input + size_of_pass + size_of_parameters


def known(case: Case) -> Known:
    """The outputs by kind; it stops with an error where nothing is learnt."""
    values = totals_of(case.graph).given("parameters") | {"batch": case.plan.batch}
    if case.graph.totals is not None:
        return Known(values, missing="layers")
    if any(node.tokens for node in case.graph.inputs):
        return Known(missing="tokens")
    if case.graph.spec.inputs:
        return Known(missing="inputs")
    values["of_attention"] = of_attention(case.graph)
    if values["parameters"] == values["of_attention"]:
        return Known(missing="no_parameters")
    found = tally(case.graph, _counted, _reason)
    image = values_of(case.graph.spec.input)
    return Known(values | {"Y": found.counted, "image": image}, found)


def _counted(node: Node) -> int:
    if not node.sources:
        return 0
    return values_of(own_output(node)) + inside_it(node) + beside_it(node)


def _reason(node: Node) -> str:
    if not node.sources:
        return "no_module"
    return "beside" if beside_it(node) else not_of_its_own(node)


def _text(label: str):
    return lambda size, _: f"{label} (MB): {in_mebi(size)}"


LINES = tuple(
    Printed(of, _text(label), divisor=2**20, unit="MB")
    for of, label in (
        ("size_of_pass", "Forward/backward pass size"),
        ("size_of_input", "Input size"),
        ("size_of_parameters", "Params size"),
        ("size_in_all", "Estimated Total Size"),
    )
)

TORCHSUMMARY = Tool(
    "torchsummary",
    "torchsummary",
    "https://github.com/sksq96/pytorch-summary",
    rule,
    lambda _: LINES,
    known,
    beside="both",
)
