"""torchinfo 1.8.0: outputs of modules with parameters, twice, in MB of 10^6 bytes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from explainer.layers.traits import Does
from explainer.maths import total
from explainer.maths.formulary import Formulary
from explainer.memory.textbook.sums import by_kind, totals_of
from explainer.network.case import Case
from explainer.network.node import Node
from explainer.network.tokens import has_tokens, tokens_of
from explainer.tools.finding import Known, Printed, Tool
from explainer.tools.modules import (
    inside_it,
    is_attention,
    of_attention,
    own_output,
    places_of,
    values_of,
)
from explainer.tools.printing import decimals, in_mega
from explainer.tools.tally import not_of_its_own, tally

# An enum's name, as Python prints it from 3.11 on; before that it was a letter.
UNITS_OF_COUNT = {"MEGABYTES": 10**6, "GIGABYTES": 10**9, "TERABYTES": 10**12}
# sys.getsizeof of a storage counts Python's object too: with PyTorch 2.13 and CPython 3.11.
BYTES_OF_OBJECT = 64

rule = Formulary()


@rule.formula()
def outputs(*Y):
    """Only modules that have parameters are counted, each with its output."""
    return total(*Y)


@rule.formula(name="size_of_pass", unit="bytes")
def size_of_pass(outputs, batch, b):
    """Each value is taken twice, the second time for its gradient."""
    return 2 * outputs * batch * b


@rule.formula(name="size_of_input", unit="bytes")
def size_of_input(image, batch, b, object_size):
    """The <images|inputs> are measured as a Python object: its own bytes are added to theirs."""
    return image * batch * b + object_size


@rule.formula(name="size_of_input", when=has_tokens, unit="bytes")  # in place of the one above
def size_of_tokens(tokens, batch, object_size):
    """The tokens are measured as a Python object: 8 bytes each, and its own bytes."""
    return 8 * tokens * batch + object_size


@rule.formula(name="size_of_parameters", unit="bytes")
def size_of_parameters(parameters, b):
    """Every parameter has the bytes of its type, and no gradient."""
    return parameters * b


@rule.formula(
    name="size_of_parameters", when=lambda values: values.get("of_attention"), unit="bytes"
)
def size_of_parameters_seen(parameters, of_attention, b):
    """Every parameter has the bytes of its type, but for those of attention, a module that holds
    another, which is never called by itself: neither is counted.
    """
    return (parameters - of_attention) * b


@rule.formula(name="size_in_all", unit="bytes")
def size_in_all(size_of_input, size_of_pass, size_of_parameters):
    """The estimate of the tool is the sum of the three."""
    return size_of_input + size_of_pass + size_of_parameters


@rule.formula(name="mult_adds_of_image", unit="macs")
def mult_adds_of_image(*N):
    """A convolution uses each parameter, also a bias, once for each position; other layers
    use theirs once for an <image|example>.
    """
    return total(*N)


@rule.formula(name="mult_adds", unit="macs")
def mult_adds(mult_adds_of_image, batch):
    """Every <image|example> of the batch takes as many multiply-adds."""
    return mult_adds_of_image * batch


def known(case: Case) -> Known:
    """The outputs of the layers with parameters, by kind."""
    b = case.plan.bytes_per_value
    values: dict[str, Any] = totals_of(case.graph).given("parameters") | {"b": b}
    if case.plan.dtype == "int8":
        return Known(missing="int8")
    if case.graph.totals is not None:
        return Known(values, missing="layers")
    if case.graph.spec.inputs:
        return Known(values, missing="inputs")
    found = tally(case.graph, _counted, _reason)
    values |= {
        "Y": found.counted,
        "N": by_kind(case.graph, _mult_adds),
        "image": values_of(case.graph.spec.input),
        "batch": case.plan.batch,
        "object_size": BYTES_OF_OBJECT,
        "of_attention": of_attention(case.graph),
    }
    if case.graph.spec.tokens:
        values["tokens"] = tokens_of(case)
    return Known(values, found)


def _counted(node: Node) -> int:
    seen = node.count("parameters") and not is_attention(node)
    return values_of(own_output(node)) + inside_it(node) if seen else 0


def _reason(node: Node) -> str:
    if not node.sources:
        return "no_module"
    if not node.count("parameters"):
        return "no_parameters"
    if is_attention(node):
        return "never_called"
    return "uncut" if node.layer.does.convolves else not_of_its_own(node)


def _mult_adds(node: Node) -> int:
    if is_attention(node):
        return 0
    places = places_of(node) if node.layer.does.convolves else 1
    if node.layer.does is Does.RECURS:  # the positions, which stand behind the batch there
        places = node.output[0]
    return node.count("parameters") * places


def _text(label: str):
    return lambda size, _: f"{label} (MB): {in_mega(size)}"


def _mult_adds_text(count: int, _: int) -> str:
    """A whole number without decimals, others with two; its unit is printed as the enum it is."""
    fitting = [unit for unit, size in UNITS_OF_COUNT.items() if count >= size]
    unit = fitting[-1] if fitting else "MEGABYTES"
    shown = Fraction(count, UNITS_OF_COUNT[unit])
    number = f"{int(shown):,}" if shown.denominator == 1 else decimals(shown, grouped=",")
    return f"Total mult-adds (Units.{unit}): {number}"


LINES = (
    *(
        Printed(of, _text(label), divisor=10**6, unit="MB")
        for of, label in (
            ("size_of_pass", "Forward/backward pass size"),
            ("size_of_input", "Input size"),
            ("size_of_parameters", "Params size"),
            ("size_in_all", "Estimated Total Size"),
        )
    ),
    Printed("mult_adds", _mult_adds_text, counts="macs"),
)

TORCHINFO = Tool(
    "torchinfo",
    "torchinfo",
    "https://github.com/TylerYep/torchinfo",
    rule,
    lambda _: LINES,
    known,
    beside="both",
)
